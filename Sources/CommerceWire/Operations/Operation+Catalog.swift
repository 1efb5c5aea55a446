extension Operation {
    /// Everything about products, their variants, categories, tags and pictures.
    static let catalog = products + variants + bulkProducts + categories + tags + uploads
}
