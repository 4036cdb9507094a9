/// A message taken apart into its nodes, in the order in which they begin.
///
/// One pass over the lines with a stack of open multiparts: no recursion, whatever the nesting. A line that is the boundary of
/// an outer multipart ends the inner ones, because missing end delimiters are common (RFC 2046 §5.1.2).
struct MIMETree {
  /// Nesting beyond this is left unparsed.
  static let maximumDepth = 60
  /// Nodes beyond this number are left unparsed.
  static let maximumNodes = 5000
  /// Octets of a message that are looked at; the rest is cut off.
  static let maximumSize = 64 * 1024 * 1024

  /// Lines within which the first part begins of a multipart that names no boundary.
  static let linesOfPreamble = 50

  private(set) var nodes: [MailEntity]
  /// Whether the bytes begin with an mbox `From ` line.
  private(set) var hadEnvelopeLine = false

  private enum State { case header, body, between }

  private struct Open {
    let node: Int
    let boundary: [UInt8]
    var isClosed = false
  }

  private let bytes: ArraySlice<UInt8>
  private var open: [Open] = []
  private var current = 0
  private var state = State.header
  private var bodyStart: Int
  private var headerLines = 0
  /// Everything after the message's own header.
  private(set) var afterHeader: ArraySlice<UInt8> = []

  /// Parses a message. - Parameter depth: how deep it lies in others already.
  init(_ source: ArraySlice<UInt8>, depth: Int = 0, headerOnly: Bool = false) {
    bytes = source.prefix(Self.maximumSize)
    nodes = [MailEntity(parent: nil, depth: depth)]
    bodyStart = bytes.startIndex
    parse(headerOnly: headerOnly)
  }

  private mutating func parse(headerOnly: Bool) {
    var lines = ByteLines(bytes)
    var previousEnd = bytes.startIndex
    while let line = lines.next() {
      let start = line.startIndex
      if !open.isEmpty, line.first == 0x2D, closeOrContinue(line, contentEnd: previousEnd, next: lines.position) {
        previousEnd = lines.lineEnd
        continue
      }
      if state == .header {
        takeHeaderLine(line, start: start, next: lines.position)
        if headerOnly, state != .header { return }
      }
      previousEnd = lines.lineEnd
    }
    if state == .header { endHeader(bodyStart: bytes.endIndex) }
    finishBody(at: bytes.endIndex)
    closeAll(at: bytes.endIndex)
  }

  // MARK: Header

  private mutating func takeHeaderLine(_ line: ArraySlice<UInt8>, start: Int, next: Int) {
    if headerLines == 0, nodes[current].parent == nil || nodes[current].isEmbeddedMessage {
      // An mbox separator, or empty lines before the first field.
      if Octets.begins(line, "From ") || Octets.begins(line, ">From ") {
        hadEnvelopeLine = hadEnvelopeLine || current == 0
        return
      }
      if line.isEmpty, current > 0 || start == bytes.startIndex { return }
    }
    headerLines += 1
    if line.isEmpty || (line.allSatisfy(Octets.isBlank) && headerLines > 1 && line.count < 3) {
      return endHeader(bodyStart: next)
    }
    if nodes[current].header.take(line) == .body { endHeader(bodyStart: start) }
  }

  private mutating func endHeader(bodyStart start: Int) {
    nodes[current].header.finish()
    let parent = nodes[current].parent
    let inDigest = parent.map { nodes[$0].type == "multipart/digest" && !nodes[current].isEmbeddedMessage } ?? false
    nodes[current].understandHeader(inDigest: inDigest)
    bodyStart = start
    state = .body
    if current == 0 { afterHeader = bytes[start...] }
    if nodes[current].isMultipart {
      beginMultipart()
    } else if nodes[current].carriesMessage,
      ["", "7bit", "8bit", "binary"].contains(nodes[current].encoding) || !looksEncoded(start)
    {
      beginMessage(start)
    }
  }

  private mutating func beginMultipart() {
    let named = nodes[current].contentType["boundary"].map { Array($0.utf8) } ?? []
    guard let boundary = named.isEmpty ? guessedBoundary() : named, nodes[current].depth < Self.maximumDepth else { return }
    open.append(Open(node: current, boundary: boundary))
    state = .between
  }

