import HTTPTypes
import Inventory
import Storage

/// Adding files and notes to a record from its page, removing them, and reading files.
enum AnnotationRoutes {
    static let routes: [Route] = [
        Route(.get, "/files/**") { call in
            let typeName = call.path.first ?? ""
            return Action(needs: [.init(right: .read, type: typeName)]) { site in
                let type = try Action.type(typeName).type
                guard call.path.count == 3, let id = Int64(call.path[1]) else { throw Problem.pageNotFound }
                let (attachment, content) = try await site.database.read { try call.books($0).file(id, on: type) }
                return try Download.answer(attachment, content)
            }
        },
        Route(.post, "/files/**") { call in try change(call, "files", keep: attach, remove: removeFile) },
        Route(.post, "/notes/**") { call in try change(call, "notes", keep: note, remove: removeNote) },
    ]

    private typealias Keep = @Sendable (Call, any Record.Type, String) throws -> @Sendable (Books) throws -> Void
    private typealias Remove = @Sendable (Int64, any Record.Type, String, Bool, Books) throws -> Void

    /// Adds what a form brings, or removes what it names, and goes back to the record.
    private static func change(
        _ call: Call, _ place: String, keep: @escaping Keep, remove: @escaping Remove
    ) throws -> Action {
        let typeName = call.path.first ?? ""
        let name = call.path.dropFirst().joined(separator: "/")
        // Whose it is decides the record of the file or note; who may delete the record may remove all of them.
        let mayRemoveAll = call.identity?.may(.delete, typeName) == true
        return Action(needs: [.init(right: .annotate, type: typeName)]) { site in
            let type = try Action.type(typeName)
            do {
                let work: @Sendable (Books) throws -> Void
                if let id = call.text("remove") {
                    work = { try remove(Int64(id) ?? 0, type, name, mayRemoveAll, $0) }
                } else {
                    work = try keep(call, type, name)
                }
                let back = type.type.naming == .single ? type.type.address : type.type.address(of: name)
                return try await site.write(call) { books in
                    try work(books)
                    return .redirect(to: back + "#" + place)
                }
            } catch let refusal as Refusal where refusal.offences[0].field != nil {
                return page(refusal, type.type, name, place, call, site)
            }
        }
    }

    private static let attach: Keep = { call, type, name in
        let upload = try Upload(call.files)
        return { books in _ = try books.attach(upload.files, to: type, name) }
    }

    private static let note: Keep = { call, type, name in
        let text = call.text("note") ?? ""
        return { books in try books.note(text, on: type, name) }
    }

    private static let removeFile: Remove = { id, type, name, ofAnyone, books in
        try books.removeFile(id, from: type, name, ofAnyone: ofAnyone)
    }

    private static let removeNote: Remove = { id, type, name, ofAnyone, books in
        try books.removeNote(id, from: type, name, ofAnyone: ofAnyone)
    }

    /// What was wrong, with the form again as it was filled in.
    private static func page(
        _ refusal: Refusal, _ type: RecordType, _ name: String, _ place: String, _ call: Call, _ site: Site
    ) -> Answer {
        let view = Annotations.View(type: type, name: name, call: call, site: site)
        let sentences = refusal.offences.prefix(20).map { offence -> HTML in
            "<p>\(site.catalogue.sentence(offence, in: call.locale))</p>"
        }
        let form = place == "files" ? view.fileForm : view.noteForm(text: call.text("note") ?? "")
        let back = view.translate("Back to {name}").replacing("{name}", with: name)
        let content: HTML = """
            <h1>\(name)</h1><div class="error" role="alert">\(HTML.joined(sentences))</div>\
            <section class="card annotations">\(form)</section><p><a href="\(type.address(of: name))">\(back)</a></p>
            """
        let crumbs = ListPage.crumbs(type, view.translate, current: name)
        return Page(title: name, crumbs: crumbs, content: content, status: .expectationFailed).answer(call, site)
    }
}
