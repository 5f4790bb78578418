import Testing

@Suite struct `Records kept by hand` {
    @Test(arguments: Backend.allCases)
    func `a serial number made by hand has no place and keeps its item`(backend: Backend) async throws {
        try await check(
            """
            add Serial_No serial_no=X1 item_code=MOTOR → ok
            unit X1 = Inactive
            add Serial_No serial_no=x1 item_code=PUMP → DuplicateEntryError duplicate
            add Serial_No serial_no=X2 item_code=MOTOR warehouse=Stores → SerialNoCannotCreateDirectError warehouse-by-hand:X2
            change Serial_No X1 warehouse=Stores → SerialNoCannotCannotChangeError warehouse-frozen:X1
            change Serial_No X1 item_code=PUMP → SerialNoCannotCannotChangeError item-frozen:X1
            add Serial_No serial_no=X3 item_code=SCREW → SerialNoNotRequiredError serials-not-wanted:X3
            add Serial_No item_code=MOTOR → MandatoryError required …
            add Serial_No serial_no=X4 → MandatoryError required …
            change Serial_No X1 location=Shelf_7 amc_expiry_date=2026-12-01 → ok
            unit X1 maintenance_status = Under_AMC
            change Serial_No X1 amc_expiry_date=2026-11-01 → ok
            unit X1 maintenance_status = Out_of_AMC
            receive MOTOR X1 → ok
            change Serial_No X1 warehouse=- → SerialNoCannotCannotChangeError warehouse-frozen:X1
            delete Serial_No X1 → LinkExistsError moved-cannot-be-deleted:X1
            add Serial_No serial_no=X5 item_code=MOTOR → ok
            delete Serial_No x5 → ok
            delete Serial_No X5 → DoesNotExistError not-found
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a corrected number is found under its old one, whatever the case`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR MOT0R-1 M2 → ok
            rename Serial_No MOT0R-1 M2 → DuplicateEntryError duplicate
            rename Serial_No MOT0R-1 MOTOR-1 → ok
            unit MOT0R-1 = Active Stores
            unit MOT0R-1 serial_no = MOTOR-1
            unit mot0r-1 serial_no = MOTOR-1
            deliver MOTOR motor-1 → ok
            unit MOTOR-1 = Delivered Martin
            rename Serial_No MOTOR-1 motor-1 → ok
            unit MOTOR-1 serial_no = motor-1
            rename Serial_No M2 - → NameError name-invalid
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a renamed warehouse, item or customer is found under its old name, and its stock follows`(backend: Backend)
        async throws
    {
        try await check(
            """
            receive MOTOR M1 → ok
            deliver MOTOR M1 → ok
            D: receive MOTOR M2 → ok
            rename Warehouse Stores Main_Store → ok
            rename Item MOTOR ENGINE → ok
            rename Customer Martin Martin_&_Fils → ok
            Warehouse Stores is_group = 0
            Item MOTOR item_code = ENGINE
            Customer Martin customer_name = Martin_&_Fils
            unit M2 = Active Main_Store
            unit M2 item_code = ENGINE
            unit M1 = Delivered Martin_&_Fils
            line D 1 item_code = ENGINE
            balance ENGINE Main_Store = 1.0
            deliver ENGINE M2 from Main_Store to Durand → ok
            rename Stock_Entry D OTHER → CannotChangeConstantError fixed
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an item's switches are fixed once it has moved`(backend: Backend) async throws {
        try await check(
            """
            change Item MOTOR has_batch_no=1 → ok
            change Item SCREW stock_uom=Kg → ok
            change Item SCREW stock_uom=Nos → ok
            add Batch batch_id=L item=MOTOR → ok
            R: receive MOTOR M1 lot L ; SCREW 1 → ok
            cancel R → ok
            change Item MOTOR has_serial_no=0 → CannotChangeConstantError constant-frozen
            change Item MOTOR has_batch_no=0 → CannotChangeConstantError constant-frozen
            change Item SCREW is_stock_item=0 → CannotChangeConstantError constant-frozen
            change Item SCREW has_serial_no=1 → CannotChangeConstantError constant-frozen
            change Item SCREW stock_uom=Kg → CannotChangeConstantError constant-frozen
            change Item SCREW item_name=Wood_screw → ok
            change Item SCREW item_code=NAIL → CannotChangeConstantError fixed
            delete Item MOTOR → LinkExistsError linked
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a series that cannot count is refused with the item`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=Q has_serial_no=1 serial_no_series=A.##.B → ValidationError series-cannot-count
            add Item item_code=Q has_serial_no=1 serial_no_series=A## → ValidationError series-cannot-count
            add Item item_code=Q has_serial_no=1 serial_no_series=A.##.## → ValidationError series-cannot-count
            add Item item_code=Q has_serial_no=1 serial_no_series={colour}.## → ValidationError series-field-unknown
            add Item item_code=Q has_serial_no=1 is_stock_item=0 → ValidationError serialized-needs-stock
            add Item item_code=Q warranty_period=-1 → ValidationError out-of-range
            add Item item_code=Q has_serial_no=1 serial_no_series=_A_._##_ → ok
            receive Q 1 → ok A01
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `trees are made of groups, and users have addresses`(backend: Backend) async throws {
        try await check(
            """
            add Warehouse warehouse_name=Shelf company=Ma_Société parent_warehouse=Stores → ValidationError parent-not-group
            add Item_Group item_group_name=Small parent_item_group=Products → ValidationError parent-not-group
            change Item_Group All_Item_Groups parent_item_group=All_Item_Groups → ValidationError own-parent
            add User email=lea → ValidationError not-an-address
            add User email=Lea@Example.org → ok
            change User lea@example.org full_name=Léa → ok
            change User Administrator full_name=Chef → ok
            add User email=administrator → ValidationError not-an-address
            add Bin item_code=PUMP warehouse=Stores → PermissionError not-writable
            """, on: backend)
    }
}
