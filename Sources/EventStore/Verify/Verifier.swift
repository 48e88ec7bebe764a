internal import CanonicalJSON

/// Reads the whole store and compares everything in it with what its own log says.
struct Verifier {
    let environment: Environment
    let databases: Databases
    let meta: Meta

    /// - Throws: Only when the store cannot be read at all; what is wrong with its content is in the report.
    func run(_ progress: (_ done: UInt64, _ of: UInt64) -> Void) throws -> VerifyReport {
        var check = LogCheck(databases: databases, meta: meta)
        check.report.storeID = meta.storeID
        // Page by page, each in a transaction of its own, so that a writer beside us can reuse its pages ...
        var isWholePage = true
        while isWholePage {
            let total = try environment.read { transaction in
                isWholePage = try check.readPage(transaction)
                return try transaction.count(databases.log)
            }
            progress(check.nextGseq, UInt64(total))
        }
        // ... and the little that has come since, with all that must agree with it, in one.
        try environment.read { transaction in
            while try check.readPage(transaction) {}
            try check.finishCommits(transaction)
            try check.compareRows(transaction)
            try check.compareIndex(transaction)
            try check.checkSnapshots(transaction)
            if try Meta(reading: transaction, databases.meta) == nil {
                check.problem(.badMeta, "the store's own description is missing")
            }
            if let origin = meta.origin, try !check.hasBlob(origin, transaction) {
                check.problem(.missingBlob, "what the store was collected from is not there", digest: origin)
            }
        }
        try checkBlobs(&check)
        progress(check.nextGseq, check.nextGseq)
        return check.report
    }

    private func checkBlobs(_ check: inout LogCheck) throws {
        var next: [UInt8]? = []
        while let start = next {
            try environment.read { transaction in
                next = nil
                var budget = 4 << 20
                try transaction.scan(databases.blobs, from: start.isEmpty ? nil : start) { row in
                    if budget <= 0 {
                        next = row.key
                        return false
                    }
                    budget -= row.value.count + 64
                    check.checkBlob(row)
                    return true
                }
            }
        }
    }
}
