import CanonicalJSON
import Configuration

/// Settings by name, from the first place that has them: a flag, the environment, the file, the default.
///
/// Each one that is read is kept with where it came from, for `--print-config`.
struct Settings {
    /// A setting as `--print-config` shows it.
    struct Entry {
        let name: String
        /// What it came to; a secret is never among it.
        let value: JSONValue
        /// `flag`, `environment NAME`, `file PATH` or `default`.
        let source: String
    }

    private struct Place {
        let provider: any ConfigProvider
        let source: @Sendable (_ name: String) -> String
    }

    private let places: [Place]
    private(set) var entries: [Entry] = []

    /// The variable of the environment that sets something.
    static func variable(_ name: String) -> String { "CORECRAFT_" + name.uppercased() }

    /// - Parameters:
    ///   - flags: What was given on the command line, by the names of the settings.
    ///   - environment: All variables; empty ones count as unset.
    init(flags: [String: ConfigContent], environment: [String: String], file: ConfigurationFile?) {
        var places = [
            Place(provider: Settings.provider(flags, "flags")) { _ in "flag" },
            Place(
                provider: EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
                    .prefixKeys(with: "corecraft")
            ) { "environment \(Settings.variable($0))" },
        ]
        if let file {
            places.append(Place(provider: Settings.provider(file.values, "file")) { _ in "file \(file.path)" })
        }
        self.places = places
    }

    private static func provider(_ values: [String: ConfigContent], _ name: String) -> InMemoryProvider {
        InMemoryProvider(
            name: name,
            values: Dictionary(
                uniqueKeysWithValues: values.map {
                    (AbsoluteConfigKey([$0.key]), ConfigValue($0.value, isSecret: false))
                }
            ))
    }

    mutating func integer(_ name: String, default fallback: Int) throws(CommandFailure) -> Int {
        guard case (.int(let value), let source)? = try find(name, .int, "a whole number") else {
            note(name, .integer(fallback), "default")
            return fallback
        }
        note(name, .integer(value), source)
        return value
    }

    mutating func text(_ name: String) throws(CommandFailure) -> String? {
        guard case (.string(let value), let source)? = try find(name, .string, "a text") else {
            note(name, .null, "default")
            return nil
        }
        note(name, .string(Text(value)), source)
        return value
    }

    mutating func text(_ name: String, default fallback: String) throws(CommandFailure) -> String {
        guard case (.string(let value), let source)? = try find(name, .string, "a text") else {
            note(name, .string(Text(fallback)), "default")
            return fallback
        }
        note(name, .string(Text(value)), source)
        return value
    }

    /// A text that is one of a few.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Choice
    ) throws(CommandFailure) -> Choice where Choice.RawValue == String {
        let text = try text(name, default: fallback.rawValue)
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "\(name) must be one of \(names), not \(text)")
        }
        return choice
    }

    /// A secret from the environment alone; what it is is not kept.
    mutating func secret(_ name: String) throws(CommandFailure) -> String? {
        let found = try find(name, .string, "a text")
        guard case (.string(let value), let source)? = found, source.hasPrefix("environment") else {
            note(name, .null, "default")
            return nil
        }
        note(name, "<secret>", source)
        return value
    }

    private mutating func note(_ name: String, _ value: JSONValue, _ source: String) {
        entries.append(Entry(name: name, value: value, source: source))
    }

    private func find(
        _ name: String, _ type: ConfigType, _ expected: String
    ) throws(CommandFailure) -> (ConfigContent, String)? {
        for place in places {
            let source = place.source(name)
            do {
                if let value = try place.provider.value(forKey: AbsoluteConfigKey([name]), type: type).value {
                    return (value.content, source)
                }
            } catch {
                throw CommandFailure(.usage, "\(name) must be \(expected) (\(source))")
            }
        }
        return nil
    }
}
