import Outreach

/// What a reading session asks, blocking. `@unchecked Sendable`: used on its session's thread only.
final class IMAPConversation: @unchecked Sendable {
  /// UIDs asked for in one search.
  static let window: UInt32 = 1000
  /// Headers fetched with one command.
  static let batch = 50
  /// Octets of a header section; what is longer is cut.
  static let maximumHeader = 128 << 10
  /// Octets of a whole message, whatever the caller would take.
  static let maximumMessage = 64 << 20
  /// Folders of a mailbox.
  static let maximumFolders = 10_000

  private let connection: IMAPConnection
  private var open: FolderState?
  private var wasRenumbered = false

  /// A conversation after the sign-in.
  init(_ connection: IMAPConnection) { self.connection = connection }

  /// Asks what the server can do, and says who we are where it insists.
  /// - Parameter sayID: whether ID is needed: Coremail (163.com and others) refuses folders without.
  func begin(sayID: Bool) throws(MailFailure) {
    var found: Set<String> = []
    try run([.text("CAPABILITY")]) { response in
      guard case .data(let values) = response, values.first?.text?.uppercased() == "CAPABILITY" else { return }
      found.formUnion(values.dropFirst().prefix(500).compactMap { $0.text?.uppercased() })
    }
    connection.capabilities = found
    guard sayID, found.contains("ID") else { return }
    try run([.text("ID (\"name\" \"Cold Outreach Agent\")")])
  }

  /// NOOP.
  func keepAlive() throws(MailFailure) { try run([.text("NOOP")]) }

  /// LOGOUT.
  func logout() { connection.logout() }

  /// LIST, with special uses asked for where the server only tells them then (RFC 6154 §2).
  func folders() throws(MailFailure) -> [MailFolder] {
    let asks = connection.capabilities.contains("SPECIAL-USE") && connection.capabilities.contains("LIST-EXTENDED")
    guard asks else { return FolderRoles.folders(try list("LIST \"\" \"*\"")) }
    do throws(MailFailure) {
      return FolderRoles.folders(try list("LIST \"\" \"*\" RETURN (SPECIAL-USE)"))
    } catch {
      guard error.step == .folder else { throw error }
      return FolderRoles.folders(try list("LIST \"\" \"*\""))
    }
  }

  /// EXAMINE: opens read-only, so that nothing is marked as read.
  func examine(_ folder: MailFolder) throws(MailFailure) -> FolderState {
    (open, wasRenumbered) = (nil, false)
    var state = FolderState(uidValidity: 0, uidNext: 0, count: 0)
    try run([.text("EXAMINE "), IMAPText.string(folder.name)]) { response in
      switch response {
      case .data(let values) where values.count == 2 && values[1].text?.uppercased() == "EXISTS":
        state.count = values[0].number ?? state.count
      case .status(tag: nil, .ok, let code, _) where code.count >= 2:
        guard let number = Self.number(code[1]) else { return }
        if code[0].text?.uppercased() == "UIDVALIDITY" { state.uidValidity = number }
        if code[0].text?.uppercased() == "UIDNEXT" { state.uidNext = number }
      default: break
      }
    }
    guard state.uidValidity != 0 else {
      throw MailFailure(.folder, "The mail server gives its messages no lasting numbers, so the folder can't be followed.")
    }
    if state.uidNext == 0 { state.uidNext = try nextAfterLast(state.count) }
    open = state
    return state
  }

