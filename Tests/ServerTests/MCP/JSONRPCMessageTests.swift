import CanonicalJSON
import Testing

@testable import Server

@Suite("One JSON-RPC message")
struct JSONRPCMessageTests {
    private func parse(_ text: String) throws(JSONRPCFailure) -> JSONRPCMessage {
        try JSONRPCMessage(parsing: Array(text.utf8), limits: JSONParser.Limits())
    }

    @Test("ids come back exactly (M-3)", arguments: ["\"a\"", "\"7\"", "0", "-5", "9007199254740991", "\"\""])
    func idsAreKept(id: String) throws {
        let message = try parse(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#)
        guard case .request(let read, "ping", .absent) = message else {
            Issue.record("not a request: \(message)")
            return
        }
        #expect(String(decoding: read.json.canonicalBytes, as: UTF8.self) == id)
    }

    @Test(
        "what is not one request is refused with -32600 (M-2, M-4)",
        arguments: [
            #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#,
            #"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#,
            #"{"jsonrpc":"2.0","id":9007199254740992,"method":"ping"}"#,
            #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, #"{"id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1}"#,
            #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","method":null}"#,
            #"{"jsonrpc":"2.0","id":1,"result":{},"error":{}}"#,
            #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, "[]", "1", "\"x\"", "null",
        ])
    func shapeIsChecked(text: String) {
        #expect { try parse(text) } throws: { ($0 as? JSONRPCFailure)?.error.code == .invalidRequest }
    }

    @Test(
        "what is not JSON is -32700 without an id (M-1)",
        arguments: ["", "{", "{\"id\":1", "\u{FEFF}{}", "{\"a\":1,\"a\":2}", "{\"a\":1e400}", "nul"])
    func jsonIsChecked(text: String) {
        #expect { try parse(text) } throws: {
            let failure = $0 as? JSONRPCFailure
            return failure?.error.code == .parseError && failure?.id == nil
        }
    }

    @Test func aReadableIDIsEchoedEvenWhenTheShapeIsWrong() {
        #expect { try parse(#"{"jsonrpc":"1.0","id":"x","method":"ping"}"#) } throws: {
            ($0 as? JSONRPCFailure)?.id == .string("x")
        }
    }

    @Test func paramsThatAreNoObjectAreTheMethodsBusiness() throws {
        #expect(
            try parse(#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#)
                == .request(id: .integer(JSONNumber(1)), method: "ping", params: .malformed))
        #expect(
            try parse(#"{"jsonrpc":"2.0","method":"x","params":{}}"#)
                == .notification(method: "x", params: .object([:])))
    }

    @Test(
        "answers are recognised whatever their id: nobody answers an answer",
        arguments: [
            #"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"jsonrpc":"2.0","result":{}}"#,
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"x"}}"#,
        ])
    func answersAreRecognised(text: String) throws {
        #expect(try parse(text) == .response)
    }
}
