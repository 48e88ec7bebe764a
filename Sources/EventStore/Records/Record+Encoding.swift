public import CanonicalJSON

extension Record {
    /// The record's canonical text, exactly what is stored and hashed.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter(capacity: 512)
        writer.writeVerbatim("{")
        switch body {
        case .opened(let opening): write(opening, to: &writer)
        case .call(let call): write(call, to: &writer)
        case .message(let message): write(message, to: &writer)
        case .submitted(let submission): write(submission, to: &writer)
        case .other(let kind, let members): return otherBytes(kind: kind, members: members)
        }
        writer.writeVerbatim("}")
        return writer.bytes
    }

    /// SHA-256 of ``canonicalBytes``.
    public var hash: Digest { Digest(of: canonicalBytes) }

    // Members are written in canonical order by hand: encoding a record is on the way of every call.

    private func write(_ opening: Opening, to writer: inout CanonicalWriter) {
        writeChanges(to: &writer)
        writer.writeVerbatim("\"format\":")
        writer.writeVerbatim(opening.format.description.utf8)
        writer.writeVerbatim(",\"kind\":\"opened\",")
        writePrev(to: &writer)
        writer.writeVerbatim(",\"root\":")
        writer.write(digest: root)
        writer.writeVerbatim(",\"rules\":")
        writer.write(opening.rules)
        writer.writeVerbatim(",\"seed\":")
        writer.writeVerbatim(opening.seed.description.utf8)
        writer.writeVerbatim(",\"seq\":")
        writer.writeVerbatim(seq.description.utf8)
        writer.writeVerbatim(",\"snapshot\":")
        writer.write(digest: opening.snapshot)
        writer.writeVerbatim(",\"task\":")
        if let task = opening.task { writer.write(digest: task) } else { writer.writeVerbatim("null") }
        writer.writeVerbatim(",\"tools\":")
        writer.write(digest: opening.tools)
    }

    private func write(_ call: Call, to writer: inout CanonicalWriter) {
        switch call.arguments {
        case .inline(let value):
            writer.writeVerbatim("\"arguments\":")
            writer.write(value)
        case .blob(let digest):
            writer.writeVerbatim("\"arguments_blob\":")
            writer.write(digest: digest)
        }
        writer.writeVerbatim(",")
        writeChanges(to: &writer)
        switch call.events {
        case .inline(let value)?:
            writer.writeVerbatim("\"events\":")
            writer.write(value)
            writer.writeVerbatim(",")
        case .blob(let digest)?:
            writer.writeVerbatim("\"events_blob\":")
            writer.write(digest: digest)
            writer.writeVerbatim(",")
        case nil: break
        }
        writer.writeVerbatim(call.isError ? "\"is_error\":true" : "\"is_error\":false")
        writer.writeVerbatim(",\"kind\":\"call\",\"name\":")
        writer.write(call.name)
        writer.writeVerbatim(",")
        writePrev(to: &writer)
        writer.writeVerbatim(",\"result\":")
        writer.write(digest: call.result)
        writeRootAndSeq(to: &writer)
    }

    private func write(_ message: Message, to writer: inout CanonicalWriter) {
        writeChanges(to: &writer)
        writer.writeVerbatim("\"content\":")
        writer.write(digest: message.content)
        writer.writeVerbatim(",\"kind\":\"message\",")
        writePrev(to: &writer)
        writer.writeVerbatim(",\"role\":")
        writer.write(message.role)
        writeRootAndSeq(to: &writer)
    }

    private func write(_ submission: Submission, to writer: inout CanonicalWriter) {
        writeChanges(to: &writer)
        writer.writeVerbatim("\"kind\":\"submitted\",")
        writePrev(to: &writer)
        writer.writeVerbatim(",\"response\":")
        writer.write(digest: submission.response)
        writeRootAndSeq(to: &writer)
        if let stopped = submission.stopped {
            writer.writeVerbatim(",\"stopped\":")
            writer.write(stopped)
        }
    }

    private func writePrev(to writer: inout CanonicalWriter) {
        writer.writeVerbatim("\"prev\":")
        if let prev { writer.write(digest: prev) } else { writer.writeVerbatim("null") }
    }

    private func writeRootAndSeq(to writer: inout CanonicalWriter) {
        writer.writeVerbatim(",\"root\":")
        writer.write(digest: root)
        writer.writeVerbatim(",\"seq\":")
        writer.writeVerbatim(seq.description.utf8)
    }

    private func writeChanges(to writer: inout CanonicalWriter) {
        guard !changes.isEmpty else { return }
        writer.writeVerbatim("\"changes\":{")
        for (index, change) in changes.enumerated() {
            if index > 0 { writer.writeVerbatim(",") }
            writer.write(change.key)
            writer.writeVerbatim(":")
            if let digest = change.digest { writer.write(digest: digest) } else { writer.writeVerbatim("null") }
        }
        writer.writeVerbatim("},")
    }

    private func otherBytes(kind: Text, members: JSONObject) -> [UInt8] {
        var object = members
        object["kind"] = .string(kind)
        object["prev"] = prev?.json ?? .null
        object["root"] = root.json
        object["seq"] = .number(JSONNumber(exactly: seq) ?? JSONNumber(0))
        if !changes.isEmpty {
            let changed = changes.map { JSONObject.Member(name: $0.key, value: $0.digest?.json ?? .null) }
            object["changes"] = .object(JSONObject(uniqueMembers: changed))
        }
        return object.canonicalBytes
    }
}

extension CanonicalWriter {
    /// Writes a digest as a JSON string.
    mutating func write(digest: Digest) {
        writeVerbatim("\"")
        write(hexOf: digest)
        writeVerbatim("\"")
    }
}
