internal import CanonicalJSON

/// Ids of created entities: a prefix and the first 12 hexadecimal digits of SHA-256 over the inputs joined with `|`
/// (contract, section 2.4). Equal inputs have equal ids, so an equal thing is created once (C-13, Q-5).
enum DerivedID {
    static func make(_ prefix: String, _ inputs: [Text]) -> Text {
        var bytes: [UInt8] = []
        for (index, input) in inputs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "|")) }
            bytes.append(contentsOf: input.string.utf8)
        }
        return Text(prefix + Digest(of: bytes).hex.prefix(12))
    }
}
