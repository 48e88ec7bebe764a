import ArgumentParser
import CanonicalJSON

/// `corecraft snapshot list`.
struct SnapshotListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the snapshots that episodes can start from.",
        discussion: """
            Those under --snapshots, and those of the store when one is named.

            EXAMPLES:
              corecraft snapshot list
              corecraft snapshot list --store run/store --json
            """
    )

    @OptionGroup var options: SnapshotOptions

    func run() async throws {
        let listings = try SnapshotSource(options.places).listings()
        if options.json {
            let values = listings.map { listing -> JSONValue in
                [
                    "digest": listing.digest.json, "name": .string(listing.name),
                    "folder": listing.folder.map { .string(Text($0)) } ?? .null,
                ]
            }
            return Console.print(["snapshots": .array(values)])
        }
        var table = Table("NAME", "DIGEST", "FROM")
        for listing in listings {
            table.add(listing.name.string, listing.digest.hex, listing.folder ?? "store")
        }
        Console.print(listings.isEmpty ? "no snapshots under \(options.snapshots.folder)" : table.text)
    }
}
