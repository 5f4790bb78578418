import HTTPTypes
import Storage

/// What pages load beside themselves: one stylesheet, the scripts and their texts, the icon.
///
/// All of it stands under an address that changes with its contents, so that browsers may keep it for ever and still
/// see a new version at once. Scripts name each other by relative addresses and stay within one version.
enum Assets {
    static let route = Route(.get, "/assets/**", .everyone) { call in
        let isCurrent = call.path.first == version
        guard let name = call.path.last, call.path.count == (isCurrent ? 2 : 1) || call.path.count == 2,
            let asset = files[name]
        else { throw Problem.pageNotFound }
        return Action { _ in
            var answer = Answer(contentType: asset.type, body: asset.bytes)
            let age = isCurrent ? "public, max-age=31536000, immutable" : "no-cache"
            answer.headers = [(.cacheControl, age), (.xContentTypeOptions, "nosniff")]
            return answer
        }
    }

    /// Where the files of this version are.
    static let address = "/assets/" + version

    /// The elements that load these scripts.
    static func elements(_ scripts: [String]) -> HTML {
        HTML.joined(scripts.map { "<script type=\"module\" src=\"\(address)/\($0).js\"></script>" })
    }

    /// The parts of the stylesheet, in the order in which they apply.
    private static let styles = [
        PackageResources.tokens_css,
        PackageResources.base_css,
        PackageResources.parts_css,
        PackageResources.frame_css,
        PackageResources.papers_css,
        PackageResources.units_css,
        PackageResources.forms_css,
        PackageResources.reports_css,
        PackageResources.floor_css,
        PackageResources.lists_css,
        PackageResources.settings_css,
        PackageResources.after_sale_css,
    ]

    static let scripts: [String: [UInt8]] = [
        "text": PackageResources.text_js,
        "desk": PackageResources.desk_js,
        "combobox": PackageResources.combobox_js,
        "record": PackageResources.record_js,
        "forms": PackageResources.forms_js,
        "serials": PackageResources.serials_js,
        "scan": PackageResources.scan_js,
        "camera": PackageResources.camera_js,
        "lists": PackageResources.lists_js,
        "signature": PackageResources.signature_js,
    ]

    /// The English texts that scripts say: the literals that they hand to `text`.
    static let scriptTexts: [String] = Set(
        scripts.values.flatMap { bytes in
            String(decoding: bytes, as: UTF8.self).matches(of: /\btext\("([^"]+)"/).map { String($0.1) }
        }
    ).sorted()

    private static let files: [String: (type: String, bytes: [UInt8])] = {
        var files: [String: (type: String, bytes: [UInt8])] = [
            "style.css": ("text/css; charset=utf-8", Array(styles.joined())),
            "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
            "labels.css": ("text/css; charset=utf-8", PackageResources.labels_css),
            "letters.css": ("text/css; charset=utf-8", PackageResources.letters_css),
        ]
        for design in LabelDesign.all {
            files["labels-\(design.name).css"] = ("text/css; charset=utf-8", Array(design.stylesheet.utf8))
        }
        for (name, bytes) in scripts { files[name + ".js"] = ("text/javascript; charset=utf-8", bytes) }
        for locale in Locale.allCases {
            let icons: [String: Any] = ["cameraIcon": Icon.camera.html.text, "undoIcon": Icon.undo.html.text]
            let pad = Templates.standard.render("pad", icons, in: locale)
            let texts = JSON.object(
                [JSON.Member("pad", .string(pad))]
                    + scriptTexts.map { JSON.Member($0, .string(Catalogue.standard.text($0, in: locale))) })
            files["texts-\(locale.rawValue).json"] = ("application/json", texts.bytes)
        }
        return files
    }()

    /// The script that keeps the scan page on the device, with the files that it keeps.
    static let worker: [UInt8] = {
        let texts = files.keys.filter { $0.hasPrefix("texts-") }
        let scripts = ["text", "desk", "combobox", "serials", "camera", "scan"].map { $0 + ".js" }
        let kept = ["style.css", "icon.svg"] + texts + scripts
        let list = JSON.array(kept.sorted().map(JSON.string)).text
        let head = "const assets = \"\(address)\", files = \(list)\n"
        return Array(head.utf8) + PackageResources.scan_worker_js
    }()

    /// A digest of all contents.
    private static let version: String = {
        var text = ""
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            text += name + "\n" + String(decoding: file.bytes, as: UTF8.self) + "\n"
        }
        return String(Secret.digest(text).prefix(12))
    }()
}
