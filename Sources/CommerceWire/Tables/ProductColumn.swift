/// The columns of Shopify's product table that something in an ``ImportedProduct`` stands for.
///
/// Shopify has had two sets of names, and files of both are about; names are found whatever their case.
enum ProductColumn: Int, CaseIterable {
    /// What a column says something about.
    enum Scope { case product, variant, image }

    case handle, title, body, vendor, productType, tags, published, status, metaTitle, metaDescription
    case option1Name, option2Name, option3Name
    case option1Value, option2Value, option3Value
    case sku, price, compareAtPrice, cost, barcode, quantity, policy, tracker, variantImage
    case imageURL, imagePosition, imageAltText

    /// Those that make a row a variant's.
    static let variantMarkers = allCases.filter(\.marksVariant)
    static let optionNames: [ProductColumn] = [.option1Name, .option2Name, .option3Name]
    static let optionValues: [ProductColumn] = [.option1Value, .option2Value, .option3Value]

    /// The name in the older tables, then that in the newer ones if it is another.
    var names: [String] {
        switch self {
        case .handle: ["Handle", "URL handle"]
        case .title: ["Title"]
        case .body: ["Body (HTML)", "Description", "Body HTML"]
        case .vendor: ["Vendor"]
        case .productType: ["Type"]
        case .tags: ["Tags"]
        case .published: ["Published", "Published on online store"]
        case .status: ["Status"]
        case .metaTitle: ["SEO Title"]
        case .metaDescription: ["SEO Description"]
        case .option1Name: ["Option1 Name"]
        case .option2Name: ["Option2 Name"]
        case .option3Name: ["Option3 Name"]
        case .option1Value: ["Option1 Value"]
        case .option2Value: ["Option2 Value"]
        case .option3Value: ["Option3 Value"]
        case .sku: ["Variant SKU", "SKU"]
        case .price: ["Variant Price", "Price"]
        case .compareAtPrice: ["Variant Compare At Price", "Compare-at price"]
        case .cost: ["Cost per item"]
        case .barcode: ["Variant Barcode", "Barcode"]
        case .quantity: ["Variant Inventory Qty", "Inventory quantity"]
        case .policy: ["Variant Inventory Policy", "Continue selling when out of stock"]
        case .tracker: ["Variant Inventory Tracker", "Inventory tracker"]
        case .variantImage: ["Variant Image", "Variant image URL"]
        case .imageURL: ["Image Src", "Product image URL"]
        case .imagePosition: ["Image Position"]
        case .imageAltText: ["Image Alt Text"]
        }
    }

    var scope: Scope {
        switch self {
        case .handle, .title, .body, .vendor, .productType, .tags, .published, .status, .metaTitle,
            .metaDescription, .option1Name, .option2Name, .option3Name:
            .product
        case .option1Value, .option2Value, .option3Value, .sku, .price, .compareAtPrice, .cost, .barcode,
            .quantity, .policy, .tracker, .variantImage:
            .variant
        case .imageURL, .imagePosition, .imageAltText: .image
        }
    }

    /// Columns that people fill down over every row make no row a variant's.
    private var marksVariant: Bool {
        switch self {
        case .quantity, .policy, .tracker: false
        default: scope == .variant
        }
    }

    /// The same bounds as for members of requests.
    var bytesMax: Int {
        switch self {
        case .body: 65_536
        case .tags: 16_384
        case .variantImage, .imageURL: 2_048
        case .metaDescription, .imageAltText: 1_024
        case .handle: 200
        case .sku: 100
        default: 255
        }
    }
}
