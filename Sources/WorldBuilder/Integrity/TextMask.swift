internal import CanonicalJSON
internal import Projections

/// Takes out of a text what differs from instance to instance anyway: names, ids, products, amounts, days.
struct TextMask {
    /// Names of products, longest first, so that a twin's name does not leave its suffix behind.
    private let products: [(name: String, match: TextMatch)]
    private let names: Set<String>

    init(_ snapshot: Snapshot) {
        products = snapshot.documents(.product).compactMap { $0.object["name"]?.text?.string }
            .sorted { ($1.utf8.count, Text($0)) < ($0.utf8.count, Text($1)) }
            .map { (name: $0, match: TextMatch(Text($0))) }
        var names: Set<String> = []
        for type in [EntityType.customer, .employee] {
            for document in snapshot.documents(type) {
                for name in document.object["name"]?.text?.string.split(separator: " ") ?? [] {
                    names.insert(name.lowercased())
                }
            }
        }
        self.names = names
    }

    /// The sentences of a text, lower case, words alone, masked.
    func sentences(of text: String) -> [String] {
        var text = text
        for product in products where product.match.occurs(in: Text(text)) {
            text = text.replacing(product.name, with: "PRODUCT")
        }
        return text.split { ".!?\n".contains($0) }.map { sentence in
            sentence.lowercased()
                .split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "-" || $0 == "@") }
                .map { word in masked(word) }
                .joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    private func masked(_ word: Substring) -> String {
        if word.contains(where: \.isNumber) || word.contains("@") { return "#" }
        return names.contains(String(word)) ? "#" : String(word)
    }
}
