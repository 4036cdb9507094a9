import Outreach
import Synchronization

/// A world of recipients that exists only in this process: servers that take, refuse, bounce and delay mail, and people who answer.
///
/// It stands behind the ports of mail like any provider; what becomes of an address is fixed by its seed.
public final class RecipientWorld: FlightWorld {
  /// How the world treats mail; shares in percent.
  public struct Manners: Sendable, Hashable {
    /// Addresses that don't exist.
    public var unknownUsers = 4
    /// Servers that want to see a mail from a stranger a second time.
    public var greylisting = 10
    /// People who are away and say until when.
    public var away = 8
    /// People who answer at some time.
    public var answers = 10
    /// Of these: who wants no more mail.
    public var optOuts = 20

    /// Rather unkind.
    public init() {}
  }

  struct Letter: Sendable {
    let due: Timestamp
    let kind: WorldEvent.Kind
    let address: String
    /// The account that the mail left by, to which the answer comes.
    let account: String
    let messageID: String
    let bytes: [UInt8]
  }

  struct State {
    var events: [WorldEvent] = []
    var onTheWay: [Letter] = []
    var arrived: [Letter] = []
    var known: Set<String> = []
    var mails: [String: Int] = [:]
    var isOffline = false
    /// Accounts that signed in to send.
    var accounts: Set<String> = []
  }

  let state = Mutex(State())
  let clock: any Clock
  let manners: Manners
  private let seed: UInt64

  /// A world whose people are as the seed says.
  public init(clock: any Clock, seed: UInt64, manners: Manners = Manners()) {
    (self.clock, self.seed, self.manners) = (clock, seed, manners)
  }

  /// All that happened so far, oldest first.
  public var events: [WorldEvent] { state.withLock { $0.events } }

  /// When the next letter arrives; nil where none is on its way.
  public var nextArrival: Timestamp? { state.withLock { $0.onTheWay.map(\.due).min() } }

  /// Who has said no more, answered or does not exist, by letters that lie in the mailbox by then and may be unread.
  public func arriving(until moment: Timestamp) -> [String] {
    state.withLock { $0.onTheWay.filter { $0.due <= moment && $0.kind != .away }.map(\.address) }
  }

  /// Whether the network between it and the program is down.
  public var isOffline: Bool {
    get { state.withLock { $0.isOffline } }
    set { state.withLock { $0.isOffline = newValue } }
  }

  /// Connects for sending.
  public func session(with server: MailServer) async throws(MailFailure) -> any SendingSession {
    if isOffline { throw MailFailure(.dns, "There is no network.") }
    let account = server.username.lowercased()
    state.withLock { _ = $0.accounts.insert(account) }
    return WorldSending(self, account)
  }

  /// Connects for reading.
  public func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession {
    if isOffline { throw MailFailure(.dns, "There is no network.") }
    deliver()
    return WorldReading(self, of: server.username.lowercased())
  }

  /// What the server says to a recipient; nil where it takes mail for it.
  func refusal(of address: String) -> ServerReply? {
    if draw("exists", address) <= manners.unknownUsers, draw("early", address) <= 50 {
      return ServerReply(code: 550, enhanced: "5.1.1", text: "There is nobody of this name.")
    }
    let isNew = state.withLock { $0.known.insert(address).inserted }
    if isNew, draw("greylisting", address) <= manners.greylisting {
      return ServerReply(code: 451, enhanced: "4.7.1", text: "Greylisted, try again later.")
    }
    return nil
  }

  /// Takes a mail, and decides what its recipient does about it.
  func take(_ mail: WireMail, from account: String) {
    let id = MailHeaders.value("message-id", in: mail.bytes) ?? ""
    let number = state.withLock { state in
      state.mails[mail.to, default: 0] += 1
      state.events.append(WorldEvent(at: clock.now(), kind: .sent, address: mail.to, messageID: id))
      return state.mails[mail.to] ?? 1
    }
    let subject = MailHeaders.value("subject", in: mail.bytes) ?? ""
    for letter in answers(to: mail, of: account, id: id, subject: subject, number: number) {
      state.withLock { $0.onTheWay.append(letter) }
    }
  }

  /// Notes what happened.
  func note(_ kind: WorldEvent.Kind, _ address: String, _ id: String) {
    state.withLock { $0.events.append(WorldEvent(at: clock.now(), kind: kind, address: address, messageID: id)) }
  }

  /// Puts into the mailbox what is due.
  func deliver() {
    let now = clock.now()
    state.withLock { state in
      let due = state.onTheWay.filter { $0.due <= now }.sorted { $0.due < $1.due }
      state.onTheWay.removeAll { $0.due <= now }
      state.arrived += due
      state.events += due.map { WorldEvent(at: $0.due, kind: $0.kind, address: $0.address, messageID: $0.messageID) }
    }
  }

