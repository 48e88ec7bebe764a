import CanonicalJSON
import Projections
import ToolLayer

/// What libFuzzer calls with each input: requests for an episode over the starter world, as bytes.
///
/// An input that begins with `{` or `[` is one `tools/call` request or an array of them, carried out one after another;
/// any other is taken as decisions from which arguments of the declared shapes are made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // libFuzzer owns the memory, for the duration of this call; the bytes are copied at once.
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var episode = FuzzedEpisode(World.starter)
    if bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") {
        guard let value = try? JSONParser.parse(bytes) else { return 0 }
        for request in (value.elements ?? [value]).prefix(16) {
            guard let name = request["params"]?["name"]?.text else { continue }
            episode.call(name, request["params"]?["arguments"] ?? [:])
        }
    } else {
        var decisions = Decisions(bytes)
        for _ in 0..<16 where !decisions.isEmpty {
            let tool = decisions.pick(ToolCatalogue.standard.tools)
            episode.call(tool.name, decisions.arguments(tool.inputSchema, over: World.starter))
        }
    }
    return 0
}

enum World {
    /// The world of `snapshots/starter`.
    static let starter: Snapshot = {
        do {
            return try Snapshot.load(folder: "snapshots/starter")
        } catch {
            fatalError("run Scripts/fuzz.sh in the project's folder: \(error)")
        }
    }()
}

/// An episode without a log: the state, and what must hold at every call.
struct FuzzedEpisode {
    private var state: WorldState

    init(_ base: Snapshot) {
        state = WorldState(base: base)
    }

    mutating func call(_ name: Text, _ arguments: JSONValue) {
        // The host refuses these before a tool sees them (format, section 4).
        guard arguments.canonicalBytes.count <= 256 * 1_024, let tool = ToolCatalogue.standard[name] else { return }
        guard let result = ToolCatalogue.standard.run(name, arguments, on: state),
            let again = ToolCatalogue.standard.run(name, arguments, on: state)
        else { fatalError("\(name) is in the catalogue and does not run") }
        hold(result.bytes == again.bytes && result.events == again.events, "the same call gives the same")
        guard let value = try? JSONParser.parse(result.bytes) else { fatalError("\(name): the result is no JSON") }
        hold(value.canonicalBytes == result.bytes, "the result is canonical")
        hold(result.bytes.count <= 4 << 20, "the result has a limit")
        if result.isError {
            hold(value["error"]?.text?.isEmpty == false && result.events.isEmpty, "a refusal says why, and is all")
        }
        hold(tool.effect != .reads || result.events.isEmpty, "a read emits nothing")
        for event in result.events {
            hold(tool.eventTypes.contains(event.type.string), "the event is a declared one")
            guard let bytes = try? JSONParser.parse(event.json.canonicalBytes), let read = try? Event(json: bytes)
            else {
                fatalError("\(name): event \(event.type) cannot be read back")
            }
            hold(read == event, "the event is read back as it was")
        }
        let next = state.applying(result.events)
        hold(result.events.isEmpty == (next == state), "exactly calls with events change the state")
        for change in next.changes(since: state) {
            guard let document = change.document else { continue }
            hold((try? Document(key: change.key, canonical: document.bytes)) == document, "the entity is read back")
            if let inStock = document["inventory"]?["inStock"]?.number?.integer {
                hold(inStock >= 0, "stock is never negative")
            }
        }
        state = next

        func hold(_ condition: Bool, _ rule: String) {
            guard !condition else { return }
            fatalError("\(rule), but not for \(name) \(String(decoding: arguments.canonicalBytes, as: UTF8.self))")
        }
    }
}
