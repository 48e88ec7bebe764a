internal import Crypto

/// Makes and checks the tokens of one store under one key.
public struct TokenMint: Sendable {
    private let storeID: [UInt8]
    private let key: SymmetricKey

    /// - Parameter storeID: The store's id, which keeps two stores under one key apart.
    public init(storeID: String, key: TokenKey) {
        self.storeID = Array(storeID.utf8)
        self.key = SymmetricKey(data: key.bytes)
    }

    /// The text for the URL: 38 characters of base64url, with 128 bits that nobody can guess.
    public func text(of token: EpisodeToken) -> String {
        let payload = token.payload
        let mac = HMAC<SHA256>.authenticationCode(for: storeID + payload, using: key)
        return Base64.encode(payload + mac.prefix(EpisodeToken.macByteCount), alphabet: .url)
    }

    /// The token that a text stands for.
    ///
    /// - Returns: nil for everything that this mint did not make; the comparison takes the same time wherever the
    ///   first wrong byte is.
    public func token(of text: some Collection<UInt8>) -> EpisodeToken? {
        guard text.count == (EpisodeToken.byteCount * 8 + 5) / 6,
            let bytes = Base64.decode(text, alphabet: .url), bytes.count == EpisodeToken.byteCount
        else { return nil }
        let payload = bytes.prefix(EpisodeToken.byteCount - EpisodeToken.macByteCount)
        let expected = Array(HMAC<SHA256>.authenticationCode(for: storeID + payload, using: key))
            .prefix(EpisodeToken.macByteCount)
        guard ConstantTime.equal(bytes.suffix(EpisodeToken.macByteCount), expected) else { return nil }
        return EpisodeToken(payload: payload)
    }
}

/// Comparison of secrets.
enum ConstantTime {
    /// Whether both hold the same bytes, in a time that depends on their lengths alone.
    static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }

    /// Whether two secrets of unknown lengths are the same: their digests are compared, so that not even the length
    /// shows.
    static func equalSecrets(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        equal(Array(SHA256.hash(data: Array(left))), Array(SHA256.hash(data: Array(right))))
    }
}
