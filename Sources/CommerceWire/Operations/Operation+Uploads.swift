import CommerceCore
import CompactJSON

extension Operation {
    static let uploads: [Operation] = [
        Operation(
            "uploads.create", .needs(.productsWrite), .unauditedChange, .post("/uploads", creates: true),
            answers: .named("Upload"), place: .upload,
            "Keep a PNG, JPEG, WebP or GIF of at most 5 MB; in REST alone, as the part file of a form or as the body",
            neverRun)
    ]

    /// The content of an upload is no line; whoever has the bytes keeps them.
    private static let neverRun: Handler = { (_, _, _) throws(Rejection) in
        throw .unsupportedMediaType(expected: "multipart/form-data or image/* at POST /uploads")
    }
}
