package import CommerceCore

// Texts that many share, each stored once and named by number ever after.
extension Shop {
    /// The number of who asks; appended to the journal when the name is new.
    package func subject(named name: String) -> SubjectOrdinal {
        if let known = subjectsByName.find(hash(name), where: { subjects[Int($0)] == name }) {
            return SubjectOrdinal(Int(known))
        }
        let ordinal = SubjectOrdinal(subjects.count)
        journal.subject(ordinal, name)
        enter(subject: name)
        return ordinal
    }

    package func name(of subject: SubjectOrdinal) -> String { subjects[subject.index] }
    package func label(_ ordinal: LabelOrdinal) -> LineLabel { labels[ordinal.index] }
    package func contact(_ ordinal: ContactOrdinal) -> Contact { contacts[ordinal.index] }
    package func address(_ ordinal: AddressOrdinal) -> String { addresses[ordinal.index] }

    func enter(subject name: String) {
        subjectsByName.insert(hash(name), UInt64(subjects.count))
        subjects.append(name)
    }

    func makeLabel(_ label: LineLabel) -> LabelOrdinal {
        let ordinal = LabelOrdinal(labels.count)
        journal.label(ordinal, label)
        labels.append(label)
        return ordinal
    }

    func makeContact(_ contact: Contact) -> ContactOrdinal {
        let ordinal = ContactOrdinal(contacts.count)
        journal.contact(ordinal, contact)
        contacts.append(contact)
        return ordinal
    }

    /// The number of `text`, one of `known` if it is the same: a customer's own address is stored once
    /// however many orders go there.
    func makeAddress(_ text: String, knownAs known: [AddressOrdinal?]) -> AddressOrdinal {
        for case let ordinal? in known where addresses[ordinal.index] == text { return ordinal }
        let ordinal = AddressOrdinal(addresses.count)
        journal.address(ordinal, text)
        addresses.append(text)
        return ordinal
    }
}
