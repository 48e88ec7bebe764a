internal import CanonicalJSON

extension Document {
    /// What an import of this document would find wrong, with paths such as `order.ord-1.status`.
    public var importProblems: [ImportProblem] {
        let path = "\(type.name).\(id)"
        guard let schema = type.schema else {
            return [ImportProblem(path: path, message: "is kept by the project itself and cannot be brought in")]
        }
        var problems: [ImportProblem] = []
        schema.validate(object, at: path, into: &problems)
        return problems
    }
}
