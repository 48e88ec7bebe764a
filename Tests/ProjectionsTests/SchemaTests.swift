import CanonicalJSON
import Projections
import Testing

@Suite struct SchemaTests {
    private func problems(_ type: EntityType, _ entity: JSONValue) -> [ImportProblem] {
        let tables = JSONObject(uniqueMembers: [.init(name: type.name, value: ["x": entity])])
        do {
            _ = try World.importing(.object(tables))
            return []
        } catch let error as ImportError {
            return error.problems
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    @Test func thereAreSeventeenTypesInTheOrderOfTheirNames() {
        #expect(EntityType.importable.count == 17)
        #expect(EntitySchema.all.map(\.type) == EntityType.importable)
        #expect(EntityType.allCases.map(\.name) == EntityType.allCases.map(\.name).sorted())
        #expect(EntityType.allCases.sorted() == EntityType.allCases)
        #expect(EntityType.hold.schema == nil)
    }

    @Test(arguments: EntityType.importable)
    func theLeastEntityIsTaken(type: EntityType) throws {
        let entity = try #require(World.minimal[type])
        #expect(problems(type, entity) == [])
    }

    @Test(arguments: EntityType.importable)
    func eachRequiredFieldIsRequired(type: EntityType) throws {
        let entity = try #require(World.minimal[type]?.object)
        let schema = try #require(type.schema)
        for field in schema.fields where field.isRequired && field.name != "id" {
            var broken = entity
            broken[field.name] = nil
            let path = "entities.\(type.rawValue).x.\(field.name)"
            #expect(problems(type, .object(broken)).map(\.description) == ["\(path): is required"])
            broken[field.name] = .null
            #expect(problems(type, .object(broken)).map(\.path) == [path])
        }
        #expect(
            Set(entity.members.map(\.name)) == Set(schema.fields.filter(\.isRequired).map(\.name)).subtracting(["id"]))
    }

    @Test(arguments: EntityType.importable)
    func eachFieldIsCheckedForItsKind(type: EntityType) throws {
        let entity = try #require(World.minimal[type]?.object)
        for field in try #require(type.schema).fields where field.name != "id" {
            var broken = entity
            broken[field.name] = field.kind == .boolean ? "yes" : true
            #expect(problems(type, .object(broken)).map(\.path) == ["entities.\(type.rawValue).x.\(field.name)"])
            if case .enumeration(let vocabulary) = field.kind {
                for value in vocabulary.values {
                    broken[field.name] = .string(value)
                    #expect(problems(type, .object(broken)) == [])
                }
                broken[field.name] = .string(Text(vocabulary.values[0].string.uppercased()))
                #expect(problems(type, .object(broken)).count == 1, "\(field.name)")
            }
            if field.isNullable {
                broken[field.name] = .null
                #expect(problems(type, .object(broken)) == [])
            }
            if field.kind == .timestamp {
                for text: Text in ["2025-08-01", "2025-08-01T00:00:00", "2025-02-30T00:00:00Z", "soon"] {
                    broken[field.name] = .string(text)
                    #expect(problems(type, .object(broken)).count == 1)
                }
            }
        }
    }

    @Test(arguments: EntityType.importable)
    func everyTypeTakesItsTypeKey(type: EntityType) throws {
        var entity = try #require(World.minimal[type]?.object)
        entity["type"] = .string(type.name)
        #expect(problems(type, .object(entity)) == [])
    }

    @Test func indexedFieldsAreDeclared() throws {
        for field in IndexedField.allCases {
            let declared = field.type.schema?.fields.first { $0.name == field.place.member }
            #expect(declared != nil, "\(field)")
        }
    }

    @Test func jsonSchemaNamesKindsEnumsAndReferences() throws {
        let schema = try #require(EntityType.supportTicket.schema).jsonSchema
        #expect(schema["properties"]?["customerId"] == ["type": "string", "x-references": "customer"])
        #expect(schema["properties"]?["orderId"] == ["type": ["string", "null"], "x-references": "order"])
        #expect(schema["properties"]?["priority"] == ["type": "string", "enum": ["low", "normal", "high"]])
        #expect(schema["required"] == ["id", "customerId", "priority", "status", "subject", "createdAt"])
    }

    @Test func nestedPathsAreNamed() {
        let order: JSONValue = [
            "customerId": "c", "status": "paid", "createdAt": .string(World.now), "updatedAt": .string(World.now),
            "lineItems": [["productId": "p", "qty": 0], ["qty": .decimal(1.5)], "p"],
            "shipping": ["carrier": "Pigeon", "address": ["city": 5]],
        ]
        #expect(
            problems(.order, order).map(\.path) == [
                "entities.order.x.lineItems[0].qty", "entities.order.x.lineItems[1].productId",
                "entities.order.x.lineItems[1].qty", "entities.order.x.lineItems[2]",
                "entities.order.x.shipping.address.city", "entities.order.x.shipping.carrier",
            ])
    }

    @Test(arguments: [
        (33.333, true), (0, true), (0.0001, true), (1_000_000_000, true), (1_000_000_000.0001, false),
        (0.00001, false), (33.33333, false), (-1, false), (1e-7, false),
    ])
    func pricesHaveFourDecimalsAtMost(price: Double, isTaken: Bool) throws {
        let number = JSONValue.number(try #require(JSONNumber(price)))
        #expect(problems(.product, World.product(number)).isEmpty == isTaken)
    }
}
