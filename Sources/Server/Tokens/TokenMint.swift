internal import Crypto

/// Makes and checks the tokens of one store under one key.
public struct TokenMint: Sendable {
    private let storeID: [UInt8]
    private let key: SymmetricKey
    private let verified = VerifiedTokens()

    /// - Parameter storeID: The store's id, which keeps two stores under one key apart.
    public init(storeID: String, key: TokenKey) {
        self.storeID = Array(storeID.utf8)
        self.key = SymmetricKey(data: key.bytes)
    }

    /// The text for the URL: 38 characters of base64url, with 128 bits that nobody can guess.
    public func text(of token: EpisodeToken) -> String {
        Base64.encode(token.payload + code(of: token), alphabet: .url)
    }

    /// The token that a text stands for.
    ///
    /// - Returns: nil for everything that this mint did not make; the comparison takes the same time wherever the
    ///   first wrong byte is.
    public func token(of text: some Collection<UInt8>) -> EpisodeToken? {
        guard text.count == (EpisodeToken.byteCount * 8 + 5) / 6,
            let bytes = Base64.decode(text, alphabet: .url), bytes.count == EpisodeToken.byteCount
        else { return nil }
        let token = EpisodeToken(payload: bytes.prefix(EpisodeToken.byteCount - EpisodeToken.macByteCount))
        let known = verified.code(of: token)
        let expected = known ?? code(of: token)
        guard ConstantTime.equal(bytes.suffix(EpisodeToken.macByteCount), expected) else { return nil }
        if known == nil { verified.remember(expected, of: token) }
        return token
    }

    private func code(of token: EpisodeToken) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: storeID + token.payload, using: key)
        return Array(code.prefix(EpisodeToken.macByteCount))
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
