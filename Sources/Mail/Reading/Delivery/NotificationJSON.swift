import Finding
import Outreach

/// The notification that Amazon SES sends as JSON text, read by its keys.
struct NotificationJSON {
  /// One recipient as the notification names it.
  struct Entry {
    var address: String
    var status: String?
    var diagnostic: String?
    var isTransient: Bool

    var recipient: BounceReport.Recipient {
      let meaning = FailureMeaning(field: status, words: diagnostic)
      return .init(
        address: address, status: meaning.status, permanent: meaning.permanent ?? !isTransient,
        addressIsDead: meaning.addressIsDead, diagnostic: diagnostic)
    }
  }

  private(set) var recipients: [Entry] = []
  private(set) var messageID: String?
  let isBounce: Bool
  let isComplaint: Bool

  /// Reads a text that holds such a notification; nil where it doesn't.
  init?(plain: String) {
    guard plain.contains("notificationType") || plain.contains("eventType"), plain.contains("edRecipients") else { return nil }
    // Inside an SNS envelope the quotes are escaped.
    let bytes = Array(plain.utf8.prefix(ReportText.maximumOctets)).filter {
      $0 != 0x5C && $0 != Octets.lineFeed && $0 != Octets.carriageReturn
    }[...]
    isComplaint = Octets.index(of: "complainedRecipients", in: bytes, from: bytes.startIndex) != nil
    isBounce = Octets.index(of: "bouncedRecipients", in: bytes, from: bytes.startIndex) != nil
    guard isBounce || isComplaint else { return nil }
    let isTransient = Self.value("bounceType", in: bytes)?.lowercased() == "transient"
    var at = bytes.startIndex
    while let next = Octets.index(of: "\"emailAddress\"", in: bytes, from: at), recipients.count < StatusBlocks.maximumRecipients {
      let end = Octets.index(of: "}", in: bytes, from: next) ?? bytes.endIndex
      let object = bytes[next..<end]
      if let address = Self.value("emailAddress", in: object), let found = AddressFinder.all(in: Array(address.utf8)[...]).first {
        recipients.append(
          Entry(
            address: found.address, status: Self.value("status", in: object), diagnostic: Self.value("diagnosticCode", in: object),
            isTransient: isTransient))
      }
      at = end
    }
    if let id = Self.value("messageId", in: bytes) { messageID = id.contains("<") ? id : "<\(id)>" }
  }

  /// The string behind a key, or nil.
  private static func value(_ key: String, in bytes: ArraySlice<UInt8>) -> String? {
    let wanted = Array("\"\(key)\"".utf8)
    var at = bytes.startIndex
    while let quote = bytes[at...].firstIndex(of: 0x22) {
      guard bytes[quote...].starts(with: wanted) else {
        at = quote + 1
        continue
      }
      let rest = bytes[(quote + wanted.count)...].drop { $0 == 0x3A || Octets.isSpace($0) }
      guard rest.first == 0x22 else { return nil }
      return String(decoding: rest.dropFirst().prefix { $0 != 0x22 }, as: UTF8.self)
    }
    return nil
  }
}
