import Outreach

/// The header fields of a message or part as they stand in its bytes, read as leniently as mail programs do.
struct HeaderSection {
  /// One field, unfolded, its value still raw.
  struct Field {
    var name: String
    var value: ArraySlice<UInt8>
  }

  /// Fields kept of one section; more are skipped.
  static let maximumFields = 2000
  /// Octets kept of one field's value.
  static let maximumValue = 256 * 1024

  private(set) var fields: [Field] = []
  private var pendingName: String?
  private var pendingValue: [UInt8] = []

  /// What a line turned out to be.
  enum Outcome {
    /// A field, or a piece of one.
    case taken
    /// No header line at all: the body has begun without an empty line.
    case body
  }

  /// Takes the next line, without its line end.
  mutating func take(_ line: ArraySlice<UInt8>) -> Outcome {
    guard let first = line.first else { return .body }
    if Octets.isBlank(first) {
      if pendingName != nil, pendingValue.count < Self.maximumValue { pendingValue.append(contentsOf: line) }
      return .taken
    }
    guard let colon = line.firstIndex(of: 0x3A) else { return fields.isEmpty && pendingName == nil ? .body : malformed(line) }
    let name = Octets.trimmed(line[line.startIndex..<colon])
    guard !name.isEmpty, name.allSatisfy({ $0 > 32 && $0 != 127 }) else { return malformed(line) }
    finish()
    pendingName = String(decoding: name, as: UTF8.self)
    pendingValue = Array(line[(colon + 1)...].prefix(Self.maximumValue))
    return .taken
  }

  /// Ends the section: the last field is complete.
  mutating func finish() {
    guard let name = pendingName else { return }
    if fields.count < Self.maximumFields { fields.append(Field(name: name, value: Octets.trimmed(pendingValue[...]))) }
    (pendingName, pendingValue) = (nil, [])
  }

  /// A line without a colon is skipped where it looks like the rest of a badly folded field.
  private mutating func malformed(_ line: ArraySlice<UInt8>) -> Outcome {
    if Octets.begins(line, "From ") || Octets.begins(line, ">From ") { return .taken }
    if pendingName != nil, pendingValue.count < Self.maximumValue { pendingValue += [Octets.space] + line }
    return .taken
  }

  /// The charset of the body, in which raw 8-bit values are likely to be.
  var charsetHint: String?

  /// The raw value of the first field of that name (lower case), or nil.
  func raw(_ name: String) -> ArraySlice<UInt8>? {
    fields.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
  }

  /// The raw value of the last field of that name (lower case): what counts of MIME fields given twice.
  func lastRaw(_ name: String) -> ArraySlice<UInt8>? {
    fields.last { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
  }

  /// The decoded value of the first field of that name (lower case), or nil.
  func text(_ name: String) -> String? { raw(name).map { EncodedWords.decode($0, hint: charsetHint) } }

  /// The addresses in the first field of that name (lower case); empty where there is none.
  func addresses(_ name: String) -> [MailAddress] { raw(name).map { AddressList.read($0, hint: charsetHint) } ?? [] }
}
