/// The door through which an entry of the log came.
public enum Via: UInt8, Sendable, Hashable, CaseIterable {
    case mcp = 0
    case control = 1
    case openenv = 2
    case cli = 3
}
