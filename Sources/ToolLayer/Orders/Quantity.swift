/// Pieces that an agent may name at once (contract, section 4.5).
enum Quantity {
    /// Numbers of larger magnitude are refused before anything is computed with them.
    static let maximum = 1_000_000
}
