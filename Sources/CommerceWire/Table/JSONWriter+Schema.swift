import CommerceCore
import CompactJSON

extension JSONWriter {
    /// The schema in JSON Schema 2020-12, as OpenAPI 3.1 has it. Named schemas are references to `components`.
    mutating func value(_ schema: Schema) {
        beginObject()
        members(of: schema)
        endObject()
    }

    private mutating func members(of schema: Schema) {
        switch schema {
        case .text(let bytes):
            member("type", "string" as StaticString)
            // A byte bound as JSON Schema can say it: no text of so many characters is longer.
            member("maxLength", bytes / 4)
        case .enumeration(let names): enumeration(names.map(\.description))
        case .sort(let names): enumeration(names.flatMap { [$0.description, "-\($0)"] })
        case .integer(let range): integer(range)
        case .money:
            member("type", "string" as StaticString)
            member("pattern", "^-?[0-9]{1,12}\\.[0-9]{2}$" as StaticString)
        case .flag: member("type", "boolean" as StaticString)
        case .time:
            member("type", "string" as StaticString)
            member("format", "date-time" as StaticString)
        case .id(let kind):
            member("type", "string" as StaticString)
            member("pattern", "^\(Character(Unicode.Scalar(kind.rawValue)))[0-9a-hjkmnp-tv-z]{16}$")
        case .anyObject: member("type", "object" as StaticString)
        case .list(let element, let count): list(of: element, count)
        case .object(let fields): object(fields)
        case .nullable(let schema): oneOf([schema], orNull: true)
        case .named(let name): member("$ref", "#/components/schemas/\(name)")
        case .page(let element):
            object([
                .init("items", .list(element, 0...Int(Page.limitMaximum))),
                .init("nextCursor", .nullable(.text(bytes: 2_048))), .init("total", .count),
            ])
        case .results(let element): object([.init("results", .list(element, 0...1_000))])
        case .either(let compact, let full): oneOf([full, compact], orNull: false)
        case .nothing: object([])
        }
    }

    private mutating func enumeration(_ names: [String]) {
        member("type", "string" as StaticString)
        key("enum")
        beginArray()
        for name in names { value(name) }
        endArray()
    }

    private mutating func integer(_ range: ClosedRange<Int64>) {
        member("type", "integer" as StaticString)
        if range.lowerBound != .min { member("minimum", range.lowerBound) }
        if range.upperBound != .max { member("maximum", range.upperBound) }
    }

    private mutating func list(of element: Schema, _ count: ClosedRange<Int>) {
        member("type", "array" as StaticString)
        key("items")
        value(element)
        if count.lowerBound > 0 { member("minItems", count.lowerBound) }
        if count.upperBound < Int(UInt32.max) { member("maxItems", count.upperBound) }
    }

    private mutating func object(_ fields: [Schema.Field]) {
        member("type", "object" as StaticString)
        key("properties")
        beginObject()
        for field in fields {
            key(field.name)
            value(field.schema)
        }
        endObject()
        key("required")
        beginArray()
        for field in fields where field.isRequired { value(field.name.description) }
        endArray()
        member("additionalProperties", false)
    }

    private mutating func oneOf(_ schemas: [Schema], orNull: Bool) {
        key("anyOf")
        beginArray()
        for schema in schemas { value(schema) }
        if orNull {
            beginObject()
            member("type", "null" as StaticString)
            endObject()
        }
        endArray()
    }
}
