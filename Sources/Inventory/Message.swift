/// A sentence for people: an English template, which is also the key of its translations, and the facts in it.
public struct Message: Hashable, Sendable {
    /// Something that a sentence mentions, written as the reader's language writes it.
    public enum Fact: Hashable, Sendable {
        /// A name or number as people typed it; never translated.
        case name(String)
        /// A word of the product, such as a document type or a field label; translated.
        case term(String)
        case count(Int)
        case quantity(Quantity)
        case money(Money)
        case day(Day)
        case time(PostingTime)
        /// Several words of the product, separated by commas.
        case terms([String])
        /// Several names, separated by commas.
        case names([String])
    }

    public let template: String
    /// The facts by the name that stands in braces in the template.
    public let facts: [String: Fact]

    public init(_ template: String, _ facts: [String: Fact] = [:]) {
        self.template = template
        self.facts = facts
    }
}
