/// Reads Message-ID, In-Reply-To and References (RFC 5322 §3.6.4).
enum MessageIDs {
  /// Ids read of one field.
  static let maximumIDs = 1000

  /// The ids of a raw value in order, each with its angle brackets; a single bare id gets them.
  static func read(_ value: ArraySlice<UInt8>) -> [String] {
    var ids: [String] = []
    var start: Int?
    for index in value.indices {
      if value[index] == 0x3C { start = index }
      if value[index] == 0x3E, let first = start {
        let inside = value[(first + 1)..<index].filter { !Octets.isSpace($0) }
        if !inside.isEmpty, ids.count < maximumIDs { ids.append("<\(String(decoding: inside, as: UTF8.self))>") }
        start = nil
      }
    }
    if ids.isEmpty {
      let bare = Octets.trimmed(value)
      if !bare.isEmpty, bare.count < 1000, !bare.contains(where: Octets.isSpace) {
        let inside = bare.filter { $0 != 0x3C && $0 != 0x3E }
        ids.append("<\(String(decoding: inside, as: UTF8.self))>")
      }
    }
    return ids
  }
}
