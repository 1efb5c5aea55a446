import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let categories: [Operation] = [
        Operation(
            "categories.create", .needs(.productsWrite), .change, .post("/categories", creates: true),
            takes: .categoryFields.requiring("name"), answers: .named("Category"), "Add a category",
            createCategory),
        Operation(
            "categories.get", .needs(.productsRead), .read, .get("/categories/{categoryId}"),
            takes: [.required("categoryId", .id(.category))], answers: .named("Category"), "One category",
            getCategory),
        Operation(
            "categories.list", .needs(.productsRead), .read, .get("/categories"),
            takes: .page().filter { $0.name.description != "sort" } + [.optional("visible", .flag)],
            answers: .page(of: .named("Category")),
            "Categories in the order of the tree: each before those below it, these by displayOrder",
            listCategories),
        Operation(
            "categories.update", .needs(.productsWrite), .change, .patch("/categories/{categoryId}"),
            takes: [.required("categoryId", .id(.category))] + .expectedVersion + .categoryFields,
            answers: .named("Category"), "Change or move a category", updateCategory),
        Operation(
            "categories.delete", .needs(.productsDelete), .change, .delete("/categories/{categoryId}"),
            takes: [.required("categoryId", .id(.category))] + .expectedVersion, answers: .nothing,
            "Remove a category; those below it move up", deleteCategory),
    ]

    private static let createCategory: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name")
        var category = Category(
            name: name, slug: Slug.make(from: name, otherwise: "category"), at: shop.now)
        try fields.read(into: &category, in: shop)
        let ordinal = try shop.create(category, slugIsFree: fields.optional("slug") == nil)
        write(ordinal, request, shop, &reply)
    }

    private static let getCategory: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.category(in: shop), request, shop, &reply)
    }

    private static let listCategories: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: false)
        let visible = try request.fields.flag("visible")
        let tree = shop.categoryTree().filter { visible ?? $0.isVisible == $0.isVisible }
        page.write(count: tree.count, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(of: tree[index].ordinal, depth: tree[index].depth, in: shop)
            reply.endObject()
        }
    }

    private static let updateCategory: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.category(in: shop)
        let version = try fields.expectedVersion()
        var changed = shop.category(ordinal)
        try fields.read(into: &changed, in: shop)
        try shop.update(ordinal, expectedVersion: version) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let deleteCategory: Handler = { (request, shop, reply) throws(Rejection) in
        let version = try request.fields.expectedVersion()
        try shop.delete(try request.fields.category(in: shop), expectedVersion: version)
        reply.append("{}")
    }

    private static func write(
        _ ordinal: CategoryOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.category(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, depth: shop.depth(of: ordinal), in: shop)
        reply.endObject()
    }
}

extension RequestFields {
    static var displayOrders: ClosedRange<Int64> { -1_000_000...1_000_000 }

    fileprivate func category(in shop: isolated Shop) throws(Rejection) -> CategoryOrdinal {
        try shop.findCategory(
            RequestFields.entityID(try required("categoryId"), "categoryId", else: .categoryNotFound))
    }

    /// Reads what is present into `category`; what is absent stays. `parentId: null` moves it to the top.
    fileprivate func read(into category: inout Category, in shop: isolated Shop) throws(Rejection) {
        if isPresent("name") { category.name = try string("name") }
        category.slug = try slug() ?? category.slug
        if isPresent("description") {
            category.description = try optionalString("description", bytesMaximum: 4_096)
        }
        if isPresent("parentId") {
            category.parent = nil
            if let parent = optional("parentId") {
                category.parent = try shop.findCategory(
                    RequestFields.entityID(parent, "parentId", else: .categoryNotFound))
            }
        }
        if let order = try integer("displayOrder", in: RequestFields.displayOrders) {
            category.displayOrder = Int32(order)
        }
        category.isVisible = try flag("isVisible") ?? category.isVisible
        if isPresent("image") { category.image = try imageAddress("image") }
    }
}
