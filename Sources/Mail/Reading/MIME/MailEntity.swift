/// One node of a message's MIME tree: the message itself, a part, or a message within a part.
struct MailEntity {
  /// Which node it lies in; nil for the message itself.
  let parent: Int?
  /// How many nodes lie above it.
  let depth: Int
  var header = HeaderSection()
  /// Lower case: `text/plain` where none or none sensible is given (RFC 2045 §5.2).
  var type = "text/plain"
  var contentType = FieldParameters([])
  var disposition = FieldParameters([])
  /// Lower case; empty where none is given.
  var encoding = ""
  /// The bytes after the header, still encoded.
  var body: ArraySlice<UInt8> = []
  /// Whether it is a message embedded in a `message/rfc822` part.
  var isEmbeddedMessage = false
  /// Whether a Content-Type was given at all.
  var isTyped = false

  /// An empty node.
  init(parent: Int?, depth: Int) { (self.parent, self.depth) = (parent, depth) }

  /// Takes type, encoding and disposition from the header. `digest` parts are messages by default (RFC 2046 §5.1.5).
  mutating func understandHeader(inDigest: Bool) {
    if let raw = header.lastRaw("content-type") {
      contentType = FieldParameters(raw)
      isTyped = true
      let halves = contentType.value.split(separator: "/", omittingEmptySubsequences: false)
      if halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty {
        type = contentType.value
      } else if contentType.value == "text" || contentType.value.isEmpty || halves.count != 2 {
        type = contentType.value == "multipart" && contentType["boundary"] != nil ? "multipart/mixed" : "text/plain"
      }
    } else if inDigest {
      type = "message/rfc822"
    }
    if let raw = header.lastRaw("content-disposition") { disposition = FieldParameters(raw) }
    if let raw = header.lastRaw("content-transfer-encoding") { encoding = FieldParameters(raw).value }
    header.charsetHint = contentType["charset"]
  }

  /// Whether other nodes may lie in it.
  var isMultipart: Bool { type.hasPrefix("multipart/") }

  /// A message carried as a part.
  var carriesMessage: Bool { type == "message/rfc822" || type == "message/global" || type == "message/news" }

  /// The body, its transfer encoding undone.
  var decoded: ArraySlice<UInt8> { TransferDecoding.decode(body, encoding: encoding) }

  /// The file name without its path, from Content-Disposition or Content-Type; nil where none is given.
  var fileName: String? {
    guard let name = disposition["filename"] ?? contentType["name"] else { return nil }
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let clean = last.foldedWhiteSpace
    return clean.isEmpty ? nil : clean
  }

  /// The text of a text leaf: charset decoded, line ends LF, format=flowed joined (RFC 3676).
  var text: String { text(maximum: MailContent.maximumText) }

  /// The text, cut to so many octets.
  func text(maximum: Int) -> String {
    // Base64 and quoted-printable are at most three times as long as what they stand for.
    let bytes = TransferDecoding.decode(body.prefix(maximum.multipliedReportingOverflow(by: 4).partialValue), encoding: encoding)
      .prefix(maximum)
    let text = MailCharset.text(bytes, charset: charset ?? (type == "text/html" ? MailCharset.ofHTML(bytes) : nil)).withLineFeeds
    guard type == "text/plain", contentType["format"]?.lowercased() == "flowed" else { return text }
    return FlowedText.joined(text, deletesSpace: contentType["delsp"]?.lowercased() == "yes")
  }

  /// The charset named for it, or nil.
  var charset: String? { contentType["charset"] }
}