  /// Headers, ascending by UID, the oldest first; windows of UIDs keep answers small however large the folder is.
  func headers(from first: UInt32, through last: UInt32?, limit: Int) throws(MailFailure) -> [FetchedHeader] {
    let state = try opened()
    var found: [FetchedHeader] = []
    let top = last ?? max(state.uidNext, 1) - 1
    var (low, width) = (max(first, 1), Self.window)
    while found.count < limit {
      let high = top - min(top, low) >= width ? low + width - 1 : max(top, low)
      let isLast = high >= top
      // The last window of an open end is open too, for what has come since; "n:*" always names the last mail, even below n.
      let uids = try search("UID \(low):\(isLast && last == nil ? "*" : String(high))").filter { uid in
        uid >= low && (isLast ? uid <= last ?? UInt32.max : uid <= high)
      }
      found += try fetchHeaders(Array(uids.prefix(limit - found.count)))
      if isLast { break }
      // Wide gaps, as after years of deleting, are crossed in growing steps.
      width = uids.isEmpty ? width.multipliedReportingOverflow(by: 8).overflow ? UInt32.max : width * 8 : Self.window
      low = high + 1
    }
    return found
  }

  /// One message without marking it read (BODY.PEEK, RFC 3501 §6.4.5).
  func message(_ uid: UInt32, limit: Int) throws(MailFailure) -> [UInt8]? {
    _ = try opened()
    let size = max(1, min(limit, Self.maximumMessage))
    var bytes: [UInt8]?
    try run([.text("UID FETCH \(uid) (UID BODY.PEEK[]<0.\(size)>)")], literal: size + 1024) { response in
      guard let items = FetchItems(response), items.uid == uid, let body = items.body else { return }
      bytes = Array(body.prefix(size))
    }
    return bytes
  }

  /// UID SEARCH HEADER.
  func search(header: String, value: String) throws(MailFailure) -> [UInt32] {
    _ = try opened()
    guard IMAPText.isAtom(header), !value.utf8.contains(where: { $0 == 0 || $0 == 0x0D || $0 == 0x0A }) else {
      throw MailFailure(.folder, "That can't be searched for.")
    }
    let part = IMAPText.string(value)
    let charset = value.utf8.allSatisfy { $0 < 0x80 } ? "" : "CHARSET UTF-8 "
    return try search([.text("UID SEARCH \(charset)HEADER \(header) "), part])
  }

  /// UID SEARCH SINCE (§6.4.4): by the day in the server's zone, so a day more is asked for.
  func search(since moment: Timestamp) throws(MailFailure) -> [UInt32] {
    _ = try opened()
    let day = moment.adding(seconds: -86_400).utc
    return try search("SINCE \(day.day)-\(MonthNames.english(day.month))-\(day.year)").sorted()
  }

  /// APPEND (§6.3.12). - Returns: the UID where the server tells (RFC 4315).
  func append(_ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp) throws(MailFailure) -> UInt32? {
    guard flags.allSatisfy({ IMAPText.isAtom($0.hasPrefix("\\") ? String($0.dropFirst()) : $0) }) else {
      throw MailFailure(.folder, "A flag holds a character that no flag may.")
    }
    let options = " (\(flags.joined(separator: " "))) \(IMAPText.dateTime(date)) "
    let completion = try run([.text("APPEND "), IMAPText.string(folder.name), .text(options), .literal(bytes)])
    guard completion.code.count == 3, completion.code[0].text?.uppercased() == "APPENDUID" else { return nil }
    return Self.number(completion.code[2])
  }

  @discardableResult
  private func run(
    _ parts: [IMAPText.Part], literal: Int = 0, hear: (IMAPResponse) -> Void = { _ in }
  ) throws(MailFailure) -> IMAPConnection.Completion {
    try connection.run(parts, literal: literal) { response in
      noteRenumbering(response)
      hear(response)
    }
  }

  /// A server may renumber an open folder at any time (RFC 3501 §2.3.1.1); UIDs known until then mean other mail now.
  private func noteRenumbering(_ response: IMAPResponse) {
    guard let open, case .status(tag: nil, .ok, let code, _) = response, code.count >= 2,
      code[0].text?.uppercased() == "UIDVALIDITY", let value = Self.number(code[1])
    else { return }
    if value != open.uidValidity { wasRenumbered = true }
  }

  private func opened() throws(MailFailure) -> FolderState {
    if wasRenumbered { throw MailFailure(.folder, "The mail server renumbered the folder; it has to be opened again.") }
    guard let open else { throw MailFailure(.folder, "No folder is open.") }
    return open
  }

