import ArgumentParser

/// `corecraft world`.
struct WorldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "world",
        abstract: "Build worlds from authored content, and look at what is in them.",
        discussion: """
            A seed makes a sister world: another staff, other customers, names, prices, days and figures. The same \
            seed gives the same bytes, on any machine.

            EXAMPLES:
              corecraft world build --seed 7 --name mine
              corecraft world build --seed 7 --scale 100 --name large --out run/worlds
              corecraft world stats corecraft-1
            """,
        subcommands: [WorldBuildCommand.self, WorldStatsCommand.self]
    )
}
