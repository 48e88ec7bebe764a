internal import CanonicalJSON
internal import Projections

/// `searchEmployees` (contract, section 4.1).
///
/// a department or permission outside the lists is no error, it matches nobody. C-9: `has_permission` compares
/// whole permissions.
enum SearchEmployees {
    static let tool = Tool.search(
        "searchEmployees",
        titled: "Search employees",
        """
        Find employees of the shop by id, name, department, job title or permission. Use it to find out whom to assign \
        or escalate a ticket to, and their employee id. All filters given must hold; without any, every employee is \
        returned. Returns complete employee records (title, department, managerId, permissions, supportRole) ordered \
        by name.
        """,
        over: .employee,
        filters: [
            .equals("employee_id", "id", "The employee's id, exactly.", example: "dana-kim"),
            .contains("name", in: .employeeName, "Part of the name; case does not matter.", example: "kim"),
            .choice("department", "department", "The department.", from: .department),
            .contains(
                "role", in: .employeeTitle, "Part of the job title; case does not matter.", example: "specialist"),
            .has("has_permission", "permissions", "A permission that the employee has.", from: .permission),
        ],
        policy: ["R-GEN-7", "R-TICKET-4", "R-REFUND-4", "R-ESC-2"],
        quirks: ["Q-2", "C-9"])
}
