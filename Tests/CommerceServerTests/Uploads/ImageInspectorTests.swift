import CommerceServer
import Testing

@Suite("Pictures that are taken and refused")
struct ImageInspectorTests {
    private func refusal(_ bytes: [UInt8]) -> ImageRefusal? {
        do throws(ImageRefusal) {
            _ = try ImageInspector.inspect(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func isDamage(_ refusal: ImageRefusal?) -> Bool {
        if case .damaged = refusal { true } else { false }
    }

    @Test("a picture is known by its bytes, with its format and size")
    func accepted() throws {
        let formats: [ImageFormat] = [
            .png, .png, .jpeg, .jpeg, .gif, .gif, .webp, .webp, .webp, .webp, .webp,
        ]
        for (bytes, format) in zip(TinyPictures.all, formats) {
            #expect(try ImageInspector.inspect(bytes) == InspectedImage(format: format, width: 3, height: 2))
        }
    }

    @Test("no beginning of a picture is one", arguments: TinyPictures.all.indices)
    func truncations(index: Int) {
        let bytes = TinyPictures.all[index]
        for count in 0..<bytes.count { #expect(refusal(Array(bytes[..<count])) != nil, "\(count) bytes") }
    }

    @Test("whatever follows the end of a picture is refused", arguments: TinyPictures.all.indices)
    func polyglots(index: Int) {
        let bytes = TinyPictures.all[index]
        let archive =
            Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 18) + Array("PK\u{5}\u{6}".utf8)
        for tail in [[0], [0x0A], archive, Array("<script>alert(1)</script>".utf8), bytes] {
            guard case .trailingBytes(_, at: bytes.count) = refusal(bytes + tail) else {
                Issue.record(
                    "\(tail.count) bytes after the end gave \(String(describing: refusal(bytes + tail)))")
                continue
            }
        }
    }

    @Test("an archive inside a RIFF that claims the whole file is refused")
    func riffPolyglot() {
        let hidden = TinyPictures.riff("JUNK", Array("PK\u{5}\u{6}".utf8))
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.lossy(), hidden]))))
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.canvas(), TinyPictures.lossy(), hidden]))))
    }

    @Test(
        "other kinds of files are refused, whatever they are called",
        arguments: [
            "", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<!doctype html>", "%PDF-1.7", "BM", "GIF88a",
            "RIFF\u{4}\0\0\0WAVE", "\u{89}PNG\r\n\u{1A}\n", "PK\u{3}\u{4}", "II*\0", "\0\0\0 ftypavif",
        ])
    func unknown(text: String) {
        #expect(refusal(Array(text.utf8)) == .unknownFormat)
    }

    @Test("comments with tags are refused, comments without are not")
    func comments() {
        let bad = ["<ScRiPt>", "x<!DOCTYPE html>", "<?php echo 1", "<<svg onload=x>", "<html"]
        for text in bad {
            let bytes = Array(text.utf8)
            #expect(isDamage(refusal(TinyPictures.png(extra: [TinyPictures.chunk("tEXt", bytes)]))))
            #expect(isDamage(refusal(TinyPictures.jpeg(extra: [TinyPictures.segment(0xFE, bytes)]))))
            #expect(isDamage(refusal(TinyPictures.gif(extra: TinyPictures.gifComment(text)))))
        }
        for text in ["<3", "a < b", "<", "<x:xmpmeta>", "script"] {
            #expect(refusal(TinyPictures.gif(extra: TinyPictures.gifComment(text))) == nil)
        }
    }

    @Test("sides of 1 to 16,384 and at most 50 million pixels")
    func dimensions() {
        let cases: [(Int, Int, Bool)] = [
            (0, 2, false), (2, 0, false), (1, 1, true), (16_383, 1, true), (10_000, 5_000, true),
            (10_001, 5_000, false), (5_000, 10_001, false),
        ]
        for (width, height, isGood) in cases {
            let refused = ImageRefusal.badDimensions(width: width, height: height)
            let expected = isGood ? nil : refused
            #expect(refusal(TinyPictures.png(width: width, height: height)) == expected)
            #expect(refusal(TinyPictures.jpeg(width: width, height: height)) == expected)
            if width > 0 && height > 0 {
                #expect(refusal(TinyPictures.gif(width: width, height: height)) == expected)
                #expect(
                    refusal(TinyPictures.webp([TinyPictures.lossless(width: width, height: height)]))
                        == expected)
            }
            #expect(
                refusal(TinyPictures.webp([TinyPictures.lossy(width: width, height: height)])) == expected)
        }
        #expect(refusal(TinyPictures.png(width: 16_384)) == nil)
        #expect(refusal(TinyPictures.png(width: 16_385)) == .badDimensions(width: 16_385, height: 2))
        #expect(
            refusal(TinyPictures.png(width: -1, height: -1))
                == .badDimensions(width: 0xFFFF_FFFF, height: 0xFFFF_FFFF))
    }

    @Test("a file of exactly 5 MiB may be a picture, one byte more is not even looked at")
    func size() {
        let padding = ImageInspector.bytesMax - TinyPictures.png().count - 12
        // The checksum of pixel data is not looked at.
        let pixels =
            TinyPictures.bigEndian(padding, 4) + Array("IDAT".utf8) + Array(repeating: 0, count: padding + 4)
        let bytes = TinyPictures.png(extra: [pixels])
        #expect(bytes.count == ImageInspector.bytesMax)
        #expect(refusal(bytes) == nil)
        #expect(refusal(bytes + [0]) == .tooLarge(bytesMax: ImageInspector.bytesMax))
    }

    @Test("frames that are larger than was announced are refused")
    func frames() {
        #expect(isDamage(refusal(TinyPictures.gif(frame: (1, 3)))))
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.canvas(), TinyPictures.lossy(width: 4)]))))
        let wide = TinyPictures.frame(left: 2, [TinyPictures.lossy()])
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.canvas(flags: 2), wide]))))
        let other = TinyPictures.frame([TinyPictures.lossless(height: 1)])
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.canvas(flags: 2), other]))))
    }

    @Test("a picture without pixels is none")
    func empty() {
        let png = TinyPictures.png()
        let withoutPixels = png.count - 12 - 18
        #expect(isDamage(refusal(Array(png[..<withoutPixels]) + TinyPictures.chunk("IEND", []))))
        #expect(isDamage(refusal(TinyPictures.jpeg(scans: 0))))
        #expect(isDamage(refusal(TinyPictures.gif(frames: 0))))
        #expect(isDamage(refusal(TinyPictures.webp([TinyPictures.canvas()]))))
        #expect(
            isDamage(refusal(TinyPictures.webp([]))) || refusal(TinyPictures.webp([])) == .truncated(.webp))
    }

    @Test("a wrong checksum of a PNG, two frames of a JPEG, lossless JPEG and an odd RIFF are refused")
    func rules() {
        var png = TinyPictures.png()
        png[20] ^= 1
        #expect(isDamage(refusal(png)))
        let frame = TinyPictures.segment(0xC0, [8, 0, 2, 0, 3, 1, 1, 0x11, 0])
        #expect(isDamage(refusal(TinyPictures.jpeg(extra: [frame]))))
        #expect(isDamage(refusal(TinyPictures.jpeg(frame: 0xC3))))
        var webp = TinyPictures.webp([TinyPictures.lossy()])
        webp[4] += 1
        #expect(isDamage(refusal(webp + [0])))
    }

    @Test("no damage to any byte traps, or makes a picture of another size than the bytes say")
    func damage() {
        for picture in TinyPictures.all {
            for index in picture.indices {
                for value: UInt8 in [0, 1, 0x3B, 0x7F, 0x80, 0xD9, 0xFF, picture[index] ^ 0x20] {
                    var changed = picture
                    changed[index] = value
                    guard let image = try? ImageInspector.inspect(changed) else { continue }
                    #expect(image.width * image.height <= ImageInspector.pixelsMax)
                }
            }
        }
    }
}
