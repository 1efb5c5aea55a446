import CommerceCore
package import CompactJSON

/// `/openapi.json`: the operation table as OpenAPI 3.1.
///
/// It promises what the table knows: routes, parameters, shapes, statuses, who may ask, and where the id in an answer
/// leads to.
package struct OpenAPIDocument {
    let table: OperationTable
    /// The named schemas that requests hold.
    let requestNames: Set<String>

    package static func write(_ table: OperationTable, into writer: inout JSONWriter) {
        OpenAPIDocument(table).write(into: &writer)
    }

    private init(_ table: OperationTable) {
        self.table = table
        var names: Set<String> = []
        for operation in table.operations {
            for parameter in operation.parameters { parameter.schema.collectNames(into: &names) }
        }
        requestNames = names
    }

    private func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("openapi", "3.1.0" as StaticString)
        writer.key("info")
        writer.beginObject()
        writer.member("title", "Holdfast" as StaticString)
        writer.member("version", "1" as StaticString)
        writer.member("description", OpenAPIDocument.summary)
        writer.endObject()
        writer.key("paths")
        writer.beginObject()
        for path in paths {
            writer.key(path)
            writer.beginObject()
            for operation in table.operations where operation.route?.path == path {
                writer.key(operation.route?.method.rawValue.lowercased() ?? "")
                write(operation, into: &writer)
            }
            writer.endObject()
        }
        writer.endObject()
        components(&writer)
        writer.endObject()
    }

    private static let summary: StaticString = """
        Orders, stock, customers and catalog of one shop. The same operations are spoken as JSON lines over TCP. \
        A schema lets in what may be let in; texts are also limited in bytes (x-maxBytes).
        """

    private var paths: [String] {
        var seen: Set<String> = []
        return table.operations.compactMap { $0.route?.path }.filter { seen.insert($0).inserted }
    }

    private func components(_ writer: inout JSONWriter) {
        writer.key("components")
        writer.beginObject()
        writer.key("schemas")
        writer.beginObject()
        for (name, schema) in Schema.components {
            writer.key(name)
            writer.value(schema, requestNames.contains(name.description) ? .request : .response)
        }
        writer.endObject()
        writer.append(",\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}")
        writer.endObject()
    }
}

extension Schema {
    /// The schema behind a name.
    var resolved: Schema {
        guard case .named(let name) = self else { return self }
        let found = Schema.components.first { $0.name.description == name.description }
        guard let found else { preconditionFailure("no schema is named \(name)") }
        return found.schema
    }

    /// Adds all names that it refers to, directly or through others.
    func collectNames(into names: inout Set<String>) {
        switch self {
        case .named(let name):
            if names.insert(name.description).inserted { resolved.collectNames(into: &names) }
        case .list(let element, _), .nullable(let element), .page(let element), .results(let element):
            element.collectNames(into: &names)
        case .object(let fields):
            for field in fields { field.schema.collectNames(into: &names) }
        case .either(let compact, let full):
            compact.collectNames(into: &names)
            full.collectNames(into: &names)
        case .text, .enumeration, .sort, .integer, .money, .flag, .time, .id, .anyObject, .nothing, .anything:
            break
        }
    }

    /// Where in an answer the id of what it shows stands, as a JSON pointer, and of what kind that is; `nil` if
    /// it shows no one thing.
    var identity: (pointer: String, kind: EntityID.Kind)? {
        switch self {
        case .named: return resolved.identity
        case .either(_, let full): return full.identity
        case .page(let element):
            return element.identity.map { ("/items/0" + $0.pointer, $0.kind) }
        case .object(let fields):
            for field in fields where field.name.description == "id" {
                if case .id(let kind) = field.schema { return ("/id", kind) }
            }
            return nil
        default: return nil
        }
    }
}
