import CommerceCore
import HTTPWire

/// The picture in the content of `POST /uploads`: the part `file` of a form, or the whole of it.
enum UploadContent {
    /// A form brings more than the file.
    static let formBytesMax = 65_536

    static func isUpload(_ request: HTTPRequest, _ target: HTTPTarget) -> Bool {
        request.method == .post && target.path.equals("/uploads")
    }

    /// - Throws: 415 for other types than forms and pictures; 400 for a form without exactly one part, named `file`;
    ///   413 for too large a picture.
    static func picture(in request: HTTPRequest) throws(Rejection) -> [UInt8] {
        guard let value = request[.contentType], let type = try? HTTPMediaType(value) else {
            throw .unsupportedMediaType(expected: "multipart/form-data or image/*")
        }
        guard type.essence == "multipart/form-data" else {
            // The name of the type is a claim; what counts is the content.
            guard type.essence.hasPrefix("image/") else {
                throw .unsupportedMediaType(expected: "multipart/form-data or image/*")
            }
            return try judged(request.body)
        }
        let form: HTTPMultipartForm
        do throws(HTTPRefusal) { form = try HTTPMultipartForm(request.body, contentType: type) } catch {
            throw .malformed(reason: error.message.description)
        }
        guard let part = form.parts.first(where: { $0.name == "file" }) else { throw .missingField("file") }
        for other in form.parts where other != part {
            if other.name == "file" {
                throw .invalidValue(field: "file", reason: "one file is taken at a time")
            }
            throw .unknownField(String(other.name.prefix(64)))
        }
        return try judged(UnsafeRawBufferPointer(rebasing: request.body[part.content]))
    }

    private static func judged(_ bytes: UnsafeRawBufferPointer) throws(Rejection) -> [UInt8] {
        guard !bytes.isEmpty else { throw .missingField("file") }
        guard bytes.count <= ImageInspector.bytesMax else { throw .tooLarge(limit: ImageInspector.bytesMax) }
        return [UInt8](bytes)
    }
}