  /// The boundary of a multipart that names none: the first line with two dashes that MIME fields follow.
  private func guessedBoundary() -> [UInt8]? {
    var lines = ByteLines(bytes[bodyStart...])
    var candidate: ArraySlice<UInt8>?
    for _ in 0..<Self.linesOfPreamble {
      guard let line = lines.next() else { return nil }
      if line.first == 0x2D, open.contains(where: { Self.matches(line.dropFirst(2), $0.boundary) != nil }) { return nil }
      if let candidate, Octets.begins(line, "content-") { return Array(candidate) }
      // RFC 2046 §5.1.1: up to 70 characters.
      let isDelimiter = Octets.begins(line, "--") && (3...72).contains(line.count)
      candidate = isDelimiter ? Octets.trimmed(line.dropFirst(2)) : nil
    }
    return nil
  }

  /// Whether a carried message that is said to be base64 or quoted-printable really is; many say so wrongly.
  private func looksEncoded(_ start: Int) -> Bool {
    var lines = ByteLines(bytes[start...])
    while let line = lines.next() {
      if line.isEmpty { continue }
      return !line.contains(0x3A) || Octets.begins(line, "=")
    }
    return false
  }

  private mutating func beginMessage(_ start: Int) {
    guard nodes[current].depth < Self.maximumDepth, nodes.count < Self.maximumNodes else { return }
    var inner = MailEntity(parent: current, depth: nodes[current].depth + 1)
    inner.isEmbeddedMessage = true
    nodes[current].body = bytes[start...]
    nodes.append(inner)
    current = nodes.count - 1
    (state, headerLines) = (.header, 0)
  }

  // MARK: Boundaries

  /// Ends what a delimiter line ends, and begins the next part. False where the line is no delimiter of an open multipart.
  private mutating func closeOrContinue(_ line: ArraySlice<UInt8>, contentEnd: Int, next: Int) -> Bool {
    guard line.count > 2, line[line.startIndex + 1] == 0x2D else { return false }
    let rest = line.dropFirst(2)
    guard let level = open.indices.last(where: { Self.matches(rest, open[$0].boundary) != nil }),
      let isEnd = Self.matches(rest, open[level].boundary)
    else { return false }
    if state == .header { endHeader(bodyStart: line.startIndex) }
    finishBody(at: max(contentEnd, min(bodyStart, line.startIndex)))
    while open.count > level + 1 { endMultipart(at: contentEnd) }
    if isEnd || nodes.count >= Self.maximumNodes {
      endMultipart(at: next)
      state = .between
      current = nodes.count - 1
      bodyStart = next
      return true
    }
    nodes.append(MailEntity(parent: open[level].node, depth: nodes[open[level].node].depth + 1))
    current = nodes.count - 1
    (state, headerLines, bodyStart) = (.header, 0, next)
    return true
  }

  /// Nil for no match; else whether it is the end delimiter. The whole line is compared: boundaries may begin alike.
  private static func matches(_ rest: ArraySlice<UInt8>, _ boundary: [UInt8]) -> Bool? {
    guard rest.count >= boundary.count, rest.prefix(boundary.count).elementsEqual(boundary) else { return nil }
    var tail = rest.dropFirst(boundary.count)
    while let last = tail.last, Octets.isBlank(last) { tail = tail.dropLast() }
    if tail.isEmpty { return false }
    return tail.elementsEqual([0x2D, 0x2D]) ? true : nil
  }

  private mutating func finishBody(at end: Int) {
    guard state == .body else { return }
    nodes[current].body = bytes[bodyStart..<max(bodyStart, end)]
    closeCarriers(of: current, at: end)
    state = .between
  }

  private mutating func endMultipart(at end: Int) {
    guard let last = open.popLast() else { return }
    closeCarriers(of: last.node, at: end)
  }

  private mutating func closeAll(at end: Int) { while !open.isEmpty { endMultipart(at: end) } }

  /// A message that ends takes the part that carries it along.
  private mutating func closeCarriers(of node: Int, at end: Int) {
    var inner = node
    while nodes[inner].isEmbeddedMessage, let carrier = nodes[inner].parent {
      let start = nodes[carrier].body.startIndex
      nodes[carrier].body = bytes[start..<max(start, min(end, bytes.endIndex))]
      inner = carrier
    }
  }
}
