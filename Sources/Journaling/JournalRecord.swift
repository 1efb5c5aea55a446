/// One record as read back.
package struct JournalRecord {
    package let sequence: UInt64
    package let type: UInt8
    /// The time of the commit it was part of.
    package let timeMilliseconds: Int64
    /// Valid only while the record is being handed over.
    package let body: UnsafeRawBufferPointer
}
