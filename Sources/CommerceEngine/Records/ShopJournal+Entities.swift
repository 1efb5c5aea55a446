import CommerceCore

// Catalog and people: a record holds the whole value after the change.
extension ShopJournal {
    func product(_ ordinal: ProductOrdinal, _ product: Product) {
        _ = append(.product) {
            $0.put(ordinal)
            $0.put(product)
        }
    }

    func variant(_ ordinal: VariantOrdinal, _ variant: Variant, label: LabelOrdinal) {
        _ = append(.variant) {
            $0.put(ordinal)
            $0.put(label)
            $0.put(variant)
        }
    }

    func customer(_ ordinal: CustomerOrdinal, _ customer: Customer, contact: ContactOrdinal) {
        _ = append(.customer) {
            $0.put(ordinal)
            $0.put(contact)
            $0.put(customer)
        }
    }

    func shippingMethod(_ ordinal: ShippingMethodOrdinal, _ method: ShippingMethod) {
        _ = append(.shippingMethod) {
            $0.put(ordinal)
            $0.put(method)
        }
    }

    func apiKey(_ number: Int, _ key: APIKey) {
        _ = append(.apiKey) {
            $0.put(count: number)
            $0.put(key)
        }
    }

    func category(_ ordinal: CategoryOrdinal, _ category: Category) {
        _ = append(.category) {
            $0.put(ordinal)
            $0.put(category)
        }
    }

    func tag(_ ordinal: TagOrdinal, _ tag: Tag) {
        _ = append(.tag) {
            $0.put(ordinal)
            $0.put(tag)
        }
    }

    func user(_ ordinal: UserOrdinal, _ user: User) {
        _ = append(.user) {
            $0.put(ordinal)
            $0.put(user)
        }
    }

    func role(_ ordinal: RoleOrdinal, _ role: Role) {
        _ = append(.role) {
            $0.put(ordinal)
            $0.put(role)
        }
    }

    func signInSession(_ number: SessionOrdinal, _ session: SignInSession) {
        _ = append(.signInSession) {
            $0.put(number)
            $0.put(session)
        }
    }
}
