import Inventory
import InventoryTesting
import Storage
import Synchronization
import Testing

@Suite struct `Traces` {
    private static let story = """
        B: buy MOTOR M1 M2 from ACME on 2026-11-20 → ok
        receive SCREW 50 on 2026-11-20 → ok
        P: make MOTOR M1 from Stores ; MOTOR M2 from Stores ; SCREW 8 from Stores ; PUMP P1 in Stores → ok
        D: deliver PUMP P1 to Martin → ok
        """

    @Test(arguments: Backend.allCases)
    func `a product leads back over its components to the supplier, and a component on to the customer`(
        backend: Backend
    ) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run(Self.story, in: shop) == [])
        let product = try await shop.look { try $0.trace("p1") }
        #expect(product.root.lines == ["Serial No P1 Delivered"])
        #expect(
            product.backward.flatMap(\.lines) == [
                "Stock Entry MAT-STE-2026-00002 Manufacture", "  Serial No M1 Consumed",
                "    Purchase Receipt MAT-PRE-2026-00001", "      Supplier ACME", "  Serial No M2 Consumed",
                "    Purchase Receipt MAT-PRE-2026-00001", "      Supplier ACME", "  Item SCREW 8.0",
            ])
        #expect(product.forward.flatMap(\.lines) == ["Delivery Note MAT-DN-2026-00001", "  Customer Martin SARL"])
        let component = try await shop.look { try $0.trace("M2", type: "Serial No") }
        #expect(
            component.forward.flatMap(\.lines) == [
                "Stock Entry MAT-STE-2026-00002 Manufacture", "  Serial No P1 Delivered",
                "    Delivery Note MAT-DN-2026-00001", "      Customer Martin SARL",
            ])
        #expect(!component.isCut && component.backward.flatMap(\.lines).count == 2)
    }

    @Test(arguments: Backend.allCases)
    func `a document is traced by the units that it moved`(backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run(Self.story, in: shop) == [])
        let receipt = try await shop.look { try $0.trace("MAT-PRE-2026-00001") }
        #expect(receipt.root.lines == ["Purchase Receipt MAT-PRE-2026-00001"])
        #expect(
            receipt.forward.flatMap(\.lines) == [
                "Serial No M1 Consumed", "  Stock Entry MAT-STE-2026-00002 Manufacture", "    Serial No P1 Delivered",
                "      Delivery Note MAT-DN-2026-00001", "        Customer Martin SARL", "Serial No M2 Consumed",
                "  Stock Entry MAT-STE-2026-00002 Manufacture, as above",
            ])
        let made = try await shop.look { try $0.trace("MAT-STE-2026-00002", type: "Stock Entry") }
        #expect(made.forward.map(\.name) == ["M1", "M2", "P1", "SCREW"])
    }

    @Test(arguments: Backend.allCases)
    func `what was cancelled leads nowhere, and what came back is told`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let more = """
            \(Self.story)
            R: return D PUMP P1 → ok
            deliver PUMP P1 to Durand → ok
            X: receive MOTOR M9 → ok
            cancel X → ok
            """
        #expect(try await LedgerTable.run(more, in: shop) == [])
        let unit = try await shop.look { try $0.trace("P1") }
        #expect(unit.forward.map { $0.children.map(\.name) } == [["Martin SARL"], ["Durand SA"]])
        #expect(unit.backward.map(\.isReturn) == [false, true])
        let undone = try await shop.look { try $0.trace("M9") }
        #expect(undone.backward.isEmpty && undone.forward.isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `a lot leads to its units, or to where its goods went`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let story = """
            add Item item_code=GLUE has_batch_no=1 → ok
            add Batch batch_id=L1 item=GLUE → ok
            buy GLUE 10 lot L1 from ACME → ok
            transfer GLUE 4 lot L1 → ok
            deliver GLUE 3 lot L1 to Martin → ok
            add Item item_code=CELL has_serial_no=1 has_batch_no=1 → ok
            add Batch batch_id=L2 item=CELL → ok
            buy CELL C1 C2 lot L2 from ACME → ok
            deliver CELL C1 lot L2 to Durand → ok
            """
        #expect(try await LedgerTable.run(story, in: shop) == [])
        let goods = try await shop.look { try $0.trace("L1") }
        #expect(goods.backward.flatMap(\.lines) == ["Purchase Receipt MAT-PRE-2026-00001", "  Supplier ACME"])
        #expect(goods.forward.flatMap(\.lines) == ["Delivery Note MAT-DN-2026-00001", "  Customer Martin SARL"])
        let units = try await shop.look { try $0.trace("L2", type: "Batch") }
        #expect(
            units.forward.flatMap(\.lines) == [
                "Serial No C1 Delivered", "  Delivery Note MAT-DN-2026-00002", "    Customer Durand SA",
                "Serial No C2 Active",
            ])
    }

    @Test(arguments: Backend.allCases)
    func `a unit repacked under its own number ends, and what is wide is cut and counted`(backend: Backend) async throws
    {
        let shop = try await backend.shop()
        let numbers = (1...40).map { "M\($0 + 100)" }.joined(separator: " ")
        let story = """
            receive MOTOR \(numbers) → ok
            make \((101...140).map { "MOTOR M\($0) from Stores" }.joined(separator: " ; ")) ; PUMP P1 in Stores → ok
            repack PUMP P1 from Stores ; PUMP P1 in Stores → ok
            """
        #expect(try await LedgerTable.run(story, in: shop) == [])
        let trace = try await shop.look { try $0.trace("P1") }
        let (made, repacked) = (try #require(trace.backward.first), try #require(trace.backward.last))
        #expect(made.children.count == 25 && made.children.last?.hidden == 15 && trace.isCut)
        #expect(repacked.children.map(\.isRepeated) == [true] && repacked.children[0].children.isEmpty)
        let document = try await shop.look { try $0.trace("MAT-STE-2026-00001") }
        #expect(document.forward.count == 25 && document.forward.last?.hidden == 15 && document.isCut)
    }

    @Test(arguments: Backend.allCases)
    func `a trace takes the same statements whether its documents are narrow or wide`(backend: Backend) async throws {
        let statements = Mutex(0)
        let shop = try await backend.shop(observe: { _ in statements.withLock { $0 += 1 } })
        var counts: [Int] = []
        for (product, numbers) in [("P1", 1...2), ("P2", 11...50)] {
            let made = numbers.map { "MOTOR M\($0) from Stores" }.joined(separator: " ; ")
            let story = """
                receive MOTOR \(numbers.map { "M\($0)" }.joined(separator: " ")) → ok
                make \(made) ; PUMP \(product) in Stores → ok
                deliver PUMP \(product) → ok
                """
            #expect(try await LedgerTable.run(story, in: shop) == [])
            let before = statements.withLock { $0 }
            _ = try await shop.look { try $0.trace(product) }
            counts.append(statements.withLock { $0 } - before)
        }
        #expect(counts[0] == counts[1] && counts[0] <= 6)
    }

    @Test(arguments: Backend.allCases)
    func `a trace stops after so many steps, and says so`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let chain = (1...12).map { "make MOTOR M\($0) from Stores ; MOTOR M\($0 + 1) in Stores → ok" }
        #expect(try await LedgerTable.run("receive MOTOR M1 → ok\n" + chain.joined(separator: "\n"), in: shop) == [])
        let trace = try await shop.look { try $0.trace("M13") }
        let lines = trace.backward.flatMap(\.lines)
        #expect(trace.isCut && lines.count == 2 * 8 && lines[15].hasSuffix("M5 Consumed"))
    }

    @Test(arguments: Backend.allCases)
    func `what nobody knows is said`(backend: Backend) async throws {
        let shop = try await backend.shop()
        for type in [nil, "Serial No", "Batch", "Delivery Note"] {
            await #expect(throws: Refusal.self) { _ = try await shop.look { try $0.trace("NOBODY", type: type) } }
        }
    }
}

extension Trace.Node {
    /// The node and all below it, indented by depth.
    fileprivate var lines: [String] {
        let told = quantity.map(\.description) ?? word
        let line = "\(type) \(name)" + (told.isEmpty ? "" : " " + told) + (isRepeated ? ", as above" : "")
        return [line] + children.flatMap(\.lines).map { "  " + $0 }
    }
}
