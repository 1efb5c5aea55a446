import CSVText
import CommerceCore
import CommerceWire
import Testing

@Suite("Shopify's product table")
struct ProductTableTests {
    private func products(_ text: String) throws -> [ImportedProduct] {
        let result = ProductTable.read(Array(text.utf8))
        try #require(result.issues.items == [])
        return result.products
    }

    private func written(_ products: [ImportedProduct], header: [String]) -> [UInt8] {
        var writer = ProductTableWriter(header: header)
        for product in products { writer.write(product) }
        return writer.takeBytes()
    }

    /// Header and rows as bytes, which unlike texts tell composed letters from decomposed ones.
    private func content(_ text: [UInt8]) throws -> [[[UInt8]]] {
        let table = try CSVTable(reading: text)
        return ([table.header.names] + table.rows.map(\.fields)).map { row in row.map { Array($0.utf8) } }
    }

    @Test("a product has its texts, options, variants and images")
    func values() throws {
        let products = try products(ProductFiles.apparel)
        #expect(products.map(\.handle) == ["blue-shirt", "varsity-top"])
        let shirt = products[0]
        #expect(shirt.title == "Blue Shirt")
        #expect(shirt.body == "Cotton, \"soft\" ")
        #expect(shirt.tags == ["men"])
        #expect(shirt.optionNames == [])
        #expect(shirt.variants.map(\.name) == ["Default Title"])
        #expect(shirt.variants[0].price == Money(minorUnits: 5_000))
        #expect(shirt.variants[0].quantity == Quantity(1))
        #expect(!shirt.variants[0].trackInventory && !shirt.variants[0].allowBackorder)
        #expect(shirt.images.map(\.url) == ["https://cdn.example.com/shirt_925x.jpg"])
        #expect(!shirt.isGiftCard)
        let top = products[1]
        #expect(top.optionNames == ["Size"])
        #expect(top.variants.map(\.optionValues) == [["Small"], ["Medium"], ["Large"]])
        #expect(top.variants.map(\.sku) == ["V-S", "V-M", "V-L"])
        #expect(top.variants.map(\.line) == [3, 4, 5])
    }

    @Test("the newer names of the columns mean the same, in any case")
    func newerNames() throws {
        let products = try products(ProductFiles.newer)
        let jacket = products[0]
        #expect(jacket.status == .draft && !jacket.isVisible)
        #expect(jacket.body == "<p>Warm\n and dry</p>")
        #expect(jacket.tags == ["b", "a"])
        #expect(jacket.productType == "Coat" && jacket.vendor == "Nord")
        #expect(jacket.metaTitle == "The jacket" && jacket.metaDescription == "=Warm")
        #expect(jacket.optionNames == ["Size", "Colour", "Cut"])
        #expect(jacket.variants.map(\.name) == ["S / Red / Slim", "M / Red / Slim"])
        #expect(jacket.variants[0].cost == Money(minorUnits: 500))
        #expect(jacket.variants[0].compareAtPrice == Money(minorUnits: 2_000))
        #expect(jacket.variants[0].barcode == "0123")
        #expect(jacket.variants[0].image == "https://cdn.example.com/2.jpg")
        #expect(jacket.variants.map(\.trackInventory) == [true, true])
        #expect(jacket.variants.map(\.allowBackorder) == [false, true])
        #expect(jacket.variants.map(\.quantity) == [Quantity(5), nil])
        #expect(jacket.imagesInOrder.map(\.altText) == ["-Back", "Front", ""])
        #expect(jacket.layout?.text == "ibvi")
        #expect(products[1].isGiftCard && products[1].status == .archived && products[1].variants.count == 1)
    }

    @Test("writing what was read gives the same header, rows and fields", arguments: ProductFiles.all)
    func roundTrip(file: String) throws { try checkRoundTrip(Array(file.utf8)) }

