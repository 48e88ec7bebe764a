internal import CanonicalJSON
internal import Projections
internal import ToolLayer

/// What `validateBuildCompatibility` says of some products (contract 4.7), asked of the tool itself.
struct BuildVerdict: Sendable {
    let errors: [String]
    let warnings: [String]

    var isCompatible: Bool { errors.isEmpty }

    init(_ parts: [CatalogueProduct]) {
        var table = JSONObject()
        for part in parts { table[Text(part.id)] = .object(part.draft.members) }
        let world: JSONValue = [
            "name": "parts", "clock": ["now": "2025-01-01T00:00:00Z"], "entities": ["product": .object(table)],
        ]
        let arguments: JSONValue = ["product_ids": .array(parts.map { .text($0.id) })]
        guard let snapshot = try? Snapshot.importing(world),
            let result = ToolCatalogue.standard.run(
                "validateBuildCompatibility", arguments, on: WorldState(base: snapshot)),
            let value = try? JSONParser.parse(result.bytes)
        else {
            errors = ["no verdict"]
            warnings = []
            return
        }
        errors = (value["errors"]?.elements ?? []).compactMap { $0.text?.string }
        warnings = (value["warnings"]?.elements ?? []).compactMap { $0.text?.string }
    }
}
