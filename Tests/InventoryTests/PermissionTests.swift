import Inventory
import Testing

@Suite struct `Who may do what` {
    /// Per role the rights on one type of each kind: R read, W write, S submit, C cancel, D delete, - none.
    @Test(
        arguments: """
            role                | Item  | Serial No | Warehouse | Stock Entry | Sales Order | Supplier | Customer | Purchase Receipt | Delivery Note | Sales Invoice | Company | User  | Asset
            System Manager      | RWSCD | RWSCD     | RWSCD     | RWSCD       | RWSCD       | RWSCD    | RWSCD    | RWSCD            | RWSCD         | RWSCD         | RWSCD   | RWSCD | RWSCD
            Item Manager        | RWSCD | RWSCD     | R         | -           | -           | R        | R        | -                | -             | -             | R       | -     | R
            Stock Manager       | R     | RWSCD     | RWSCD     | RWSCD       | R           | R        | R        | RWSCD            | RWSCD         | R             | R       | -     | RWSCD
            Stock User          | R     | R         | R         | RWSCD       | R           | R        | R        | RWSCD            | RWSCD         | R             | R       | -     | R
            Purchase User       | R     | R         | R         | R           | R           | RWSCD    | R        | RWSCD            | R             | R             | R       | -     | R
            Sales User          | R     | R         | R         | R           | RWSCD       | R        | RWSCD    | R                | RWSCD         | RWSCD         | R       | -     | R
            Maintenance Manager | R     | R         | R         | -           | R           | R        | R        | -                | -             | R             | R       | -     | R
            Maintenance User    | R     | R         | R         | -           | R           | R        | R        | -                | -             | R             | R       | -     | R
            Auditor             | R     | R         | R         | R           | R           | R        | R        | R                | R             | R             | R       | R     | R
            """.rows)
    func `say who may do what`(row: [(String, String)]) {
        let role = row[0].1
        for (type, rights) in row.dropFirst() {
            #expect(Self.letters(role, type) == rights, "\(role) on \(type)")
        }
    }

    /// The same after the sale.
    @Test(
        arguments: """
            role                | Maintenance Schedule | Maintenance Visit | Sales Person | Holiday List
            System Manager      | RWSCD                | RWSCD             | RWSCD        | RWSCD
            Item Manager        | -                    | -                 | R            | R
            Stock Manager       | -                    | -                 | R            | R
            Stock User          | -                    | -                 | R            | R
            Purchase User       | -                    | -                 | R            | R
            Sales User          | R                    | R                 | R            | R
            Maintenance Manager | RWSCD                | RWSCD             | RWSCD        | RWSCD
            Maintenance User    | R                    | RWS               | R            | R
            Auditor             | R                    | R                 | R            | R
            """.rows)
    func `say who may do what after the sale`(row: [(String, String)]) {
        for (type, rights) in row.dropFirst() {
            #expect(Self.letters(row[0].1, type) == rights, "\(row[0].1) on \(type)")
        }
    }

    static func letters(_ role: String, _ type: String) -> String {
        let rights = zip("RWSCD", Right.allCases).filter { Permissions.allows([role], $0.1, on: type) }.map {
            String($0.0)
        }
        return rights.isEmpty ? "-" : rights.joined()
    }

    @Test(arguments: typeNames) func `whoever may read a type may put files and notes on it, except an auditor`(
        type: String
    ) {
        for role in Permissions.roles {
            let mayRead = Permissions.allows([role], .read, on: type)
            #expect(Permissions.allows([role], .annotate, on: type) == (mayRead && role != "Auditor"), "\(role)")
        }
    }

    @Test func `several roles add up, no role gives nothing`() {
        #expect(Permissions.allows(["Sales User", "Purchase User"], .submit, on: "Purchase Receipt"))
        for type in recordTypes {
            #expect(!Right.allCases.contains { Permissions.allows([], $0, on: type.type.name) })
            #expect(!Right.allCases.contains { Permissions.allows(["Nobody"], $0, on: type.type.name) })
        }
    }

    @Test(arguments: typeNames)
    func `whoever may do anything with a type may read it, and an auditor only reads`(type: String) {
        for role in Permissions.roles where Right.allCases.contains(where: { Permissions.allows([role], $0, on: type) })
        {
            #expect(Permissions.allows([role], .read, on: type), "\(role)")
        }
        #expect(Self.letters("Auditor", type) == "R")
    }
}

extension String {
    /// The rows of a table whose first line names its columns, as pairs of column and cell.
    var rows: [[(String, String)]] {
        let lines = split(separator: "\n").map { $0.split(separator: "|").map { String($0).trimmed } }
        return lines.dropFirst().map { Array(zip(lines[0], $0)) }
    }
}
