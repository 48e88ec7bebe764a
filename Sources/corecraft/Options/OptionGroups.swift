import ArgumentParser

/// What commands that read a store alone can be told.
struct ReadingOptions: ParsableArguments {
    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    var json: Bool { output.json }
    var places: Places { Places(store: store.folder) }
}

/// What commands that write into episodes can be told; a server that holds the store carries them out.
struct WritingOptions: ParsableArguments {
    @OptionGroup var store: StoreOption
    @OptionGroup var token: TokenOption
    @OptionGroup var output: JSONOption

    var json: Bool { output.json }
    var places: Places { Places(store: store.folder, tokenFile: token.tokenFile) }
}

/// What commands that open episodes can be told.
struct OpeningOptions: ParsableArguments {
    @OptionGroup var store: StoreOption
    @OptionGroup var mode: ModeOption
    @OptionGroup var snapshots: SnapshotsOption
    @OptionGroup var tasks: TasksOptions
    @OptionGroup var token: TokenOption
    @OptionGroup var output: JSONOption

    var json: Bool { output.json }
    var places: Places {
        Places(
            store: store.folder, mode: mode.mode, snapshots: snapshots.folder, tasks: tasks.folder,
            systemPrompts: tasks.systemPromptsFolder, tokenFile: token.tokenFile)
    }
}

/// What commands that look for snapshots can be told: they are in folders, and in a store when one is named.
struct SnapshotOptions: ParsableArguments {
    @OptionGroup var snapshots: SnapshotsOption
    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    var json: Bool { output.json }
    var places: Places { Places(store: store.folder, snapshots: snapshots.folder) }
}
