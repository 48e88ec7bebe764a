internal import CanonicalJSON

extension JSONObject {
    /// The value of a member; nil when there is none, which is not the same as a member that is null.
    func value(of name: Text) -> JSONValue? {
        members.first { $0.name == name }?.value
    }
}
