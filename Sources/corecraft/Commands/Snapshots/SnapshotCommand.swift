import ArgumentParser

/// `corecraft snapshot`.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Import, list, show and check snapshots: the worlds that episodes start from.",
        discussion: """
            Snapshots come from the folders under --snapshots and from the store, when one is named. A snapshot's name \
            may repeat, its digest decides.

            EXAMPLES:
              corecraft snapshot list
              corecraft snapshot import world.json --store run/store
              corecraft snapshot show starter --type order
              corecraft snapshot lint starter
            """,
        subcommands: [
            SnapshotImportCommand.self, SnapshotListCommand.self, SnapshotShowCommand.self, SnapshotLintCommand.self,
        ]
    )
}
