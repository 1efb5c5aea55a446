import CommerceCore
package import CompactJSON

/// `/openapi.json`: the operation table as OpenAPI 3.1.
package enum OpenAPIDocument {
    package static func write(_ table: OperationTable, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("openapi", "3.1.0" as StaticString)
        writer.key("info")
        writer.beginObject()
        writer.member("title", "Holdfast" as StaticString)
        writer.member("version", "1" as StaticString)
        writer.member("description", summary)
        writer.endObject()
        writer.key("paths")
        writer.beginObject()
        for path in paths(table) {
            writer.key(path)
            writer.beginObject()
            for operation in table.operations where operation.route?.path == path {
                writer.key(operation.route?.method.rawValue.lowercased() ?? "")
                writer.openAPI(operation)
            }
            writer.endObject()
        }
        writer.endObject()
        components(&writer)
        writer.endObject()
    }

    private static let summary: StaticString =
        "Orders, stock, customers and catalog of one shop. The same operations are spoken as JSON lines over TCP."

    private static func paths(_ table: OperationTable) -> [String] {
        var seen: Set<String> = []
        return table.operations.compactMap { $0.route?.path }.filter { seen.insert($0).inserted }
    }

    private static func components(_ writer: inout JSONWriter) {
        writer.key("components")
        writer.beginObject()
        writer.key("schemas")
        writer.beginObject()
        for (name, schema) in Schema.components {
            writer.key(name)
            writer.value(schema)
        }
        writer.endObject()
        writer.append(",\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}")
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func openAPI(_ operation: Operation) {
        guard let route = operation.route else { return }
        beginObject()
        member("operationId", operation.name)
        member("summary", operation.summary)
        key("tags")
        beginArray()
        value(String(operation.name.description.prefix { $0 != "." }))
        endArray()
        if operation.access != .anyone { append(",\"security\":[{\"bearer\":[]}]") }
        if case .needs(let permission) = operation.access { member("x-permission", permission.name) }
        parameters(of: operation, route)
        if route.method.hasBody { requestBody(of: operation, route) }
        responses(of: operation, route)
        endObject()
    }

    private mutating func parameters(of operation: Operation, _ route: Route) {
        key("parameters")
        beginArray()
        for parameter in operation.parameters {
            let isInPath = route.parameterNames.contains(parameter.name.description)
            guard isInPath || !route.method.hasBody else { continue }
            beginObject()
            member("name", parameter.name)
            member("in", isInPath ? "path" as StaticString : "query")
            member("required", isInPath || parameter.isRequired)
            if case .list = parameter.schema {
                member("style", "form" as StaticString)
                member("explode", false)
            }
            key("schema")
            value(parameter.schema)
            endObject()
        }
        if operation.isChange { keyHeader() }
        endArray()
    }

    private mutating func keyHeader() {
        beginObject()
        member("name", "Idempotency-Key" as StaticString)
        member("in", "header" as StaticString)
        key("schema")
        beginObject()
        member("type", "string" as StaticString)
        member("pattern", "^[!-~]{1,128}$" as StaticString)
        endObject()
        endObject()
    }

    private mutating func requestBody(of operation: Operation, _ route: Route) {
        let members = operation.parameters.filter { !route.parameterNames.contains($0.name.description) }
        guard !members.isEmpty else { return }
        key("requestBody")
        beginObject()
        member("required", members.contains(where: \.isRequired))
        append(",\"content\":{\"application/json\":{\"schema\":")
        value(.object(members.asFields))
        append("}}")
        endObject()
    }

    private mutating func responses(of operation: Operation, _ route: Route) {
        key("responses")
        beginObject()
        key(String(route.status))
        response("Done", route.status == 204 ? nil : operation.reply)
        if route.status == 201 {
            key("200")
            response("Done before, under the same key", operation.reply)
        }
        for status in operation.refusals {
            key(String(status))
            response("Refused", .named("Error"))
        }
        endObject()
    }

    private mutating func response(_ description: StaticString, _ schema: Schema?) {
        beginObject()
        member("description", description)
        if let schema {
            append(",\"content\":{\"application/json\":{\"schema\":")
            value(schema)
            append("}}")
        }
        endObject()
    }
}

extension Operation {
    /// The statuses that a refusal of it can have.
    fileprivate var refusals: [Int] {
        var statuses = [400, 429, 503]
        if access != .anyone { statuses += [401, 403] }
        if !(route?.parameterNames.isEmpty ?? true) || isChange { statuses.append(404) }
        if isChange { statuses += [409, 413, 415, 422, 507] }
        return statuses.sorted()
    }
}
