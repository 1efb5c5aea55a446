package import CommerceCore
package import EventLoops
import Journaling

/// Hands uploads to a thread that may wait for the disk, and their outcomes back to the loop.
///
/// Inspecting, hashing and writing five megabytes takes milliseconds and a sync takes more, during which the loop
/// sells. It knows nothing of HTTP.
package final class UploadDesk {
    /// How much may wait: more is told to come again.
    private static let waitingMaximum = 64

    private let store: UploadStore
    private let loop: EventLoop
    private let worker = WorkerThread(name: "uploads", queueCountMax: UploadDesk.waitingMaximum)

    package init(store: UploadStore, loop: EventLoop) {
        self.store = store
        self.loop = loop
    }

    package enum Outcome: Sendable {
        case stored(UploadStore.Stored)
        case refused(Rejection)
    }

    package enum Finding: Sendable {
        case content([UInt8])
        case nothing
        case failed
    }

    /// Inspects and keeps a picture. `answer` is called on the loop, exactly once.
    package func keep(_ bytes: [UInt8], _ answer: @escaping (Outcome) -> Void) {
        // Safety: asked for and answered on the loop that all of this lives on.
        nonisolated(unsafe) let answer = answer
        let isTaken = worker.submit { [store, loop] in
            let outcome = UploadDesk.outcome(of: bytes, store)
            loop.execute { answer(outcome) }
        }
        if !isTaken { answer(.refused(.busy(reason: "Too many uploads are waiting"))) }
    }

    /// Reads a picture. `answer` is called on the loop, exactly once.
    package func find(_ name: UploadName, _ answer: @escaping (Finding) -> Void) {
        // Safety: as above.
        nonisolated(unsafe) let answer = answer
        let isTaken = worker.submit { [store, loop] in
            let finding = UploadDesk.finding(of: name, store)
            loop.execute { answer(finding) }
        }
        if !isTaken { answer(.failed) }
    }

    /// Finishes what waits and ends the thread.
    package func stop() { worker.stopAndJoin() }

    private static func outcome(of bytes: [UInt8], _ store: UploadStore) -> Outcome {
        let image: InspectedImage
        do throws(ImageRefusal) { image = try ImageInspector.inspect(bytes) } catch {
            return .refused(error.rejection)
        }
        do throws(StorageError) { return .stored(try store.keep(bytes, image)) } catch {
            let isFull = error.isOutOfSpace
            return .refused(isFull ? .storageFull : .busy(reason: "The upload could not be written"))
        }
    }

    private static func finding(of name: UploadName, _ store: UploadStore) -> Finding {
        do throws(StorageError) { return try store.content(of: name).map(Finding.content) ?? .nothing } catch
        {
            return .failed
        }
    }
}

extension ImageRefusal {
    /// As clients are told.
    package var rejection: Rejection {
        switch self {
        case .tooLarge(let bytesMax): .tooLarge(limit: bytesMax)
        case .unknownFormat: .unsupportedMediaType(expected: "a PNG, JPEG, WebP or GIF picture")
        default: .invalidValue(field: "file", reason: description)
        }
    }
}
