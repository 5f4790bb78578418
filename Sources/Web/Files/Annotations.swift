import HTTPTypes
import Inventory
import Storage

/// The files and notes of a record, as the end of its page shows them.
struct Annotations: Sendable {
    let type: RecordType
    let name: String
    let files: [Attachment]
    let notes: [Note]

    /// Reads them for a record of a type that people write.
    init(_ record: Head, _ type: RecordType, _ books: Books) throws {
        self.type = type
        self.name = record.name
        self.files = type.isWritable ? try books.attachments(of: type, key: record.id) : []
        self.notes = type.isWritable ? try books.notes(of: type, key: record.id) : []
    }

    /// What is there, and forms for more where one may add some.
    func html(_ call: Call, _ site: Site) -> HTML {
        guard type.isWritable else { return "" }
        let view = View(type: type, name: name, call: call, site: site)
        let fileList = HTML.joined(files.map(view.file))
        let noteList = HTML.joined(notes.map(view.note))
        let adds = view.mayAdd
        return """
            <div class="columns annotations"><section class="card" id="files" aria-labelledby="files-title">\
            <h2 id="files-title">\(view.translate("Files"))</h2>\(view.list(fileList, "No file yet."))\
            \(adds ? view.fileForm : "")</section>\
            <section class="card" id="notes" aria-labelledby="notes-title"><h2 id="notes-title">\(view.translate("Notes"))</h2>\
            \(adds ? view.noteForm(text: "") : "")\(view.list(noteList, "No note yet."))</section></div>
            """
    }

    /// How files and notes are written on a page for one person.
    struct View {
        let type: RecordType
        let name: String
        let call: Call
        let site: Site

        func translate(_ key: String) -> String { site.catalogue.text(key, in: call.locale) }

        var mayAdd: Bool { call.identity?.may(.annotate, type.name) == true }
        private var mayRemoveAll: Bool { call.identity?.may(.delete, type.name) == true }

        /// The address that takes files or notes for the record.
        func address(_ what: String) -> String { "/\(what)/\(type.name.percentEncoded)/\(name.percentEncoded)" }

        func list(_ entries: HTML, _ nothing: String) -> HTML {
            entries.text.isEmpty
                ? "<p class=\"quiet\">\(translate(nothing))</p>" : "<ul class=\"annotation-list\">\(entries)</ul>"
        }

        func file(_ file: Attachment) -> HTML {
            let remove = remove("files", file.id, by: file.author, translate("Remove {name}"), file.fileName)
            return """
                <li><a href="\(file.address(on: type))">\(file.fileName)</a> <span class="quiet">\(size(file.size)) · \
                \(file.author) · \(moment(file.at))</span>\(remove)</li>
                """
        }

        func note(_ note: Note) -> HTML {
            let remove = remove("notes", note.id, by: note.author, translate("Remove the note"), "")
            return """
                <li><p class="note">\(note.text)</p><span class="quiet">\(note.author) · \(moment(note.at))</span>\(remove)</li>
                """
        }

        var fileForm: HTML {
            let limit = call.locale.count(Attachment.sizeLimit >> 20)
            let hint = translate("PDF, pictures, text or CSV; at most {limit} MiB each")
                .replacing("{limit}", with: limit)
            return """
                <form class="no-print" method="post" action="\(address("files"))" enctype="multipart/form-data"><label for="file">\
                \(translate("Add files"))</label><input id="file" name="file" type="file" multiple required \
                accept=".pdf,.png,.jpg,.jpeg,.webp,.gif,.txt,.csv" aria-describedby="file-hint">\
                <p class="quiet" id="file-hint">\(hint)</p>\
                <button class="button secondary" type="submit">\(Icon.add.html)\(translate("Attach"))</button></form>
                """
        }

        func noteForm(text: String) -> HTML {
            """
            <form class="no-print" method="post" action="\(address("notes"))"><label for="note">\(translate("Add a note"))</label>\
            <textarea id="note" name="note" rows="3" maxlength="\(String(Note.lengthLimit))" required>\(text)</textarea>\
            <button class="button secondary" type="submit">\(Icon.add.html)\(translate("Add a note"))</button></form>
            """
        }

        /// A way to remove what one wrote oneself, or anything where one may delete the record; it asks once more.
        private func remove(_ what: String, _ id: Int64, by author: String, _ label: String, _ name: String) -> HTML {
            guard mayAdd, mayRemoveAll || author == call.author.name else { return "" }
            let full = label.replacing("{name}", with: name)
            return """
                <details class="remove no-print"><summary aria-label="\(full)">\(Icon.trash.html)</summary>\
                <form method="post" action="\(address(what))"><input type="hidden" name="remove" value="\(String(id))">\
                <button class="button danger" type="submit">\(full)</button></form></details>
                """
        }

        private func moment(_ instant: Instant) -> String { call.locale.moment(site.zone.local(instant)) }

        private func size(_ bytes: Int) -> String {
            let (unit, text) = bytes >= 1 << 20 ? (1 << 20, "{size} MiB") : (1 << 10, "{size} KiB")
            let tenths = max(1, (bytes * 10 + unit / 2) / unit)
            let size = call.locale.quantity(Quantity(thousandths: Int64(tenths) * 100))
            return translate(text).replacing("{size}", with: size)
        }
    }
}
