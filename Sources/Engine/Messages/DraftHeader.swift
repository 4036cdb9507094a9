/// The few fields of a mail's header that tell whether a draft became it: a person's mail program may have given it another Message-ID.
struct DraftHeader {
  private let lines: [String]

  /// Over a raw header section; folded lines are unfolded (RFC 5322 §2.2.3).
  init(_ bytes: [UInt8]) {
    var lines: [String] = []
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if line.first == " " || line.first == "\t", let last = lines.indices.last {
        lines[last] += " " + line
      } else {
        lines.append(String(line))
      }
    }
    self.lines = lines
  }

  /// The Message-ID with angle brackets; nil where it has none.
  var messageID: String? {
    guard let value = value("message-id"), let open = value.firstIndex(of: "<"), let close = value[open...].firstIndex(of: ">")
    else {
      return nil
    }
    return String(value[open...close])
  }

  /// Whether it goes to this address, as a whole and not as a part of another one.
  func goes(to address: String) -> Bool {
    let wanted = address.lowercased()
    let separators = Set<Character>("<>,;:()\"[] \t")
    return ["to", "cc"].contains { name in
      (value(name) ?? "").lowercased().split { separators.contains($0) }.contains { $0 == wanted }
    }
  }

  private func value(_ name: String) -> String? {
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
      return String(line[line.index(after: colon)...])
    }
    return nil
  }
}
