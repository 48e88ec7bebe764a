/// What the compatibility check can find wrong with a list (contract 4.7).
enum BuildError: CaseIterable, Sendable {
    case twoProcessors, twoBoards, socket, formFactor, memoryType, modules, sataPorts, cardLength, coolerHeight
    case powerForProcessor, powerForCard

    /// A piece of its text that no other error has.
    var mark: String {
        switch self {
        case .twoProcessors: "multiple CPUs"
        case .twoBoards: "multiple motherboards"
        case .socket: "CPU socket"
        case .formFactor: "Motherboard form factor"
        case .memoryType: "Memory type"
        case .modules: "Total memory modules"
        case .sataPorts: "SATA storage devices"
        case .cardLength: "length ("
        case .coolerHeight: "height ("
        case .powerForProcessor: "insufficient for CPU"
        case .powerForCard: "insufficient for GPU"
        }
    }

    /// The kinds of parts of which one must change.
    var culprits: [String] {
        switch self {
        case .twoProcessors: ["cpu"]
        case .twoBoards: ["motherboard"]
        case .socket: ["cpu", "motherboard"]
        case .formFactor: ["motherboard", "case"]
        case .memoryType, .modules: ["memory", "motherboard"]
        case .sataPorts: ["storage", "motherboard"]
        case .cardLength: ["gpu", "case"]
        case .coolerHeight: ["cooling", "case"]
        case .powerForProcessor: ["psu", "cpu"]
        case .powerForCard: ["psu", "gpu"]
        }
    }
}

/// What the check can warn of.
enum BuildWarning: Sendable {
    case downclocked, mismatched, noSupply

    var mark: String {
        switch self {
        case .downclocked: "downclocked"
        case .mismatched: "Mismatched memory"
        case .noSupply: "No PSU"
        }
    }
}
