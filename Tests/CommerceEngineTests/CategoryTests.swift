import CommerceCore
import CommerceEngine
import Testing

@Suite("categories and tags")
struct CategoryTests {
    @discardableResult
    private func make(_ world: ShopWorld, _ name: String, under parent: CategoryOrdinal? = nil) throws
        -> CategoryOrdinal
    {
        try world.run { shop in
            var category = CommerceCore.Category(name: name, slug: name.lowercased(), at: shop.now)
            category.parent = parent
            return try shop.create(category, slugIsFree: false)
        }
    }

    @Test("a name, whatever its case, and a slug belong to one category; a slug not asked for gives way")
    func unique() throws {
        let world = try ShopWorld()
        try make(world, "Cups")
        #expect(
            world.refusal {
                _ = try $0.create(Category(name: "CUPS", slug: "x", at: $0.now), slugIsFree: false)
            } == .alreadyExists(field: "name"))
        #expect(
            world.refusal {
                _ = try $0.create(Category(name: "Other", slug: "cups", at: $0.now), slugIsFree: false)
            } == .alreadyExists(field: "slug"))
        let free = try world.run { shop in
            try shop.create(Category(name: "Other", slug: "cups", at: shop.now), slugIsFree: true)
        }
        #expect(world.run { $0.category(free).slug } == "cups-2")
        let found = try world.run { shop in
            [
                try shop.findCategory(slug: "cups-2"), try shop.findCategory(name: "oTHER"),
                try shop.findCategory(shop.id(of: free)),
            ]
        }
        #expect(found == [free, free, free])
    }

    @Test("a category never becomes its own ancestor")
    func cycles() throws {
        let world = try ShopWorld()
        let top = try make(world, "a")
        let middle = try make(world, "b", under: top)
        let leaf = try make(world, "c", under: middle)
        for parent in [top, middle, leaf] {
            let refused = world.refusal { try $0.update(top) { $0.parent = parent } }
            #expect(refused?.code == .invalidValue)
        }
        try world.run { try $0.update(leaf) { $0.parent = top } }
        #expect(world.run { $0.children(of: top) } == [middle, leaf])
    }

    @Test("of a deleted category the children move up, products lose it, name and slug are free")
    func deletion() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 1)
        let top = try make(world, "a")
        let middle = try make(world, "b", under: top)
        let leaf = try make(world, "c", under: middle)
        try world.run { try $0.update(ProductOrdinal(0)) { $0.categories = [middle, leaf] } }
        #expect(
            world.refusal { try $0.delete(middle, expectedVersion: 7) }
                == .versionConflict(expected: 7, actual: 1))
        try world.run { try $0.delete(middle, expectedVersion: 1) }
        world.run { shop in
            #expect(shop.category(leaf).parent == top && shop.category(leaf).version == 2)
            #expect(shop.categories(of: ProductOrdinal(0)) == [leaf])
            #expect(shop.stock(of: cup).details.product == ProductOrdinal(0))
        }
        let id = world.run { $0.id(of: middle) }
        #expect(world.refusal { _ = try $0.findCategory(id) } == .notFound(.categoryNotFound))
        try make(world, "B")
        #expect(
            world.refusal { try $0.update(leaf) { $0.parent = middle } } == .notFound(.categoryNotFound))
    }

    @Test("a tag's name and slug are its own until it is deleted")
    func tags() throws {
        let world = try ShopWorld()
        try world.sell("CUP", 1)
        let tag = try world.run { shop in
            try shop.create(Tag(name: "Blue", slug: "blue", at: shop.now), slugIsFree: false)
        }
        let same = { (shop: isolated Shop) throws in
            _ = try shop.create(Tag(name: "bLUE", slug: "other", at: shop.now), slugIsFree: false)
        }
        #expect(world.refusal(same) == .alreadyExists(field: "name"))
        try world.run { try $0.update(ProductOrdinal(0)) { $0.tags = [tag] } }
        #expect(world.run { $0.tags(of: ProductOrdinal(0)) } == [tag])
        try world.run { try $0.delete(tag) }
        #expect(world.run { $0.tags(of: ProductOrdinal(0)) } == [])
        try world.run(same)
    }
}
