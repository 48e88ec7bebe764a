public import CanonicalJSON

/// A bundle as a fact of its own; no tool reads it (contract 3.16).
public struct ProductBundle: EntityView {
    public static let type = EntityType.bundle
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var name: Text { required("name") }

    public var componentIDs: [Text] { texts("componentIds") ?? [] }
}

extension EntitySchema {
    static let bundle = EntitySchema(
        .bundle,
        [
            .required("name", .string),
            .required(
                "discount", .object([.required("type", .enumeration(.discountType)), .required("value", .number)])),
            .required("componentIds", .array(.reference(.product))),
        ])
}

extension Vocabulary {
    /// How a bundle's discount is counted: dollars off, or percent.
    public static let discountType: Vocabulary = ["fixed", "percent"]
}
