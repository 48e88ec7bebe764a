public import CanonicalJSON
public import Projections
public struct ToolCatalogue: Sendable {
    public static let standard = ToolCatalogue()
    public var definitions: JSONValue { [] }
    public func profile(_ profile: ToolProfile) -> ToolCatalogue { self }
    public func run(_ name: Text, _ arguments: JSONValue, on state: WorldState) -> ToolResult? { nil }
}
public enum ToolProfile: String, Sendable, Hashable, CaseIterable { case all, core }
public struct ToolError: Error, Sendable {
    public init(_ message: String, hint: String? = nil) { }
    public var json: JSONValue { .null }
}
public struct ToolResult: Sendable {
    public let bytes: [UInt8]
    public let isError: Bool
    public let events: [Event]
    public init(bytes: [UInt8], isError: Bool, events: [Event]) { self.bytes = bytes; self.isError = isError; self.events = events }
}
