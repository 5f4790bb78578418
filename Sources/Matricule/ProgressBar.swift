import Foundation

/// A bar on standard error; nothing where no one looks.
struct ProgressBar {
    let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1

    init(total: Int) {
        self.total = total
    }

    func show(_ done: Int, _ text: String) {
        guard isShown else { return }
        let filled = done * 40 / max(1, total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 40 - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(done * 100 / max(1, total)) %  \(text)\u{1B}[K".utf8))
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
