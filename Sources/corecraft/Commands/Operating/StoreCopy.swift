import CanonicalJSON
import EventStore

/// What `backup` and `gc` have in common: a copy that is verified before it gets its name.
enum StoreCopy {
    /// The store to copy, opened beside whoever writes to it.
    static func source(_ places: Places) throws(CommandFailure) -> EventStore {
        let directory = try places.storeDirectory
        try LocalStore.requireStore(in: directory)
        do {
            return try EventStore.open(
                at: directory, options: EventStore.Options(wallClock: { WallClock.milliseconds }), access: .readOnly)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Makes a copy, verifies it in a child process, and gives it its name.
    ///
    /// - Parameter body: Makes the copy and returns what the answer says beside the verification.
    /// - Returns: `directory`, what the verification counted, and what `body` returned.
    static func make(_ directory: String, _ body: (CopyPlace) throws -> JSONObject) throws -> JSONValue {
        let place: CopyPlace
        do throws(EventStoreError) {
            place = try CopyPlace(directory)
        } catch {
            throw CommandFailure(error.code == .invalidWrite ? .usage : .trouble, error.description)
        }
        do {
            var answer = try body(place)
            let report = try VerifyingChild(place.partial).run()
            guard report["ok"] == true else {
                let first = report.list("problems").first?.shown("text") ?? "no reason given"
                throw CommandFailure(
                    .badAnswer, "the copy does not verify, so it was removed; is the store whole? First: \(first)")
            }
            for name in ["store", "entries", "records", "commits", "branches", "blobs", "commit_hash"] as [Text] {
                answer[name] = report[name]
            }
            answer["directory"] = .string(Text(place.directory))
            try place.publish()
            return .object(answer)
        } catch {
            place.discard()
            throw error
        }
    }
}
