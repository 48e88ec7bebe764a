internal import CanonicalJSON
internal import Projections

/// What a world's seed decides about the shop before anything happens in it.
struct Company: Sendable {
    let content: AuthoredContent
    let clock: Moment
    let figures: HouseFigures
    let staff: Staff
    var catalogue: Catalogue

    init(_ content: AuthoredContent, seed: Int, clock: Moment) throws(ContentError) {
        self.content = content
        self.clock = clock
        var generator = SeededGenerator(seed: seed, purpose: "company")
        figures = HouseFigures(content.company.figures, generator: &generator)
        staff = Staff(content.company.posts, people: content.people, clock: clock, generator: &generator)
        var drawing = CatalogueDrawing(content.catalogue, seed: seed)
        catalogue = try drawing.catalogue()
    }

    /// The ids of a channel's members, in the order of the posts.
    func members(of channel: Channel) -> [String] {
        staff.members.filter { channel.holds($0.post) }.map(\.id)
    }

    func channel(_ key: String) throws(ContentError) -> Channel {
        guard let channel = content.company.channels.first(where: { $0.key == key }) else {
            throw ContentError("Company/channels.yaml", "has no channel \(key)")
        }
        return channel
    }

    /// Products, employees, channels, articles, base builds' products, bundles and compatibility rules.
    func fixedDrafts() throws(ContentError) -> [FixedDraft] {
        var drafts = catalogue.products.map(\.draft) + staff.members.map(\.draft)
        for channel in content.company.channels {
            let members = members(of: channel).map { JSONValue.object(["id": .text($0)]) }
            drafts.append(
                FixedDraft(
                    type: .slackChannel, id: channel.key,
                    members: [
                        "name": .text(channel.key), "purpose": .text(channel.purpose),
                        "members": ["connect": .array(members)],
                    ]))
        }
        for article in content.articles { drafts.append(try draft(of: article)) }
        for product in catalogue.of("bundle") {
            var members: JSONObject = ["name": .text(product.name), "discount": product.specs["discount"] ?? .null]
            members["componentIds"] = .array(
                (product.specs["components"]?.elements ?? []).compactMap { $0["componentId"] })
            drafts.append(FixedDraft(type: .bundle, id: product.id, members: members))
        }
        for rule in content.catalogue.rules {
            var logic = JSONObject()
            for name in rule.logic.keys.sorted() { logic.put(Text(name), rule.logic[name]) }
            var members: JSONObject = [
                "name": .text(rule.name), "severity": .text(rule.severity), "logic": .object(logic),
            ]
            members.put("appliesToCategories", rule.appliesToCategories)
            drafts.append(FixedDraft(type: .compatibilityRule, id: rule.id, members: members))
        }
        return drafts
    }

    /// The base builds of prebuilts and workstations.
    func baseBuilds() throws(ContentError) -> [BuildDraft] {
        let made = Moment(seconds: clock.seconds - 560 * 86_400)
        var builds: [BuildDraft] = []
        for product in catalogue.products {
            guard let base = product.line.baseBuild else { continue }
            let parts = try base.parts.map { key throws(ContentError) in
                try catalogue.product(key: key, for: product.key).id
            }
            builds.append(
                BuildDraft(
                    id: CatalogueDrawing.baseBuildID(product.line), ownerType: "internal", customerID: nil,
                    name: base.name, componentIDs: parts, createdAt: made, updatedAt: made))
        }
        return builds
    }
}
