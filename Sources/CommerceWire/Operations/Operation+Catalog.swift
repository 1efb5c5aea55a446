extension Operation {
    /// Everything about products, their variants, categories and tags.
    static let catalog = products + variants + bulkProducts + categories + tags
}
