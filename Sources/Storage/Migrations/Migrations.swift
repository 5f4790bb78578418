extension Migration {
    /// Every step from an empty database to the schema of today, in order. Steps that have been released never change.
    public static let all: [Migration] = [
        .first,
        .addCustomFields,
        .unfinishedCopy,
        .savedFilters,
        .annotations,
        .searchAuditTrail,
        .reports,
        .refusedScans,
        .cover,
        .lots,
        .assets,
        .maintenance,
        .claims,
        .fewUnits,
        .recallGoods,
    ]
}
