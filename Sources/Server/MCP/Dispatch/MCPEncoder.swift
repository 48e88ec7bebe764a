internal import CanonicalJSON

/// Writes answers, splicing stored bytes in where there are some.
struct MCPEncoder: Sendable {
    /// How long clients may keep a result, and whether for everybody (mcp-server.md section 4, caching hints).
    enum Caching: Sendable {
        /// No hint: the method has none.
        case none
        /// Static for the build: an hour, for everybody.
        case fixed
        /// Fixed for the episode: an hour, for this client.
        case episode
        /// Read from the episode as it is now.
        case never
    }

    private let modernTail: [UInt8]
    private let modernMeta: JSONValue

    init(identity: ServerIdentity) {
        modernMeta = identity.modernMeta
        modernTail = Array(",\"resultType\":\"complete\",\"_meta\":".utf8) + identity.modernMeta.canonicalBytes
    }

    /// A result object that is small enough to be built as a value.
    func result(_ id: RequestID, _ result: JSONObject, era: Era, caching: Caching = .none) -> [UInt8] {
        var object = result
        if era == .modern {
            object["resultType"] = "complete"
            object["_meta"] = modernMeta
            if let (milliseconds, scope) = Self.hint(caching) {
                object["ttlMs"] = .number(JSONNumber(milliseconds))
                object["cacheScope"] = .string(scope)
            }
        }
        var writer = Self.opening(id, capacity: 1024)
        writer.writeVerbatim(",\"result\":")
        writer.write(object)
        writer.writeVerbatim("}")
        return writer.bytes
    }

    /// The answer to `tools/list`: one copy of bytes that were encoded once.
    func toolList(_ id: RequestID, _ tools: ToolListing, era: Era) -> [UInt8] {
        var writer = Self.opening(id, capacity: tools.bytes.count + 512)
        writer.writeVerbatim(",\"result\":{\"tools\":")
        writer.writeVerbatim(tools.bytes)
        if era == .modern {
            writer.writeVerbatim(",\"ttlMs\":3600000,\"cacheScope\":\"public\"")
            writer.writeVerbatim(modernTail)
        }
        writer.writeVerbatim("}}")
        return writer.bytes
    }

    /// The answer to `tools/call`: the result as `structuredContent`, repeated as the JSON text of one text block.
    ///
    /// An array travels as `{"result": [...]}`; an error has text alone.
    func toolResult(_ id: RequestID, _ value: [UInt8], isError: Bool, era: Era) -> [UInt8] {
        let isWrapped = !isError && value.first != UInt8(ascii: "{")
        var writer = Self.opening(id, capacity: value.count * 5 / 2 + 256)
        writer.writeVerbatim(",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"")
        if isWrapped { writer.writeVerbatim("{\\\"result\\\":") }
        writer.writeEscaped(json: value)
        if isWrapped { writer.writeVerbatim("}") }
        writer.writeVerbatim("\"}]")
        if isError {
            writer.writeVerbatim(",\"isError\":true")
        } else {
            writer.writeVerbatim(",\"isError\":false,\"structuredContent\":")
            if isWrapped { writer.writeVerbatim("{\"result\":") }
            writer.writeVerbatim(value)
            if isWrapped { writer.writeVerbatim("}") }
        }
        if era == .modern { writer.writeVerbatim(modernTail) }
        writer.writeVerbatim("}}")
        return writer.bytes
    }

    /// An error; `id` is null when none could be read.
    func error(_ id: RequestID?, _ error: JSONRPCError) -> [UInt8] {
        var object: JSONObject = [
            "code": .number(JSONNumber(error.code.rawValue)), "message": .string(Text(error.message)),
        ]
        object["data"] = error.data
        let message: JSONValue = ["error": .object(object), "id": id?.json ?? .null, "jsonrpc": "2.0"]
        return message.canonicalBytes
    }

    private static func opening(_ id: RequestID, capacity: Int) -> AnswerWriter {
        var writer = AnswerWriter(capacity: capacity)
        writer.writeVerbatim("{\"jsonrpc\":\"2.0\",\"id\":")
        writer.write(id)
        return writer
    }

    private static func hint(_ caching: Caching) -> (milliseconds: Int32, scope: Text)? {
        switch caching {
        case .none: nil
        case .fixed: (3_600_000, "public")
        case .episode: (3_600_000, "private")
        case .never: (0, "private")
        }
    }
}
