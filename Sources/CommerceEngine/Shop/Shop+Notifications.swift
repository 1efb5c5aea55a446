package import CommerceCore

extension Shop {
    /// The notifications that are kept: the newest 4,096.
    package var notificationCount: Int { notifications.count }

    /// A kept notification; 0 is the oldest.
    package func notification(_ index: Int) -> Notification { notifications[index] }

    /// The index of the first kept notification above `sequence`; ``notificationCount`` if there is none.
    ///
    /// - Complexity: O(log notifications).
    package func notificationIndex(after sequence: UInt64) -> Int { notifications.index(after: sequence) }

    /// The kept notification of this number.
    package func notification(sequence: UInt64) -> Notification? {
        guard sequence > 0 else { return nil }
        let index = notifications.index(after: sequence - 1)
        guard index < notifications.count, notifications[index].sequence == sequence else { return nil }
        return notifications[index]
    }

    /// What `subject` has read.
    package func readMark(of subject: SubjectOrdinal) -> ReadMark { readMarks[subject] ?? ReadMark() }

    /// - Complexity: O(notifications · log marks).
    package func unreadCount(of subject: SubjectOrdinal) -> Int {
        let mark = readMark(of: subject)
        let first = notifications.index(after: mark.through)
        return (first..<notifications.count).count { !mark.contains(notifications[$0].sequence) }
    }

    /// Calls `body` with the kept notifications that `permissions` let someone see, newest first, until it answers
    /// false.
    ///
    /// - Parameter sequence: Where to begin; only older ones are shown.
    /// - Complexity: O(notifications).
    package func forEachNotification(
        before sequence: UInt64 = .max, seenWith permissions: PermissionSet, _ body: (Notification) -> Bool
    ) {
        let end = sequence == .max ? notifications.count : notifications.index(after: max(sequence, 1) - 1)
        for index in stride(from: end - 1, through: 0, by: -1) {
            let notification = notifications[index]
            guard permissions.contains(notification.kind.requiredPermission) else { continue }
            guard body(notification) else { return }
        }
    }

    /// How many kept notifications that `permissions` let `subject` see were not read. Nobody has read nothing.
    ///
    /// - Complexity: O(notifications · log marks).
    package func unreadCount(of subject: SubjectOrdinal?, seenWith permissions: PermissionSet) -> Int {
        let mark = subject.map { readMark(of: $0) } ?? ReadMark()
        var count = 0
        forEachNotification(seenWith: permissions) { notification in
            // Everything older is read too.
            if notification.sequence <= mark.through { return false }
            if !mark.contains(notification.sequence) { count += 1 }
            return true
        }
        return count
    }

    /// `subject` has read everything up to `sequence`.
    package func markRead(through sequence: UInt64, by subject: SubjectOrdinal) {
        changeReadMark(of: subject) { $0.mark(through: min(sequence, self.sequence)) }
    }

    /// `subject` has read these. Numbers that are no kept notification's are passed over.
    package func markRead(_ sequences: [UInt64], by subject: SubjectOrdinal) {
        changeReadMark(of: subject) { mark in
            for sequence in sequences where notification(sequence: sequence) != nil { mark.mark(sequence) }
        }
    }

    /// Takes back that `subject` has read these.
    package func markUnread(_ sequences: [UInt64], by subject: SubjectOrdinal) {
        changeReadMark(of: subject) { mark in
            for sequence in sequences where notification(sequence: sequence) != nil {
                let between = sequence <= mark.through ? kept(above: sequence, through: mark.through) : []
                mark.unmark(sequence, keeping: between)
            }
        }
    }

    private func kept(above sequence: UInt64, through last: UInt64) -> [UInt64] {
        (notifications.index(after: sequence)..<notifications.index(after: last)).map {
            notifications[$0].sequence
        }
    }

    private func changeReadMark(of subject: SubjectOrdinal, _ change: (inout ReadMark) -> Void) {
        precondition(subject.index < subjects.count, "there is no subject \(subject.value)")
        let before = readMark(of: subject)
        var after = before
        change(&after)
        // What is not kept any more need not be remembered one by one.
        if notifications.count > 0 { after.forget(before: notifications[0].sequence) }
        guard after != before else { return }
        journal.notificationsRead(by: subject, after)
        readMarks[subject] = after
    }

    // MARK: Messages to customers

    /// How many messages to customers wait to be sent.
    package var outboxCount: Int { outbox.count }
    /// How many had to make room since the start, because too many waited.
    package var outboxDroppedCount: UInt64 { outbox.droppedCount }

    /// The oldest messages above `sequence`, at most `limit`.
    package func outboxEntries(after sequence: UInt64 = 0, limit: Int) -> [OutboxEntry] {
        let first = outbox.index(after: sequence)
        return (first..<min(first + limit, outbox.count)).map { outbox[$0] }
    }

    /// Everything up to `sequence` was sent, or given up.
    package func acknowledgeOutbox(through sequence: UInt64) {
        guard outbox.count > 0, outbox[0].sequence <= sequence else { return }
        journal.outboxAcknowledged(through: sequence)
        outbox.removeAll(through: sequence)
    }
}
