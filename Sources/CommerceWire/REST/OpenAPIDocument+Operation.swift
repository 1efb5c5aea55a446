import CommerceCore
import CompactJSON

// One operation: its parameters, what it takes, what it answers.
extension OpenAPIDocument {
    func write(_ operation: Operation, into writer: inout JSONWriter) {
        guard let route = operation.route else { return }
        writer.beginObject()
        writer.member("operationId", operation.name)
        writer.member("summary", operation.summary)
        writer.key("tags")
        writer.beginArray()
        writer.value(String(operation.name.description.prefix { $0 != "." }))
        writer.endArray()
        if operation.access != .anyone { writer.append(",\"security\":[{\"bearer\":[]}]") }
        if case .needs(let permission) = operation.access { writer.member("x-permission", permission.name) }
        parameters(of: operation, route, &writer)
        if route.method.hasBody { requestBody(of: operation, route, &writer) }
        responses(of: operation, route, &writer)
        writer.endObject()
    }

    private func parameters(of operation: Operation, _ route: Route, _ writer: inout JSONWriter) {
        writer.key("parameters")
        writer.beginArray()
        for parameter in operation.parameters(in: route) {
            let isInPath = route.parameterNames.contains(parameter.name.description)
            guard isInPath || !route.method.hasBody else { continue }
            let isRequired = isInPath || parameter.isRequired
            writer.beginObject()
            writer.member("name", parameter.name)
            writer.member("in", isInPath ? "path" as StaticString : "query")
            writer.member("required", isRequired)
            if case .list = parameter.schema {
                writer.member("style", "form" as StaticString)
                writer.member("explode", false)
            }
            writer.key("schema")
            writer.value(parameter.schema, .request, isRequired: isRequired)
            writer.endObject()
        }
        if case .either = operation.reply { view(&writer) }
        headers(of: operation, route, &writer)
        writer.endArray()
    }

    private func view(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", "view" as StaticString)
        writer.member("in", "query" as StaticString)
        writer.append(",\"schema\":{\"type\":\"string\",\"enum\":[\"full\",\"compact\"]}")
        writer.endObject()
    }

    private func headers(of operation: Operation, _ route: Route, _ writer: inout JSONWriter) {
        if operation.takesKey {
            header(
                "Idempotency-Key", "The same key and body again are answered as before, and change nothing",
                maximum: RequestFields.keyBytesMaximum, &writer)
        }
        if operation.parameterNames.contains(where: { $0.description == "expectedVersion" }) {
            header(
                "If-Match", "The tag of the version that the change is made against", maximum: 128, &writer)
        }
        if operation.hasEntityTag {
            header("If-None-Match", "The tag of what is there already", maximum: 1_024, &writer)
        }
    }

    private func header(
        _ name: StaticString, _ description: StaticString, maximum: Int, _ writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("in", "header" as StaticString)
        writer.member("description", description)
        writer.key("schema")
        writer.beginObject()
        writer.member("type", "string" as StaticString)
        writer.member("minLength", 1)
        writer.member("maxLength", maximum)
        writer.endObject()
        writer.endObject()
    }

    private func requestBody(of operation: Operation, _ route: Route, _ writer: inout JSONWriter) {
        if operation.place == .upload { return uploadBody(&writer) }
        let members = operation.parameters(in: route).filter {
            !route.parameterNames.contains($0.name.description)
        }
        guard !members.isEmpty else { return }
        writer.key("requestBody")
        writer.beginObject()
        writer.member("required", members.contains(where: \.isRequired))
        writer.append(",\"content\":{\"application/json\":{\"schema\":")
        writer.value(.object(members.asFields))
        writer.append("}}")
        writer.endObject()
    }

    /// The picture, in a form or as it is.
    private func uploadBody(_ writer: inout JSONWriter) {
        writer.append(
            #"""
            ,"requestBody":{"required":true,"content":{"multipart/form-data":{"schema":{"type":"object",\#
            "properties":{"file":{"type":"string","format":"binary"}},"required":["file"],\#
            "additionalProperties":false}},"image/*":{"schema":{"type":"string","format":"binary"}}}}
            """#)
    }

    private func responses(of operation: Operation, _ route: Route, _ writer: inout JSONWriter) {
        writer.key("responses")
        writer.beginObject()
        writer.key(String(route.status))
        if case .csv = operation.media {
            writer.append(
                "{\"description\":\"Done\",\"content\":{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}}")
        } else {
            response("Done", route.status == 204 ? nil : operation.reply, links: operation, &writer)
        }
        if route.status == 201 {
            writer.key("200")
            response("Done before: under the same key, or with the same id", operation.reply, &writer)
        }
        if operation.hasEntityTag {
            writer.key("304")
            response("Not changed since the tag in If-None-Match", nil, &writer)
        }
        for status in operation.refusals(in: route) {
            writer.key(String(status))
            response("Refused", .named("Error"), &writer)
        }
        writer.endObject()
    }

    private func response(
        _ description: StaticString, _ schema: Schema?, links operation: Operation? = nil,
        _ writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("description", description)
        if let schema {
            writer.append(",\"content\":{\"application/json\":{\"schema\":")
            writer.value(schema, .response)
            writer.append("}}")
        }
        if let operation, let identity = schema?.identity { links(from: operation, identity, &writer) }
        writer.endObject()
    }

    /// Where the id that is answered leads to: all operations whose path takes one of its kind.
    private func links(
        from source: Operation, _ identity: (pointer: String, kind: EntityID.Kind), _ writer: inout JSONWriter
    ) {
        writer.key("links")
        writer.beginObject()
        for target in table.operations where target !== source {
            guard let route = target.route,
                let parameter = target.parameters(in: route).first(where: {
                    guard case .id(identity.kind) = $0.schema else { return false }
                    return route.parameterNames.contains($0.name.description)
                })
            else { continue }
            writer.key(target.name.description)
            writer.beginObject()
            writer.member("operationId", target.name)
            writer.key("parameters")
            writer.beginObject()
            writer.member(parameter.name, "$response.body#\(identity.pointer)")
            writer.endObject()
            writer.endObject()
        }
        writer.endObject()
    }
}

extension Operation {
    /// Its parameters as REST takes them: what names the variant in the path is not named once more.
    fileprivate func parameters(in route: Route) -> [Parameter] {
        guard route.parameterNames.contains("variantId") else { return parameters }
        return parameters.filter { $0.name.description != "sku" || !isVariantName }
    }

    /// Whether its `sku` names a variant, and is not one to be set.
    private var isVariantName: Bool {
        guard let id = parameters.first(where: { $0.name.description == "variantId" }) else { return false }
        return !id.isRequired
    }

    /// The statuses that a refusal of it can have.
    fileprivate func refusals(in route: Route) -> [Int] {
        // A bearer that is not good is refused by those too that ask for none.
        var statuses: Set<Int> = [400, 401, 414, 429, 431, 503]
        if access != .anyone { statuses.insert(403) }
        let namesEntity = parameters.contains { parameter in
            switch parameter.schema {
            case .id, .list(.id, _): true
            default: false
            }
        }
        if namesEntity || !route.parameterNames.isEmpty || isChange { statuses.insert(404) }
        if route.method.hasBody { statuses.insert(409) }
        if route.method != .get { statuses.formUnion([413, 415]) }
        if isChange { statuses.formUnion([409, 422, 507]) }
        return statuses.sorted()
    }
}
