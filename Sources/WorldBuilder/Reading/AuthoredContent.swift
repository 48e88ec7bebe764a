/// All authored content, read once.
///
/// ``worlds`` of any seed can be built from it.
public struct AuthoredContent: Sendable {
    let catalogue: CatalogueContent
    let people: PeopleContent
    let company: CompanyContent
    let articles: [ArticleContent]
    /// The notice of a recall, a template.
    let recallNotice: ArticleContent
    let ordinaryStories: [OrdinaryStory]
    let plantedTexts: [String: PlantedTexts]
    let ordinaryThreads: [ThreadContent]
    let plantedThreads: [String: [ThreadContent]]
    let office: OfficeTexts

    /// Reads the folder.
    ///
    /// - Parameter path: The folder, in this project `Sources/WorldBuilder/Content`.
    /// - Throws: ``ContentError`` naming the file at fault.
    public init(folder path: String) throws(ContentError) {
        let folder = ContentFolder(path: path)
        catalogue = try CatalogueContent(folder)
        people = try PeopleContent(folder)
        company = try CompanyContent(folder)
        articles = try ArticleContent.all(folder)
        recallNotice = try ArticleContent("Articles/recall.md", folder)
        ordinaryStories = try OrdinaryStory.all(folder)
        plantedTexts = try PlantedTexts.all(folder)
        ordinaryThreads = try ThreadContent.ordinary(folder, about: ordinaryStories)
        plantedThreads = try ThreadContent.planted(folder)
        office = try OfficeTexts(folder)
    }
}
