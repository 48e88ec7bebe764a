public import CanonicalJSON

/// Why a stored snapshot cannot be used, and where.
public struct SnapshotError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        case unreadable(String)
        case unwritable(String)
        case notJSON(JSONParseError)
        case malformed(String)
        case entity(DocumentError)
        case unendedLine
        case order(Text, after: Text)
        case otherDigest(expected: Digest, found: Digest)
        case otherCount(expected: Int, found: Int)
        /// A file of a table that the manifest does not have.
        case unlistedTable
    }

    /// The file or the part of the store.
    public let place: String
    /// The line of the file, from 1.
    public let line: Int?
    public let reason: Reason

    init(place: String, line: Int? = nil, reason: Reason) {
        self.place = place
        self.line = line
        self.reason = reason
    }

    public var description: String {
        let position = line.map { ", line \($0)" } ?? ""
        let fault =
            switch reason {
            case .unreadable(let cause): "cannot be read: \(cause)"
            case .unwritable(let cause): "cannot be written: \(cause)"
            case .notJSON(let error): "is not JSON: \(error)"
            case .malformed(let what): what
            case .entity(let error): error.description
            case .unendedLine: "does not end with a newline"
            case .order(let id, let last): "has the id \"\(id)\", which does not come after \"\(last)\""
            case .otherDigest(let expected, let found):
                "has been altered: its digest is \(found), it should be \(expected)"
            case .otherCount(let expected, let found): "has \(found) entities, it should have \(expected)"
            case .unlistedTable: "is not in the manifest; remove it, or import the snapshot again"
            }
        return "\(place)\(position) \(fault)"
    }
}
