/// A value in an IMAP response (RFC 3501 §4).
enum IMAPValue: Hashable {
  /// An atom or a number, as it came: `BODY[HEADER]<0>` too.
  case atom(String)
  /// A quoted string or a literal, its octets exactly.
  case string([UInt8])
  case list([IMAPValue])
  case none

  /// The text of an atom or string; nil for a list, NIL, and octets that are no UTF-8.
  var text: String? {
    switch self {
    case .atom(let text): text
    case .string(let bytes): String(validating: bytes, as: UTF8.self)
    case .list, .none: nil
    }
  }

  /// The number that an atom is.
  var number: Int? { if case .atom(let text) = self { Int(text) } else { nil } }

  /// The members of a list.
  var members: [IMAPValue]? { if case .list(let members) = self { members } else { nil } }
}

/// One response of an IMAP server (RFC 3501 §7).
enum IMAPResponse: Hashable {
  /// How a status response ends a command or informs.
  enum Condition: String { case ok = "OK", no = "NO", bad = "BAD", bye = "BYE", preauth = "PREAUTH" }

  /// `tag OK [CODE …] text`, or the same untagged, then the tag is nil.
  case status(tag: String?, Condition, code: [IMAPValue], text: String)
  /// `* 12 EXISTS`, `* LIST (…) …`: the untagged data in order.
  case data([IMAPValue])
  /// `+ text`: the server waits for more of the command.
  case goOn
}

/// A response as it is framed: line pieces and the literals between them.
struct IMAPFrame: Hashable {
  /// What lies between literals, without CRLF and without the `{n}`.
  var pieces: [[UInt8]] = []
  /// One literal after each piece but the last.
  var literals: [[UInt8]] = []
}