  private func answers(to mail: WireMail, of account: String, id: String, subject: String, number: Int) -> [Letter] {
    let address = mail.to
    if draw("exists", address) <= manners.unknownUsers {
      return [
        letter(
          .bounced, to: mail, of: account, id: id, after: 60 + draw("late", address) * 30,
          WorldLetters.bounce(of: address, id: id, to: mail.from))
      ]
    }
    var letters: [Letter] = []
    if number == 1, draw("away", address) <= manners.away {
      let back = clock.now().adding(seconds: (2 + draw("back", address) / 10) * 86_400).utc.date
      letters.append(
        letter(
          .away, to: mail, of: account, id: id, after: 60,
          WorldLetters.away(from: address, to: mail.from, subject: subject, id: id, back: back))
      )
    }
    // One answers to one of the mails, after an hour to four days.
    if draw("answers", address) <= manners.answers, draw("which", address) % 3 + 1 == number {
      let wantsNoMore = draw("opt-out", address) <= manners.optOuts
      let wait = 3600 + draw("slow", address) * 3400
      letters.append(
        letter(
          wantsNoMore ? .optedOut : .answered, to: mail, of: account, id: id, after: wait,
          WorldLetters.answer(from: address, to: mail.from, subject: subject, id: id, wantsNoMore: wantsNoMore)))
    }
    return letters
  }

  private func letter(
    _ kind: WorldEvent.Kind, to mail: WireMail, of account: String, id: String, after seconds: Int, _ text: String
  ) -> Letter {
    let due = clock.now().adding(seconds: seconds)
    let header =
      "Date: \(WorldLetters.date(due))\r\nMessage-ID: <\(kind.rawValue).\(draw(id, mail.to)).\(due.rawValue)@world.example>\r\n"
    let bytes = Array((header + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")).utf8)
    return Letter(due: due, kind: kind, address: mail.to, account: account, messageID: id, bytes: bytes)
  }

  /// 1 to 100, always the same for a question about an address (FNV-1a, mixed).
  private func draw(_ question: String, _ address: String) -> Int {
    var hash = "\(seed)/\(question)/\(address)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    return Int((hash ^ (hash >> 33)) % 100) + 1
  }
}

/// Hands mail into the world.
private final class WorldSending: SendingSession {
  private let world: RecipientWorld
  private let account: String

  init(_ world: RecipientWorld, _ account: String) { (self.world, self.account) = (world, account) }

  func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome {
    if world.isOffline { return .notSent(MailFailure(.transfer, "The connection broke.")) }
    if let no = world.refusal(of: mail.to) {
      world.note(no.isTemporary ? .greylisted : .refused, mail.to, MailHeaders.value("message-id", in: mail.bytes) ?? "")
      return .refused(no, .recipient)
    }
    do { try await beforeFinish() } catch { return .notSent(MailFailure(.cancelled, "The sending was broken off.")) }
    world.take(mail, from: account)
    return .accepted(ServerReply(code: 250, text: "taken"))
  }

  func close() async {}
  func interrupt() {}
}

/// Reads what came back.
private final class WorldReading: ReadingSession {
  private static let inbox = MailFolder(name: "INBOX", role: .inbox)
  private let world: RecipientWorld
  private let owner: String

  init(_ world: RecipientWorld, of owner: String) { (self.world, self.owner) = (world, owner) }

  /// All letters of the world; the number of a letter is its place among them, in whatever mailbox it lies.
  private var letters: [RecipientWorld.Letter] { world.state.withLock { $0.arrived } }

  /// Whether a letter lies in this mailbox. Where reading has a name of its own that nothing is sent by, nobody knows, and all lie in it.
  private func isOwn(_ letter: RecipientWorld.Letter) -> Bool {
    letter.account == owner || !world.state.withLock { $0.accounts.contains(owner) }
  }

  func folders() async throws(MailFailure) -> [MailFolder] { [Self.inbox] }

  func open(_ folder: MailFolder) async throws(MailFailure) -> FolderState {
    let all = letters
    return FolderState(uidValidity: 1, uidNext: UInt32(clamping: all.count + 1), count: all.count(where: isOwn))
  }

  func headers(from first: UInt32, through last: UInt32?, limit: Int) async throws(MailFailure) -> [FetchedHeader] {
    let all = letters
    let (from, through) = (max(1, Int(first)), min(all.count, last.map { Int($0) } ?? .max))
    guard from <= through, limit > 0 else { return [] }
    return (from...through).filter { isOwn(all[$0 - 1]) }.prefix(limit).map { uid in
      let bytes = all[uid - 1].bytes
      return FetchedHeader(
        uid: UInt32(clamping: uid), flags: [], received: all[uid - 1].due, size: bytes.count, header: MailHeaders.section(of: bytes)
      )
    }
  }

  func message(uid: UInt32, limit: Int) async throws(MailFailure) -> [UInt8]? {
    let all = letters
    guard uid >= 1, Int(uid) <= all.count, isOwn(all[Int(uid) - 1]) else { return nil }
    return Array(all[Int(uid) - 1].bytes.prefix(limit))
  }

  func search(header: String, value: String) async throws(MailFailure) -> [UInt32] { [] }

  func append(_ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp) async throws(MailFailure) -> UInt32? {
    nil
  }

  func close() async {}
}
