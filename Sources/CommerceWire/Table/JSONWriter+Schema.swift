import CommerceCore
import CompactJSON

/// Whether a schema tells what may be sent or what is answered: amounts may be sent in more than one form.
enum SchemaUse {
    case request, response
}

extension JSONWriter {
    /// The schema in JSON Schema 2020-12, as OpenAPI 3.1 has it. Named schemas are references to `components`.
    ///
    /// Of a request it lets in whatever the server may let in, and more: what a schema cannot say, such as a length in
    /// bytes, is refused with 400 by who reads the value.
    mutating func value(_ schema: Schema, _ use: SchemaUse = .request, isRequired: Bool = false) {
        beginObject()
        members(of: schema, use, isRequired: isRequired)
        endObject()
    }

    private mutating func members(of schema: Schema, _ use: SchemaUse, isRequired: Bool) {
        switch schema {
        case .text(let bytes): text(bytes, use, isRequired: isRequired)
        case .enumeration(let names): enumeration(names.map(\.description))
        case .sort(let names): enumeration(names.flatMap { [$0.description, "-\($0)"] })
        case .integer(let range): integer(range)
        case .money: money(use)
        case .flag: member("type", "boolean" as StaticString)
        case .time:
            member("type", "string" as StaticString)
            member("format", "date-time" as StaticString)
        case .id(let kind):
            member("type", "string" as StaticString)
            member("pattern", "^\(Character(Unicode.Scalar(kind.rawValue)))[0-9a-hjkmnp-tv-z]{16}$")
        case .anyObject: member("type", "object" as StaticString)
        case .list(let element, let count): list(of: element, count, use)
        case .object(let fields): object(fields, use)
        case .nullable(let schema): anyOf([schema], orNull: true, use)
        case .named(let name): member("$ref", "#/components/schemas/\(name)")
        case .page(let element):
            object(
                [
                    .init("items", .list(element, 0...Int(Page.limitMaximum))),
                    .init("nextCursor", .nullable(.text(bytes: RequestFields.cursorBytesMaximum))),
                    .init("total", .count), .init("sequence", .count, isRequired: false),
                ], use)
        case .results(let element): object([.init("results", .list(element, 0...1_000))], use)
        case .either(let compact, let full): anyOf([full, compact], orNull: false, use)
        case .nothing: object([], use)
        case .anything: break
        }
    }

    /// No text of so many bytes has more characters. A member that must be there may not be empty.
    private mutating func text(_ bytes: Int, _ use: SchemaUse, isRequired: Bool) {
        member("type", "string" as StaticString)
        if use == .request && isRequired { member("minLength", 1) }
        guard bytes < .max else { return }
        member("maxLength", bytes)
        if use == .request { member("x-maxBytes", bytes) }
    }

    /// Answered with two decimals; taken with fewer too, and as a number.
    private mutating func money(_ use: SchemaUse) {
        guard use == .request else {
            member("type", "string" as StaticString)
            member("pattern", "^-?[0-9]{1,8}\\.[0-9]{2}$" as StaticString)
            return
        }
        append(
            #"""
            "anyOf":[{"type":"string","pattern":"^0{0,4}[0-9]{1,8}(\\.[0-9]{1,2})?$"},\#
            {"type":"number","minimum":0,"maximum":99999999.99}],\#
            "description":"An amount like \"129.90\", or a number with at most two decimals"
            """#)
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

    private mutating func list(of element: Schema, _ count: ClosedRange<Int>, _ use: SchemaUse) {
        member("type", "array" as StaticString)
        key("items")
        value(element, use)
        if count.lowerBound > 0 { member("minItems", count.lowerBound) }
        if count.upperBound < Int(UInt32.max) { member("maxItems", count.upperBound) }
    }

    private mutating func object(_ fields: [Schema.Field], _ use: SchemaUse) {
        member("type", "object" as StaticString)
        key("properties")
        beginObject()
        for field in fields {
            key(field.name)
            value(field.schema, use, isRequired: field.isRequired)
        }
        endObject()
        let required = fields.filter(\.isRequired)
        if !required.isEmpty {
            key("required")
            beginArray()
            for field in required { value(field.name.description) }
            endArray()
        }
        member("additionalProperties", false)
    }

    private mutating func anyOf(_ schemas: [Schema], orNull: Bool, _ use: SchemaUse) {
        key("anyOf")
        beginArray()
        for schema in schemas { value(schema, use) }
        if orNull {
            beginObject()
            member("type", "null" as StaticString)
            endObject()
        }
        endArray()
    }
}
