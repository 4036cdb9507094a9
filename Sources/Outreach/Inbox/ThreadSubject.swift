/// Subjects without their reply and forward prefixes, for telling which thread a mail belongs to.
public enum ThreadSubject {
  /// Reply and forward prefixes in many languages, lower case, without the colon.
  private static let prefixes: Set<String> = [
    "re", "aw", "antw", "sv", "vs", "ref", "rv", "rif", "res", "odp", "ynt", "回复", "答复", "回覆", "返信", "fw", "fwd", "wg", "tr", "i",
    "enc", "doorst",
    "pd", "vl", "vb", "转发",
  ]
  private static let longestPrefix = 12

  /// The bare subject: prefixes gone, lower case, white space folded.
  public static func bare(_ subject: String) -> String {
    var rest = subject[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard let colon = rest.prefix(longestPrefix).firstIndex(where: { $0 == ":" || $0 == "：" }) else { break }
      let head = rest[..<colon].lowercased().prefix { $0 != "[" && $0 != "(" && !$0.isWhitespace }
      guard prefixes.contains(String(head)) else { break }
      rest = rest[rest.index(after: colon)...]
    }
    return rest.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The subject of an answer: `Re: ` before it, once.
  public static func answer(to subject: String) -> String {
    subject.lowercased().hasPrefix("re:") ? subject : "Re: " + subject
  }
}
