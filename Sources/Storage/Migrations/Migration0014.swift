extension Migration {
    /// Ways to units that are few or were long ago: by the states that few units have, and by supplier.
    ///
    /// A receipt without a supplier, a transfer and a delivery write nothing into them. The first condition is one that
    /// both engines see in `UnitPlaces.rare`.
    static let fewUnits = Migration(
        number: 14, name: "fewUnits",
        text: """
            CREATE INDEX "unit_rare_status" ON "unit"("status", "id")
                WHERE "status" = 'Inactive' OR "status" = 'Consumed' OR "status" = 'Returned';
            CREATE INDEX "unit_supplier" ON "unit"("supplier") WHERE "supplier" IS NOT NULL;
            """)
}
