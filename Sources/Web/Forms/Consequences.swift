import Inventory
import Storage

/// What submitting a document will do, in words, before it is done.
struct Consequences {
    private let sentences: [String]
    private let words: Words

    init(of record: StoredRecord, _ type: any Document.Type, _ words: Words) {
        var document = type.init() as any Document
        document.assign(record.values)
        self.words = words
        self.sentences = Self.movements(document, words)
    }

    /// The question whether to go on.
    ///
    /// - Parameters:
    ///   - confirm: the button that does it.
    ///   - leave: the way out, where there is one.
    func question(confirm: HTML, leave: HTML) -> HTML {
        let list = sentences.map { "<li>\($0)</li>" as HTML }
        return """
            <section class="card notice" id="question" tabindex="-1" autofocus><h2>\(words.translate("Submit this document?"))</h2>\
            <ul>\(HTML.joined(list))</ul><p>\(words.translate("A submitted document stays in the books: it can only be cancelled."))</p>\
            <div class="steps">\(confirm)\(leave)</div></section>
            """
    }

    private struct Way: Hashable {
        let source: String
        let target: String
    }

    private static func movements(_ document: some Document, _ words: Words) -> [String] {
        if let asset = document as? Asset {
            let place = asset.location.name.isEmpty ? "—" : asset.location.name
            return [
                words.translate("{serial} becomes an asset, at {place}.", ["serial": asset.unit.name, "place": place])
            ]
        }
        if let movement = document as? AssetMovement {
            let count = words.locale.count(movement.lines.count)
            return [words.translate("Assets that move: {count}", ["count": count])]
        }
        if document.countsStock {
            let lines = words.locale.count(document.transfers.count)
            return [words.translate("The stock of {count} lines becomes what was counted.", ["count": lines])]
        }
        var ways: [Way] = []
        var sums: [Way: Quantity] = [:]
        for transfer in document.transfers {
            let way = Way(source: transfer.source.warehouse?.name ?? "", target: transfer.target.warehouse?.name ?? "")
            if sums[way] == nil { ways.append(way) }
            sums[way, default: .zero] += transfer.quantity
        }
        let party =
            [document.counterpart.customer.name, document.counterpart.supplier.name].first { !$0.isEmpty } ?? ""
        let moved = ways.map { sentence($0, sums[$0] ?? .zero, party, words) }
        if let order = document as? SalesOrder, order.reservesStock {
            let count = order.lines.reduce(0) { $0 + $1.units.serials.numbers.count }
            return [
                words.translate(
                    count == 1 ? "1 unit is held for {party}." : "{count} units are held for {party}.",
                    ["count": words.locale.count(count), "party": party])
            ]
        }
        return moved.isEmpty ? [words.translate("It moves no stock.")] : moved
    }

    private static func sentence(_ way: Way, _ quantity: Quantity, _ party: String, _ words: Words) -> String {
        let isOne = quantity == Quantity(1)
        let key =
            switch (way.source.isEmpty, way.target.isEmpty, party.isEmpty) {
            case (false, false, _):
                isOne ? "1 unit moves from {source} to {target}." : "{count} units move from {source} to {target}."
            case (false, _, false):
                isOne ? "1 unit will leave {source} for {party}." : "{count} units will leave {source} for {party}."
            case (false, _, true): isOne ? "1 unit will leave {source}." : "{count} units will leave {source}."
            case (true, _, false):
                isOne
                    ? "1 unit will come from {party} into {target}."
                    : "{count} units will come from {party} into {target}."
            case (true, _, true): isOne ? "1 unit will come into {target}." : "{count} units will come into {target}."
            }
        return words.translate(
            key,
            [
                "count": words.locale.quantity(quantity), "source": way.source, "target": way.target, "party": party,
            ])
    }
}
