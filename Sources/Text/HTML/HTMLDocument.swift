/// Limits on a page or a mail that is parsed.
public struct HTMLLimits: Sendable {
  /// Bytes that are read; the rest is dropped.
  public var bytes = 4 << 20
  /// Elements inside each other; deeper ones become siblings.
  public var depth = 200
  /// Elements and texts that are kept.
  public var nodes = 200_000

  /// The usual limits.
  public init() {}
}

/// HTML as a tree of elements and texts, as far as reading mail and pages needs one.
///
/// Nodes are numbered in document order; node 0 is the root. Removed nodes keep their numbers.
public struct HTMLDocument: Sendable {
  /// An element, or a text where `tag` is empty.
  public struct Node: Sendable {
    /// The element's name in lower case; empty for a text.
    public let tag: String
    /// The element's attributes; of several with one name the first.
    public let attributes: [HTMLAttribute]
    /// The text, references decoded, white space as written.
    public let text: String
    /// The number of the node around it; -1 for the root.
    public let parent: Int
    /// The numbers of the nodes inside it, in order.
    public internal(set) var children: [Int] = []
    /// True once it was removed.
    public internal(set) var isRemoved = false

    /// True for texts.
    public var isText: Bool { tag.isEmpty }

    /// The value of an attribute; nil where it is missing.
    public func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// True where the class list holds the name, also behind the `x_` that Outlook on the web puts in front.
    public func hasClass(_ name: String) -> Bool {
      guard let list = attribute("class") else { return false }
      return list.split(whereSeparator: \.isWhitespace).contains { $0 == name || ($0.hasPrefix("x_") && $0.dropFirst(2) == name) }
    }

    /// The style attribute in lower case without blanks, so that `display:none` can be looked for.
    public var foldedStyle: String {
      (attribute("style") ?? "").lowercased().filter { !$0.isWhitespace }
    }
  }

  /// All nodes, by number.
  public private(set) var nodes: [Node]
  /// True where a limit cut something off.
  public private(set) var isTruncated: Bool

  /// Reads HTML; any bytes give a tree.
  public static func parse(_ html: String, limits: HTMLLimits = HTMLLimits()) -> HTMLDocument {
    parse(Array(html.utf8), limits: limits)
  }

  /// Reads HTML that is UTF-8; any bytes give a tree.
  public static func parse(_ bytes: [UInt8], limits: HTMLLimits = HTMLLimits()) -> HTMLDocument {
    var builder = HTMLTreeBuilder(limits: limits)
    let input = bytes.count > limits.bytes ? Array(bytes[..<limits.bytes]) : bytes
    var tokenizer = HTMLTokenizer(input)
    while !builder.isFull, let token = tokenizer.next() { builder.take(token) }
    return HTMLDocument(nodes: builder.nodes, isTruncated: builder.isFull || input.count < bytes.count)
  }

  private init(nodes: [Node], isTruncated: Bool) {
    self.nodes = nodes
    self.isTruncated = isTruncated
  }

  /// The numbers of the elements that are still there and match, in document order.
  public func elements(where matches: (Node) -> Bool) -> [Int] {
    var out: [Int] = []
    var gone: Set<Int> = []
    for (number, node) in nodes.enumerated() {
      if node.isRemoved || gone.contains(node.parent) {
        gone.insert(number)
      } else if !node.isText, number > 0, matches(node) {
        out.append(number)
      }
    }
    return out
  }

  /// The first element that is still there and matches.
  public func firstElement(where matches: (Node) -> Bool) -> Int? { elements(where: matches).first }

  /// Takes a node and what is inside it out of the tree.
  public mutating func remove(_ number: Int) {
    guard nodes.indices.contains(number), number > 0 else { return }
    nodes[number].isRemoved = true
  }

  /// Takes out the siblings that follow a node.
  public mutating func removeSiblings(after number: Int) {
    guard nodes.indices.contains(number), number > 0, nodes.indices.contains(nodes[number].parent) else { return }
    for sibling in nodes[nodes[number].parent].children where sibling > number { nodes[sibling].isRemoved = true }
  }

  /// Takes out a node and everything that comes after it in the document.
  public mutating func removeFrom(_ number: Int) {
    guard nodes.indices.contains(number), number > 0 else { return }
    remove(number)
    var at = number
    while nodes.indices.contains(at), nodes[at].parent >= 0 {
      removeSiblings(after: at)
      at = nodes[at].parent
    }
  }

  /// True where an element lies inside another.
  public func isInside(_ number: Int, _ ancestor: Int) -> Bool {
    var at = number
    while nodes.indices.contains(at) {
      if at == ancestor { return true }
      at = nodes[at].parent
    }
    return false
  }

  /// The readable text of the document or of one node; see `HTMLText`.
  public func text(of number: Int = 0, options: HTMLText.Options = HTMLText.Options()) -> String {
    var writer = HTMLText(document: self, options: options)
    return writer.text(of: number)
  }
}
