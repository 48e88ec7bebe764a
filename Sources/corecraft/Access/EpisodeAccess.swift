import CanonicalJSON

/// Where a command's request is carried out: in this process, or by the server that holds the store.
///
/// Both answer what the control API answers, so each command is written once.
protocol EpisodeAccess: Sendable {
    /// Carries out a request.
    ///
    /// - Returns: The answer's status and body.
    /// - Throws: ``CommandFailure`` when nobody answers at all.
    func answer(_ call: ControlCall) async throws(CommandFailure) -> (status: Int, body: [UInt8])
}

extension EpisodeAccess {
    /// Carries out a request and reads its answer.
    ///
    /// - Throws: ``CommandFailure`` with the problem's detail and, where several things are wrong, each of them.
    func send(_ call: ControlCall) async throws(CommandFailure) -> JSONValue {
        let (status, body) = try await answer(call)
        let value: JSONValue
        do {
            value = try JSONParser.parse(body, limits: JSONParser.Limits(bytes: .max))
        } catch {
            throw CommandFailure(
                .trouble, "the answer to \(call.method.rawValue) \(call.target) is not JSON (status \(status))")
        }
        guard 200..<300 ~= status else { throw CommandFailure(problem: value, status: status) }
        return value
    }
}

extension CommandFailure {
    /// What problem details (RFC 9457) say, for a terminal.
    init(problem: JSONValue, status: Int) {
        var lines = [problem["detail"]?.text?.string ?? "the request failed with status \(status)"]
        if lines[0].last == "." { lines[0].removeLast() }
        let items = problem.list("errors").map { "\($0.shown("path")): \($0.shown("message"))" }
        if items != lines { lines += items.map { "  \($0)" } }
        var message = lines.joined(separator: "\n")
        if status == 401 { message += "; name the operator's token with --token-file or CORECRAFT_TOKEN" }
        let isDamage = ["altered", "damaged"].contains {
            problem["type"] == .string(Text("urn:corecraft:problem:\($0)"))
        }
        let isTrouble = status == 401 || status == 403 || status >= 500
        self.init(isDamage ? .badAnswer : isTrouble ? .trouble : .usage, message)
    }
}
