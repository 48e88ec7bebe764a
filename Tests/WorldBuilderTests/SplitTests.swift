import CanonicalJSON
import Foundation
import Projections
import Testing
import WorldBuilder

/// What worlds for evaluation tell, worlds for training do not.
@Suite struct SplitTests {
    @Test func aWorldForEvaluationTellsWhatNoWorldForTrainingTells() throws {
        let training = try [31, 32].map { try Worlds.build("train", seed: $0).snapshot }
        let evaluation = try Worlds.build("eval", seed: 33, split: .eval).snapshot
        let told = ToldElsewhere(evaluation, besides: training)
        #expect(told.tickets.count > 400)
        #expect(told.tickets.own * 20 >= told.tickets.count * 19, "\(told.tickets)")
        #expect(told.messages.own * 20 >= told.messages.count * 19, "\(told.messages)")
        // Sisters of one split do tell the same, so that the measure is seen to find it.
        let sister = ToldElsewhere(training[0], besides: [training[1]])
        #expect(sister.tickets.own * 2 < sister.tickets.count, "\(sister.tickets)")
    }

    @Test func theSplitIsPartOfTheSeed() throws {
        let train = try Worlds.build("one", seed: 34)
        let eval = try Worlds.build("one", seed: 34, split: .eval)
        #expect(eval.snapshot.digest == (try Worlds.build("one", seed: 34, split: .eval)).snapshot.digest)
        #expect(eval.snapshot.digest != train.snapshot.digest)
        #expect(eval.registry.json["split"] == "eval")
    }

    @Test func aThreadAboutAnUnknownStoryIsRefused() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "content-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: Worlds.content, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let thread = """
            channel: water-cooler
            threads:
              - key: about-nothing
                story: no-such-story
                messages: []
            """
        try Data(thread.utf8).write(to: URL(filePath: "\(folder)/Slack/Ordinary/zz.yaml"))
        let error = #expect(throws: ContentError.self) { try WorldBuilder(contentFolder: folder) }
        #expect(error?.place == "Slack/Ordinary/zz.yaml")
        #expect(error?.message.contains("no-such-story") == true)
    }
}
