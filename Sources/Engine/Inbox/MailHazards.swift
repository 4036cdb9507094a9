import Outreach
import Store

/// Keeps a received mail that ended the program from doing it a second time, for one folder during one check.
///
/// Headers are marked a window at a time and, after a crash there, one by one; a whole mail always by itself. The mark lies tightly around the
/// reading, so that a power cut while the server is asked blames nothing.
struct MailHazards: Sendable {
  private let inbox: Inbox
  /// `mail/<mailbox>/<folder>/<validity>/`.
  private let place: String
  private var known: [UInt32: Hazard] = [:]
  private var suspects: [(id: String, range: ClosedRange<UInt32>)] = []

  /// What is known of a folder.
  init(_ inbox: Inbox, mailbox: Mailbox.ID, folder: MailFolder, validity: UInt32) async throws(MailFailure) {
    self.inbox = inbox
    place = "/\(mailbox.rawValue)/\(folder.name)/\(validity)/"
    let (mails, windows) = ("mail" + place, "mails" + place)
    for hazard in try await inbox.stored({ work in try HazardTable.list(prefix: mails, in: work) }) {
      if let uid = UInt32(hazard.id.dropFirst(mails.count)) { known[uid] = hazard }
    }
    for hazard in try await inbox.stored({ work in try HazardTable.list(prefix: windows, in: work) }) where hazard.crashes > 0 {
      let ends = hazard.id.split(separator: "/").last?.split(separator: "-").compactMap { UInt32($0) } ?? []
      if ends.count == 2, ends[0] <= ends[1] { suspects.append((hazard.id, ends[0]...ends[1])) }
    }
  }

  /// Mails below a UID that ended the program, or that the person wants tried again: the cursor has passed them.
  func waiting(before uid: UInt32) -> [UInt32] {
    known.filter { $0.key < uid && !$0.value.isSetAside && $0.value.crashes > 0 }.keys.sorted()
  }

  /// Reads the headers of a window; of what is set aside nothing comes.
  func read(_ headers: [FetchedHeader]) async throws(MailFailure) -> [(FetchedHeader, IncomingMail)] {
    let headers = headers.filter { known[$0.uid]?.isSetAside != true }
    guard let first = headers.first, let last = headers.last else { return [] }
    let doubtful = headers.filter { header in isDoubtful(header.uid) }
    guard doubtful.isEmpty else { return try await readOneByOne(headers) }
    let id = "mails\(place)\(first.uid)-\(last.uid)"
    try await write { work in try HazardTable.begin(.mails, id, in: work) }
    let heads = headers.map { ($0, inbox.ports.parser.readHeader($0.header)) }
    try await write { work in try HazardTable.clear(id, in: work) }
    return heads
  }

  /// Begins the reading of a whole mail. Returns its mark.
  func begin(_ uid: UInt32) async throws(MailFailure) -> String {
    let id = "mail\(place)\(uid)"
    try await write { work in try HazardTable.begin(.mail, id, in: work) }
    return id
  }

  /// Takes a mark away.
  func end(_ id: String) async throws(MailFailure) { try await write { work in try HazardTable.clear(id, in: work) } }

  /// Forgets a mail that is on the server no more, or not ours.
  func forget(_ uid: UInt32) async throws(MailFailure) { if known[uid] != nil { try await end("mail\(place)\(uid)") } }

  /// Forgets windows that were read one by one up to a UID.
  func endSuspects(through uid: UInt32) async throws(MailFailure) {
    for suspect in suspects where suspect.range.upperBound <= uid { try await end(suspect.id) }
  }

  private func isDoubtful(_ uid: UInt32) -> Bool { known[uid] != nil || suspects.contains { $0.range.contains(uid) } }

  private func readOneByOne(_ headers: [FetchedHeader]) async throws(MailFailure) -> [(FetchedHeader, IncomingMail)] {
    var heads: [(FetchedHeader, IncomingMail)] = []
    for header in headers {
      guard isDoubtful(header.uid) else {
        heads.append((header, inbox.ports.parser.readHeader(header.header)))
        continue
      }
      let (id, before) = ("mail\(place)\(header.uid)", known[header.uid]?.crashes ?? 0)
      // The crash of the window counts for each of its mails: a second one sets the mail aside.
      try await write { work in try HazardTable.begin(.mail, id, crashes: 1, in: work) }
      heads.append((header, inbox.ports.parser.readHeader(header.header)))
      try await write { work in try HazardTable.rest(id, crashes: before, in: work) }
    }
    return heads
  }

  private func write(_ body: @escaping @Sendable (Work) throws -> Void) async throws(MailFailure) {
    try await inbox.stored(writing: true, body)
  }
}
