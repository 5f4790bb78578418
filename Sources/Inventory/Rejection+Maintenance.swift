extension Rejection {
    /// What is wrong with a contract of maintenance or a visit, as a sentence; nil for every other refusal.
    var maintenanceMessage: Message? {
        switch self {
        case .periodTooLong(let years):
            Message("At most {years} years fit. Choose an earlier end.", ["years": .count(years)])
        case .tooFewWorkingDays(let possible):
            Message(
                "There are only {possible} working days for these visits. Plan fewer visits, or change the holiday list.",
                ["possible": .count(possible)])
        case .outsidePeriod(let start, let end):
            Message("{field} must be from {start} to {end}.", ["start": .day(start), "end": .day(end)])
        case .onHoliday(let day):
            Message("{day} is in the holiday list. Choose another day.", ["day": .day(day)])
        case .visitsDoNotFit: Message("The planned visits do not fit the lines any more. Generate the schedule again.")
        case .scheduleOfOtherCustomer(let schedule):
            Message("Maintenance schedule {schedule} is for another customer.", ["schedule": .name(schedule)])
        case .customerNeeded:
            Message("{serial} is with a customer. Without a customer, a contract is over units in our warehouses.")
        case .alreadyRenewed(let schedule, let renewal):
            Message(
                "Maintenance schedule {schedule} is renewed by {renewal} already.",
                ["schedule": .name(schedule), "renewal": .name(renewal)])
        case .nothingDone: Message("Nothing was done: move the visit to another day instead.")
        case .noContractTicked: Message("Tick the contracts that are to be renewed.")
        case .scheduleNotSubmitted(let schedule):
            Message("Maintenance schedule {schedule} is not submitted.", ["schedule": .name(schedule)])
        case .visitNotPlanned(let schedule):
            Message("The visit is not in the plan of {schedule}.", ["schedule": .name(schedule)])
        case .visitDone(let day): Message("This visit was completed on {day} already.", ["day": .day(day)])
        default: nil
        }
    }
}
