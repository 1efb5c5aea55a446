import Glibc

extension StorageFile {
    /// Writes all of `bytes`, continuing after short and interrupted writes.
    package func writeFully(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(StorageError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            do throws(StorageError) {
                let written = try write(rest, at: offset + UInt64(done))
                guard written > 0 else { throw StorageError(.write, path: path, errno: EIO) }
                done += written
            } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
    }

    /// Reads until `buffer` is full or the file ends.
    ///
    /// - Returns: How many bytes were read; fewer than asked for only at the end of the file.
    package func readFully(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(StorageError) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            do throws(StorageError) {
                let count = try read(into: rest, at: offset + UInt64(done))
                if count == 0 { break }
                done += count
            } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
        return done
    }

    /// The file's whole content.
    ///
    /// - Throws: `EFBIG` if the file is longer than `bytesMax`, before anything is allocated for it.
    package func readWhole(bytesMax: Int) throws(StorageError) -> [UInt8] {
        let size = try size()
        guard size <= UInt64(bytesMax) else { throw StorageError(.read, path: path, errno: EFBIG) }
        return try [UInt8](unsafeUninitializedCapacity: Int(size)) { (buffer, count) throws(StorageError) in
            let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: Int(size))
            count = try readFully(into: room, at: 0)
        }
    }
}
