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

    /// Notes that an order could not be placed, for want of `variant` if that is why.
    ///
    /// At most one a minute is written down: a flash sale refuses thousands. Answers whether this one was.
    @discardableResult
    package func noteFailedOrder(variant: VariantOrdinal?, available: Quantity?) -> Bool {
        if let last = failureNotedAt, now.milliseconds - last.milliseconds < Shop.failurePauseMilliseconds {
            return false
        }
        guard journal.hasRoom(for: 64) else { return false }
        failureNotedAt = now
        let sequence = journal.orderFailed(variant: variant, available: available, at: now)
        notifications.append(
            .orderFailed(variant: variant, available: available, sequence: sequence, at: now))
        return true
    }

    private static let failurePauseMilliseconds: Int64 = 60_000

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
