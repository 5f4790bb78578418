extension Migration {
    /// What became of recalled goods without serial numbers: quantities ticked off by hand, for each customer.
    ///
    /// A row is never changed but to take the tick back, which keeps who did so.
    static let recallGoods = Migration(
        number: 15, name: "recallGoods",
        text: """
            CREATE TABLE "recall_goods" (
                "id" IDENTITY,
                "recall" BIGINT NOT NULL REFERENCES "recall"("id"),
                "customer" BIGINT NOT NULL REFERENCES "customer"("id"),
                "quantity" BIGINT NOT NULL CONSTRAINT "recall_goods_quantity_positive" CHECK ("quantity" > 0),
                "outcome" TEXT NOT NULL,
                "note" TEXT,
                "ticked_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "ticked_at" BIGINT NOT NULL,
                "withdrawn_by" BIGINT REFERENCES "account"("id"),
                "withdrawn_at" BIGINT
            ) STRICT;
            CREATE INDEX "recall_goods_recall" ON "recall_goods"("recall");
            CREATE INDEX "recall_goods_customer" ON "recall_goods"("customer");
            """)
}
