import ArgumentParser

struct Demo: AsyncParsableCommand {
    @OptionGroup var options: DatabaseOptions
    func run() async throws {}
}