  private func list(_ command: String) throws(MailFailure) -> [FolderRoles.Listed] {
    var listed: [FolderRoles.Listed] = []
    try run([.text(command)]) { response in
      guard case .data(let values) = response, values.count >= 4, values[0].text?.uppercased() == "LIST",
        listed.count < Self.maximumFolders, let attributes = values[1].members, let name = values[3].text, !name.isEmpty
      else { return }
      listed.append(FolderRoles.Listed(name: name, attributes: attributes.compactMap(\.text), delimiter: values[2].text))
    }
    return listed
  }

  /// UIDNEXT for servers that keep it to themselves: after the last message.
  private func nextAfterLast(_ count: Int) throws(MailFailure) -> UInt32 {
    guard count > 0 else { return 1 }
    var last: UInt32 = 0
    try run([.text("UID FETCH * (UID)")]) { response in
      if let uid = FetchItems(response)?.uid { last = max(last, uid) }
    }
    return last == UInt32.max ? last : last + 1
  }

  private func search(_ criteria: String) throws(MailFailure) -> [UInt32] { try search([.text("UID SEARCH " + criteria)]) }

  private func search(_ parts: [IMAPText.Part]) throws(MailFailure) -> [UInt32] {
    var found: Set<UInt32> = []
    try run(parts) { response in
      guard case .data(let values) = response, values.first?.text?.uppercased() == "SEARCH" else { return }
      found.formUnion(values.dropFirst().compactMap(Self.number))
    }
    return found.sorted()
  }

  private func fetchHeaders(_ uids: [UInt32]) throws(MailFailure) -> [FetchedHeader] {
    var found: [UInt32: FetchedHeader] = [:]
    var start = 0
    while start < uids.count {
      let wanted = Array(uids[start..<min(start + Self.batch, uids.count)])
      let items = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.\(Self.maximumHeader)>)"
      try run([.text("UID FETCH \(IMAPText.set(wanted)) \(items)")], literal: Self.maximumHeader + 1024) { response in
        guard let header = FetchItems(response)?.fetchedHeader, wanted.contains(header.uid) else { return }
        found[header.uid] = header
      }
      start += Self.batch
    }
    return found.values.sorted { $0.uid < $1.uid }
  }

  private static func number(_ value: IMAPValue) -> UInt32? { value.text.flatMap { UInt32($0) } }
}

/// The items of a FETCH response, in whatever order they came (RFC 3501 §7.4.2).
struct FetchItems {
  private(set) var uid: UInt32?
  private(set) var flags: [String] = []
  private(set) var received: Timestamp?
  private(set) var size: Int?
  /// The octets of BODY[…]; nil where the server gave none.
  private(set) var body: [UInt8]?

  /// The items; nil where the response is no FETCH.
  init?(_ response: IMAPResponse) {
    guard case .data(let values) = response, values.count >= 3, values[1].text?.uppercased() == "FETCH",
      let items = values[2].members
    else { return nil }
    var index = 0
    while index + 1 < items.count {
      let value = items[index + 1]
      switch items[index].text?.uppercased() {
      case "UID": uid = value.text.flatMap { UInt32($0) }
      case "FLAGS": flags = value.members?.prefix(100).compactMap(\.text) ?? []
      case "INTERNALDATE": received = value.text.flatMap(IMAPText.moment)
      case "RFC822.SIZE": size = value.number
      case .some(let name) where name.hasPrefix("BODY["): if case .string(let bytes) = value { body = bytes }
      default: break
      }
      index += 2
    }
  }

  /// The header that it is; nil for an unasked FETCH about flags.
  var fetchedHeader: FetchedHeader? {
    guard let uid, let body else { return nil }
    return FetchedHeader(
      uid: uid, flags: flags, received: received ?? Timestamp(rawValue: 0), size: size ?? body.count,
      header: Array(body.prefix(IMAPConversation.maximumHeader)))
  }
}
