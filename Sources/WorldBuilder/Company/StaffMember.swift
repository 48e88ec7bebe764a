internal import CanonicalJSON
internal import Projections

/// The person in a post.
struct StaffMember: Sendable {
    let post: Post
    let id: String
    let first: String
    let last: String
    let permissions: [String]
    let managerID: String?
    let since: Moment

    var name: String { "\(first) \(last)" }
    var email: String { "\(id.replacing("-", with: "."))@corecraft.example" }

    var hours: OfficeHours { post.department == "support" ? .desk : .office }

    func may(_ permission: String) -> Bool { permissions.contains(permission) }

    var draft: FixedDraft {
        var object = JSONObject()
        object.put("name", name)
        object.put("email", email)
        object.put("title", post.title)
        object.put("department", post.department)
        object.put("managerId", managerID)
        object.put("permissions", permissions)
        object.put("supportRole", post.role)
        object.put("createdAt", since)
        return FixedDraft(type: .employee, id: id, members: object)
    }
}

/// Everybody who works here.
struct Staff: Sendable {
    let members: [StaffMember]
    private let positions: [String: Int]

    private static let permissionOrder = [
        "issue_refund", "edit_order", "cancel_order", "escalate", "kb_edit", "policy_override",
    ]

    /// Gives each post a person.
    init(_ posts: [Post], people: PeopleContent, clock: Moment, generator: inout SeededGenerator) {
        let firsts = generator.draw(posts.count, from: people.firstNames)
        let lasts = generator.draw(posts.count, from: people.lastNames)
        let ids = zip(firsts, lasts).map { slug("\($0) \($1)") }
        var members: [StaffMember] = []
        for (index, post) in posts.enumerated() {
            let extra = (post.sometimes ?? []).filter { _ in generator.chance(percent: 50) }
            let granted = Set(post.permissions + extra)
            let manager = post.manager.flatMap { key in posts.firstIndex { $0.key == key } }
            members.append(
                StaffMember(
                    post: post, id: ids[index], first: firsts[index], last: lasts[index],
                    permissions: Staff.permissionOrder.filter { granted.contains($0) },
                    managerID: manager.map { ids[$0] },
                    since: clock.adding(
                        days: -generator.number(in: post.key == "trainee" ? 150...220 : 560...2400),
                        minutes: -generator.number(in: 0...300))))
        }
        self.members = members
        positions = Dictionary(posts.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The person in a post.
    ///
    /// - Throws: ``ContentError`` for a post that is not there.
    func holder(of post: String) throws(ContentError) -> StaffMember {
        guard let position = positions[post] else { throw ContentError("Company/staff.yaml", "has no post \(post)") }
        return members[position]
    }

    func members(of department: String) -> [StaffMember] { members.filter { $0.post.department == department } }

    func members(role: String) -> [StaffMember] { members.filter { $0.post.role == role } }
}

/// A name as an id: `Mia O'Neil` becomes `mia-o-neil`.
func slug(_ name: String) -> String {
    var result = ""
    for byte in name.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            result.unicodeScalars.append(Unicode.Scalar(byte + 32))
        default:
            if !result.isEmpty, !result.hasSuffix("-") { result += "-" }
        }
    }
    return result.hasSuffix("-") ? String(result.dropLast()) : result
}
