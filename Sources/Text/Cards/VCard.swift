import Finding

/// A contact card, as far as a lead needs one (RFC 6350 and its forerunners 2.1 and 3.0).
public struct VCard: Sendable, Hashable {
  /// Bytes that are read; the rest is dropped.
  static let maximumBytes = 16 << 20
  /// Cards of one file.
  public static let maximumCards = 50_000

  /// What the person or business is called.
  public var name = ""
  public var organization = ""
  public var emails: [String] = []
  public var phones: [String] = []
  public var url: String?
  public var street: String?
  public var city: String?
  public var region: String?
  public var postalCode: String?
  public var country: String?
  public var note: String?
  public var categories: String?

  /// The card under the field names of a lead; a card without organisation is a business of that name.
  public var leadFields: [(String, String)] {
    var out: [(String, String)] = []
    let pairs: [(String, String?)] = [
      ("business_name", organization.isEmpty ? name : organization), ("contact_name", organization.isEmpty ? nil : name),
      ("email", emails.first),
      ("phone", phones.first), ("website", url), ("address", street), ("city", city), ("state_region", region),
      ("postal_code", postalCode),
      ("country", country), ("notes", note), ("tags", categories),
    ]
    for (field, value) in pairs { if let value, !value.isEmpty { out.append((field, value)) } }
    return out
  }

  /// Every card of a file; any bytes give a list.
  public static func cards(in bytes: [UInt8]) -> [VCard] {
    let text = Charset.guess(bytes).charset.decode(bytes.prefix(maximumBytes)).text
    var out: [VCard] = []
    var card: VCard?
    for line in unfolded(text) {
      let upper = line.prefix(11).uppercased()
      if upper.hasPrefix("BEGIN:VCARD") {
        card = VCard()
      } else if upper.hasPrefix("END:VCARD") {
        if let done = card, !done.name.isEmpty || !done.organization.isEmpty || !done.emails.isEmpty { out.append(done) }
        card = nil
        if out.count == maximumCards { break }
      } else {
        card?.take(line)
      }
    }
    return out
  }

  /// Logical lines: a line that begins with a blank goes on the one before (§3.2); quoted-printable ones of 2.1 with `=` at their end, too.
  private static func unfolded(_ text: String) -> [String] {
    var out: [String] = []
    var isSoft = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if isSoft, !out.isEmpty {
        out[out.count - 1].removeLast()
        out[out.count - 1] += line
      } else if let first = line.first, first == " " || first == "\t", !out.isEmpty {
        out[out.count - 1] += line.dropFirst()
      } else {
        out.append(String(line))
      }
      let last = out.last ?? ""
      isSoft = last.hasSuffix("=") && last.uppercased().contains("QUOTED-PRINTABLE")
    }
    return out
  }

  private mutating func take(_ line: String) {
    guard let colon = Self.colon(in: line) else { return }
    let head = line[..<colon].split(separator: ";").map { $0.uppercased() }
    guard var property = head.first else { return }
    if let dot = property.lastIndex(of: ".") { property = String(property[property.index(after: dot)...]) }
    var value = String(line[line.index(after: colon)...])
    if head.contains(where: { $0.contains("QUOTED-PRINTABLE") }) { value = Self.unquoted(value, charset: head) }
    switch property {
    case "FN": name = Self.plain(value)
    case "N" where name.isEmpty:
      let parts = Self.parts(value)
      name = [parts.count > 1 ? parts[1] : "", parts.first ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    case "ORG": organization = Self.parts(value).first { !$0.isEmpty } ?? ""
    case "EMAIL": if emails.count < 20 { emails.append(Self.plain(value)) }
    case "TEL":
      if phones.count < 20, !head.contains(where: { $0.contains("FAX") }) {
        phones.append(Self.plain(value.hasPrefix("tel:") ? String(value.dropFirst(4)) : value))
      }
    case "URL": url = url ?? Self.plain(value)
    case "NOTE": note = Self.plain(value)
    case "CATEGORIES": categories = Self.plain(value)
    case "ADR": address(Self.parts(value))
    default: break
    }
  }

  /// Post box, extended, street, locality, region, code, country (§6.3.1).
  private mutating func address(_ parts: [String]) {
    guard street == nil, city == nil else { return }
    func part(_ index: Int) -> String? { index < parts.count && !parts[index].isEmpty ? parts[index] : nil }
    (street, city, region, postalCode, country) = (part(2), part(3), part(4), part(5), part(6))
  }

  /// The colon before the value; one inside quotes belongs to a parameter.
  private static func colon(in line: String) -> String.Index? {
    var isQuoted = false
    for index in line.indices {
      if line[index] == "\"" { isQuoted.toggle() }
      if line[index] == ":", !isQuoted { return index }
    }
    return nil
  }

  private static func parts(_ value: String) -> [String] {
    var out = [""]
    var isEscaped = false
    for character in value {
      if isEscaped {
        out[out.count - 1] += character == "n" || character == "N" ? "\n" : String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == ";" {
        out.append("")
      } else {
        out[out.count - 1].append(character)
      }
    }
    return out.map { InvisibleText.trimmed($0) }
  }

  private static func plain(_ value: String) -> String { parts(value).joined(separator: ";") }

  private static func unquoted(_ value: String, charset head: [String]) -> String {
    let bytes = Array(value.utf8)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x3D, at + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
      {
        out.append(byte)
        at += 3
      } else {
        if bytes[at] != 0x3D { out.append(bytes[at]) }
        at += 1
      }
    }
    let label = head.first { $0.hasPrefix("CHARSET=") }.map { $0.dropFirst(8) }
    return (label.flatMap { Charset(label: $0) } ?? Charset.guess(out).charset).decode(out).text
  }
}
