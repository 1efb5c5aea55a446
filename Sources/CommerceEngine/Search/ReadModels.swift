import CommerceCore

/// The read models of one shop, and which of their rows are behind it.
///
///     a row is what the shop says of it, unless it is in `products`, `variants`, `customers` or in its index's `dirty`
///
/// Derived, never recorded: recovery enters everything as behind, and the first request brings it up to date. Two
/// grades, because they cost differently: a sale marks `dirty`, one bit, and a query that needs stock looks; whatever
/// changes names, groups or prices marks the row as behind, and it is read again at the request's end.
final class ReadModels {
    let catalog: CatalogIndex
    let stock: StockIndex
    let customers: CustomerIndex
    /// Whether there is any row to be read again.
    private(set) var isBehind = false
    /// When someone last asked for what sales change.
    var figuresAskedAt: Timestamp?
    private let staleProducts = DirtyRows()
    private let staleVariants = DirtyRows()
    private let staleCustomers = DirtyRows()

    init(hash: ByteHash) {
        catalog = CatalogIndex(hash: hash)
        stock = StockIndex(hash: hash)
        customers = CustomerIndex(hash: hash)
    }

    func changed(_ product: ProductOrdinal) {
        staleProducts.mark(product.value)
        isBehind = true
    }

    func changed(_ variant: VariantOrdinal) {
        staleVariants.mark(variant.value)
        isBehind = true
    }

    func changed(_ customer: CustomerOrdinal) {
        staleCustomers.mark(customer.value)
        isBehind = true
    }

    /// Calls each body with the rows that are behind, and forgets them. A body must not mark.
    ///
    /// - Complexity: O(rows / 64 + rows behind).
    func takeStale(
        _ product: (ProductOrdinal) -> Void, _ variant: (VariantOrdinal) -> Void,
        _ customer: (CustomerOrdinal) -> Void
    ) {
        isBehind = false
        staleProducts.drain { product(ProductOrdinal(Int($0))) }
        staleVariants.drain { variant(VariantOrdinal(Int($0))) }
        staleCustomers.drain { customer(CustomerOrdinal(Int($0))) }
    }

    /// Does now what the next queries would.
    func settle() {
        catalog.settle()
        stock.settle()
        customers.settle()
    }
}
