/// Writes CSV (RFC 4180, CRLF, UTF-8) that no spreadsheet program takes for formulas.
///
/// A cell that starts with `=`, `@`, tab, CR, or with `+` or `-` and is neither a number nor a phone number, gets an apostrophe in front,
/// which spreadsheet programs show as text. `-5`, `-1,5` and `+49 (30) 123-45` stay as they are: they hold no name or call that could run.
public enum CSVWriter {
  /// One line with CRLF at its end.
  public static func line(_ fields: [String]) -> String {
    var out: [UInt8] = []
    append(fields, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Appends one line with CRLF at its end.
  public static func append(_ fields: [String], to out: inout [UInt8]) {
    // One empty field alone would read as a blank line.
    if fields.count == 1, fields[0].isEmpty { out += [0x22, 0x22] }
    for (at, field) in fields.enumerated() {
      if at > 0 { out.append(0x2C) }
      append(guarded(field), to: &out)
    }
    out += [0x0D, 0x0A]
  }

  /// The cell with an apostrophe in front where a spreadsheet program could run it.
  public static func guarded(_ field: String) -> String {
    isDangerous(field) ? "'" + field : field
  }

  /// The cell as it was before `guarded`; other cells stay as they are.
  public static func unguarded(_ field: String) -> String {
    field.utf8.first == 0x27 && isDangerous(field) ? String(field.dropFirst()) : field
  }

  private static func append(_ field: String, to out: inout [UInt8]) {
    let bytes = Array(field.utf8)
    let needsQuotes =
      bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A || $0 == 0x3B || $0 == 0x09 } || bytes.first == 0x20
      || bytes.last == 0x20
    guard needsQuotes else {
      out += bytes
      return
    }
    out.append(0x22)
    for byte in bytes {
      if byte == 0x22 { out.append(0x22) }
      out.append(byte)
    }
    out.append(0x22)
  }

  /// True where a formula may start behind apostrophes and blanks; so a guarded cell is dangerous too, and guarding can be undone.
  private static func isDangerous(_ field: String) -> Bool {
    var rest = field.unicodeScalars[...]
    while let first = rest.first, first == "'" || first == " " { rest = rest.dropFirst() }
    guard let first = rest.first else { return false }
    switch first {
    case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
    case "+", "-":
      let tail = rest.dropFirst()
      let isPlain = tail.allSatisfy { "0123456789 ().,/-".unicodeScalars.contains($0) || $0 == "\u{A0}" }
      return !(isPlain && tail.contains { ("0"..."9").contains($0) })
    default: return false
    }
  }
}