    @Test(
        "Shopify's own samples come back as they were",
        .enabled(if: !ProductFiles.shared.isEmpty, "Shopify's samples are not beside the package: NOT tested")
    )
    func samples() throws {
        #expect(ProductFiles.shared.count == 2)
        for file in ProductFiles.shared { try checkRoundTrip(file) }
    }

    private func checkRoundTrip(_ file: [UInt8]) throws {
        let result = ProductTable.read(file)
        try #require(result.issues.items == [])
        #expect(result.products.reduce(0) { $0 + $1.variants.count } >= 3)
        let again = written(result.products, header: result.header)
        #expect(try content(again) == content(file))
        #expect(
            ProductTable.read(again).products.map(\.variants.count) == result.products.map(\.variants.count))
    }

    @Test("values that changed are written; spellings that still mean the value stay, and no others")
    func change() throws {
        var product = try products(ProductFiles.apparel)[0]
        product.variants[0].price = Money(minorUnits: 5_050)
        product.images[0].altText = "A shirt"
        let header = ["Handle", "Variant Price", "Variant Grams", "Image Alt Text", "Option1 Value"]
        #expect(
            try content(written([product], header: header)).last
                == ["blue-shirt", "50.50", "0", "A shirt", "Default Title"].map { Array($0.utf8) })
        product.variants[0].price = Money(minorUnits: 5_000)
        #expect(try content(written([product], header: header)).last?[1] == Array("50".utf8))
    }

    @Test("when a variant comes or goes, the rows are laid out anew and extras stay with what they belong to")
    func relayout() throws {
        var jacket = try products(ProductFiles.newer)[0]
        jacket.variants.remove(at: 0)
        let header = ["Handle", "SKU", "Inventory tracker", "Image Src", "Product category", "Charge tax"]
        let rows = try CSVTable(reading: written([jacket], header: header)).rows.map(\.fields)
        #expect(
            rows == [
                ["jacket", "J-2", "shipwire", "https://cdn.example.com/1.jpg", "Apparel > Coats", "TRUE"],
                ["jacket", "", "", "https://cdn.example.com/2.jpg", "", ""],
                ["jacket", "", "", "/uploads/3.png", "", ""],
            ])
    }

    @Test("a product made here is written in Shopify's usual way")
    func native() throws {
        var product = ImportedProduct(handle: "mug", title: "Mug")
        product.variants = [ImportedVariant()]
        product.variants[0].price = Money(minorUnits: 1_290)
        product.status = .draft
        let table = try CSVTable(reading: written([product], header: ProductTable.standardHeader))
        let row = try #require(table.rows.first)
        let expected = [
            ("Handle", "mug"), ("Option1 Name", "Title"), ("Option1 Value", "Default Title"),
            ("Variant Price", "12.90"), ("Variant Inventory Qty", "0"), ("Variant Inventory Policy", "deny"),
            ("Published", "true"), ("Status", "draft"), ("Image Src", ""), ("Image Position", ""),
        ]
        for (name, value) in expected { #expect(table.header.field(name, of: row) == value, "\(name)") }
    }

    @Test("extras and layouts survive as texts; a header covers every extra")
    func stored() throws {
        let result = ProductTable.read(Array(ProductFiles.newer.utf8))
        for product in result.products {
            for extras in [product.extras] + product.variants.map(\.extras) + product.images.map(\.extras) {
                #expect(ProductExtra.list(from: ProductExtra.text(of: extras)) == extras)
            }
            if let layout = product.layout { #expect(ProductRowLayout(text: layout.text) == layout) }
        }
        #expect(ProductExtra.list(from: "a\r\n") == nil && ProductExtra.list(from: "\"") == nil)
        #expect(ProductRowLayout(text: "") == nil && ProductRowLayout(text: "bx") == nil)
        let header = ProductTable.header(covering: result.products)
        #expect(header.contains("Product category") && header.contains("Charge tax"))
        #expect(Set(header.map { $0.lowercased() }).count == header.count)
        let again = ProductTable.read(written(result.products, header: header))
        #expect(again.issues.items == [])
        #expect(again.products.map(\.variants.count) == [2, 1])
    }
}
