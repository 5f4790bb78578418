import Testing

@testable import Web

@Suite struct `Markup` {
    @Test func `shows whatever is interpolated as text`() {
        let name = "<script>alert('1')</script> & \"x\""
        let markup: HTML = "<td title=\"\(name)\">\(name)</td>"
        let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"
        #expect(markup.text == "<td title=\"\(escaped)\">\(escaped)</td>")
    }

    @Test func `keeps markup that is spliced into markup`() {
        let inner: HTML = "<b>\("1 < 2")</b>"
        let outer: HTML = "<p>\(inner)</p>"
        #expect(outer.text == "<p><b>1 &lt; 2</b></p>")
    }

    @Test(arguments: ["É/日本 \"x\"?#%20'; DROP TABLE unit;--", "a+b c", "100%", "ü"])
    func `a path survives being escaped and read back`(text: String) {
        #expect(text.percentEncoded.percentDecoded == text)
        #expect(!text.percentEncoded.contains("/"))
    }

    @Test(arguments: ["%", "%4", "%zz", "%ff"]) func `broken escapes are not read`(text: String) {
        #expect(text.percentDecoded == nil)
    }
}
