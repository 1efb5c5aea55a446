import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import HTTPWire

// Pictures in and out. Both wait for the disk elsewhere, holding the connection's input meanwhile.
extension HTTPResponder {
    /// `POST /uploads`, whose caller has been let in: keeps the picture and answers when it is safe.
    func keepUpload(
        of request: HTTPRequest, _ session: HTTPSession, _ shop: isolated Shop,
        _ response: inout HTTPResponse, on connection: Connection
    ) {
        let picture: [UInt8]
        do throws(Rejection) { picture = try UploadContent.picture(in: request) } catch {
            executor.writeRESTError(error, session.wire, shop, &body)
            response.refuse(error)
            return
        }
        keep(picture, session, response, connection)
    }

    private func keep(
        _ picture: [UInt8], _ session: HTTPSession, _ begun: HTTPResponse, _ connection: Connection
    ) {
        hold(session, connection) { later in
            uploads.keep(picture) { [self] outcome in
                var response = begun
                body.removeAll()
                switch outcome {
                case .stored(let stored):
                    response.status = stored.isKnown ? .ok : .created
                    write(stored)
                case .refused(let rejection):
                    refuse(rejection, session, &response)
                    if case .busy = rejection { response.retryAfterSeconds = 1 }
                }
                later(response)
            }
        }
    }

    /// `GET /uploads/<name>`, for anybody: pictures are public, and their names cannot be guessed.
    ///
    /// What is served can do nothing but be shown, whatever is in it.
    func answerUpload(
        _ target: HTTPTarget, _ request: HTTPRequest, _ session: HTTPSession, _ connection: Connection,
        _ response: HTTPResponse
    ) -> Bool {
        let segments = target.segments.map(\.text)
        guard segments.count == 2, segments[0] == "uploads", let name = UploadName(segments[1]) else {
            return false
        }
        let tag = "\"\(name.text.prefix(64))\""
        let isKnown = request[.ifNoneMatch].map { condition in
            String(decoding: condition, as: UTF8.self).contains(tag)
        }
        hold(session, connection) { later in
            uploads.find(name) { [self] finding in
                var response = response
                body.removeAll()
                switch finding {
                case .content(let content):
                    response.show(name.format, tag: tag)
                    if isKnown ?? false {
                        response.status = .notModified
                    } else {
                        content.withUnsafeBytes { body.append(bytes: $0) }
                    }
                case .nothing: refuse(.notFound(.uploadNotFound), session, &response)
                case .failed: refuse(.busy(reason: "The picture could not be read"), session, &response)
                }
                later(response)
            }
        }
        return true
    }

    private func refuse(_ rejection: Rejection, _ session: HTTPSession, _ response: inout HTTPResponse) {
        response.refuse(rejection)
        // Safety: on the loop that all of this lives on.
        nonisolated(unsafe) let (responder, session) = (self, session)
        shop.assumeIsolated {
            responder.executor.writeRESTError(rejection, session.wire, $0, &responder.body)
        }
    }

    private func write(_ stored: UploadStore.Stored) {
        body.beginObject()
        body.member("url", "/uploads/\(stored.name.text)")
        body.member("width", stored.image.width)
        body.member("height", stored.image.height)
        body.member("bytes", stored.byteCount)
        body.member("format", stored.image.format.rawValue)
        body.endObject()
    }

    /// Holds the connection until `later` is called with the response whose content is in ``body``.
    private func hold(
        _ session: HTTPSession, _ connection: Connection, _ start: (@escaping (HTTPResponse) -> Void) -> Void
    ) {
        connection.holdInput()
        start { [self] response in
            updateDate()
            finish(response, session)
            send(on: connection)
            if response.keepsAlive { connection.resumeLater() } else { connection.closeAfterFlush() }
        }
    }
}

extension HTTPResponse {
    /// A picture that will never change, under rules that let nothing in it run.
    fileprivate mutating func show(_ format: ImageFormat, tag: String) {
        contentType = format.mediaType
        cacheControl = "public, max-age=31536000, immutable"
        contentSecurityPolicy = "default-src 'none'"
        entityTag = tag
    }
}
