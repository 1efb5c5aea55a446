extension Operation {
    /// Everything about products, their variants, categories, tags and tables.
    static let catalog = products + variants + bulkProducts + productTables + categories + tags + uploads
}
