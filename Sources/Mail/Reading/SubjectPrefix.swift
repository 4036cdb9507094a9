/// The words that programs put before the subject of an answer or a forwarded mail.
enum SubjectPrefix {
  private static let replies: Set<String> = [
    "re", "aw", "antw", "antwort", "sv", "vs", "ref", "rv", "rif", "r", "res", "resp", "odp", "ynt", "回复", "答复", "回覆", "返信", "re-",
    "betreff", "svar", "vá", "на", "απ", "отв", "hа",
  ]
  private static let forwards: Set<String> = [
    "fw", "fwd", "wg", "tr", "enc", "doorst", "pd", "vl", "vb", "转发", "轉寄", "i", "rv", "továbbítás",
  ]

  /// Whether the subject begins with the mark of an answer: `Re:`, `AW:`, `Re[2]:`, `回复：`.
  static func isReply(_ subject: String) -> Bool { first(of: subject).map(replies.contains) ?? false }

  /// Whether it begins with the mark of a forwarded mail.
  static func isForward(_ subject: String) -> Bool {
    first(of: subject).map { forwards.contains($0) && $0 != "i" && $0 != "rv" } ?? false
  }

  /// The word before the first colon, in lower case, without counters and spaces; nil where it can't be a prefix.
  private static func first(of subject: String) -> String? {
    let head = subject.prefix(16)
    guard let colon = head.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let word = head[..<colon].lowercased().filter { !$0.isWhitespace }
    return String(word.prefix { $0 != "[" && $0 != "(" && $0 != "^" && !$0.isNumber })
  }
}
