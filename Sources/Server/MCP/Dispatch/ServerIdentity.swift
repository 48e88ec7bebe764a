internal import CanonicalJSON

/// What the server says of itself in every era.
struct ServerIdentity: Sendable {
    let name: Text = "corecraft"
    let title: Text = "Corecraft customer support"
    let version: Text

    /// How an agent should use the tools; the same for every episode, so it may be cached.
    static let instructions: Text = """
        You work at the customer-support desk of an online PC-parts retailer. Everything you know about customers, \
        orders, payments, shipments and tickets comes from the tools; look things up before you change them. \
        The resource corecraft://task/prompt says what to do and corecraft://policies what the rules are. \
        A tool error says what was wrong and which tool finds the right value. Time stands still during an episode.
        """

    /// Only what is served: no list changes while a client looks, and nothing can be subscribed to.
    static let capabilities: JSONValue = ["completions": [:], "prompts": [:], "resources": [:], "tools": [:]]

    /// `Implementation` of the protocol's schema.
    var json: JSONValue {
        ["name": .string(name), "title": .string(title), "version": .string(version)]
    }

    /// The `_meta` of every result of the modern era, canonical.
    var modernMeta: JSONValue {
        ["io.modelcontextprotocol/serverInfo": ["name": .string(name), "version": .string(version)]]
    }
}
