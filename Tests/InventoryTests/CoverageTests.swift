import Inventory
import Testing

@Suite struct `What covers a unit on a day` {
    /// Warranty and contract as days from and to, `-` for none, on day 100.
    @Test(
        arguments: """
            warranty | contract | coverage         |
            - -      | - -      |                  |
            - 100    | - -      | Under Warranty   |
            - 99     | - -      | Out of Warranty  |
            101 200  | - -      | Out of Warranty  |
            100 200  | - 300    | Under Warranty   |
            - 99     | - 100    | Under AMC        |
            101 200  | 50 150   | Under AMC        |
            - 99     | - 99     | Out of AMC       |
            - 99     | 101 150  | Out of AMC       |
            """.rows)
    func `is the warranty before the contract, each from its first day to its last`(row: [(String, String)]) {
        func days(_ cell: String) -> [Day?] { cell.split(separator: " ").map { Int($0).map(Day.init(number:)) } }
        var standing = UnitStanding(unit: ID(1))
        (standing.warrantyStart, standing.warrantyEnd) = (days(row[0].1)[0], days(row[0].1)[1])
        (standing.contractStart, standing.contractEnd) = (days(row[1].1)[0], days(row[1].1)[1])
        #expect(standing.coverage(on: Day(number: 100)).rawValue == row[2].1)
    }
}
