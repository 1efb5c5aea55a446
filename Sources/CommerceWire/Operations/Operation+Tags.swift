import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let tags: [Operation] = [
        Operation(
            "tags.create", .needs(.productsWrite), .change, .post("/tags", creates: true),
            takes: .tagFields.requiring("name"), answers: .named("Tag"), "Add a tag", createTag),
        Operation(
            "tags.get", .needs(.productsRead), .read, .get("/tags/{tagId}"),
            takes: [.required("tagId", .id(.tag))], answers: .named("Tag"), "One tag", getTag),
        Operation(
            "tags.list", .needs(.productsRead), .read, .get("/tags"),
            takes: .page().filter { $0.name.description != "sort" } + [.optional("q", .text())],
            answers: .page(of: .named("Tag")), "Tags by name; q is how a name begins", listTags),
        Operation(
            "tags.update", .needs(.productsWrite), .change, .patch("/tags/{tagId}"),
            takes: [.required("tagId", .id(.tag))] + .tagFields, answers: .named("Tag"), "Rename a tag",
            updateTag),
        Operation(
            "tags.delete", .needs(.productsDelete), .change, .delete("/tags/{tagId}"),
            takes: [.required("tagId", .id(.tag))], answers: .nothing, "Remove a tag; products lose it",
            deleteTag),
    ]

    private static let createTag: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try RequestFields.tagName(try fields.required("name"), "name")
        var tag = Tag(name: name, slug: Slug.make(from: name, otherwise: "tag"), at: shop.now)
        tag.slug = try fields.slug() ?? tag.slug
        write(try shop.create(tag, slugIsFree: fields.optional("slug") == nil), shop, &reply)
    }

    private static let getTag: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.tag(in: shop), shop, &reply)
    }

    private static let listTags: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: false)
        let beginning = try request.fields.optionalString("q") ?? ""
        let tags = shop.tags(beginning: beginning)
        page.write(count: tags.count, into: &reply) { index, reply in write(tags[index], shop, &reply) }
    }

    private static let updateTag: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.tag(in: shop)
        var changed = shop.tag(ordinal)
        if fields.isPresent("name") {
            changed.name = try RequestFields.tagName(try fields.required("name"), "name")
        }
        changed.slug = try fields.slug() ?? changed.slug
        try shop.update(ordinal) { $0 = changed }
        write(ordinal, shop, &reply)
    }

    private static let deleteTag: Handler = { (request, shop, reply) throws(Rejection) in
        try shop.delete(try request.fields.tag(in: shop))
        reply.append("{}")
    }

    private static func write(_ ordinal: TagOrdinal, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }
}

extension RequestFields {
    fileprivate func tag(in shop: isolated Shop) throws(Rejection) -> TagOrdinal {
        try shop.findTag(RequestFields.entityID(try required("tagId"), "tagId", else: .tagNotFound))
    }
}
