import Engine
import JSONText
import Net
import Outreach
import Store

/// Files that go with mails.
enum AttachmentRoutes {
  /// Every route of them.
  static func all(_ services: Services) -> [Route] {
    let attachments = Attachments(base: services.base)
    return [
      .post(
        "/api/attachments", maximumBodyBytes: AttachedFile.mostBytes + (1 << 20), summary: "Keep a file that is to go with mails",
        query: ["name"],
        handler: { request in
          let file = try await attachments.take(name: request.queryValue("name") ?? "", bytes: request.body, as: request.acting)
          return .json(.members(["attachment": AttachmentShape.json(file)]), status: 201)
        }),
      .get("/api/attachments/{id}", "A file, to look at it", query: ["name"]) { request in
        let name = request.queryValue("name").flatMap { $0.isEmpty ? nil : $0 }
        let (file, bytes) = try await attachments.get(.init(id: try request.id(AttachedFile.self), name: name))
        return HTTPResponse(
          status: 200, headers: ["Content-Type": file.type, "Content-Disposition": disposition(file.name)], body: bytes)
      },
    ]
  }

  /// Always saved, never shown: the file's own markup must not run here. The name as RFC 6266 §4.3 and RFC 8187 §3.2.1 write it.
  private static func disposition(_ name: String) -> String {
    let plain = String(name.map { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 != "%" && $0 >= " " ? $0 : "_" })
    let coded = name.utf8.reduce(into: "") { text, byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      if isPlain || "-._~".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(coded)"
  }
}

/// Files of mails as JSON, and which ones a request wants.
enum AttachmentShape {
  static func json(_ file: AttachedFile) -> JSON {
    .members([
      "id": .string(file.id.rawValue), "name": .string(file.name), "type": .string(file.type), "size": .int(Int64(file.size)),
      "hash": .string(file.hash),
    ])
  }

  static func json(_ files: [AttachedFile]) -> JSON { .array(files.map(json)) }

  /// The files that a request names in `attachments`; nil where it says nothing of them.
  static func wishes(_ body: RequestBody) throws(Fault) -> [Attachments.Wish]? {
    try body.list("attachments")?.map { item throws(Fault) -> Attachments.Wish in
      guard case .object(let members) = item else {
        throw Fault(.badInput, "The request can't be understood.", fields: [.init("attachments", "must hold objects")])
      }
      let one = RequestBody(members: members)
      let id = AttachedFile.ID(rawValue: try one.needText("id"))
      guard id.isWellFormed else { throw Fault(.notFound, "There is no such file.") }
      return Attachments.Wish(id: id, name: try one.text("name"))
    }
  }
}
