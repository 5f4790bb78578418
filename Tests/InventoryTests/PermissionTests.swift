import Inventory
import Testing

@Suite struct `Who may do what` {
    /// Per role the rights on one type of each kind: R read, W write, S submit, C cancel, D delete, - none.
    @Test(
        arguments: """
            role                | Item  | Serial No | Warehouse | Stock Entry | Sales Order | Supplier | Customer | Purchase Receipt | Delivery Note | Sales Invoice | Company | User
            System Manager      | RWSCD | RWSCD     | RWSCD     | RWSCD       | RWSCD       | RWSCD    | RWSCD    | RWSCD            | RWSCD         | RWSCD         | RWSCD   | RWSCD
            Item Manager        | RWSCD | RWSCD     | R         | -           | -           | R        | R        | -                | -             | -             | R       | -
            Stock Manager       | R     | RWSCD     | RWSCD     | RWSCD       | R           | R        | R        | RWSCD            | RWSCD         | R             | R       | -
            Stock User          | R     | R         | R         | RWSCD       | R           | R        | R        | RWSCD            | RWSCD         | R             | R       | -
            Purchase User       | R     | R         | R         | R           | R           | RWSCD    | R        | RWSCD            | R             | R             | R       | -
            Sales User          | R     | R         | R         | R           | RWSCD       | R        | RWSCD    | R                | RWSCD         | RWSCD         | R       | -
            Maintenance Manager | R     | R         | R         | -           | R           | R        | R        | -                | -             | R             | R       | -
            Maintenance User    | R     | R         | R         | -           | R           | R        | R        | -                | -             | R             | R       | -
            Auditor             | R     | R         | R         | R           | R           | R        | R        | R                | R             | R             | R       | R
        let lines = split(separator: "\n").map { $0.split(separator: "|").map { String($0).trimmed } }
        return lines.dropFirst().map { Array(zip(lines[0], $0)) }
    }
}
