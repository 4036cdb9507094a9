import API
import Engine
import Outreach
import Platform
import SQLite
import Store

/// What the System screen and `doctor` look at.
enum Health {
  private static let littleSpace = 500 << 20
  private static let veryLittleSpace = 50 << 20

  /// Every check, made now.
  static func checks(
    base: Base, settings: Settings, scheduler: Scheduler, backups: Backups, isServing: Bool, folders: Folders
  ) async -> [HealthCheck] {
    var checks = [
      await database(base), disk(folders), await room(base), isServing ? queue(scheduler) : notServing,
      port(settings.values[.port], isServing: isServing), keys(folders),
    ]
    checks += settings.values.problems.filter { $0.weight == .error }.map {
      HealthCheck(name: "Setting \($0.setting)", ok: false, detail: $0.detail, advice: "Correct it under Settings.")
    }
    for mailbox in settings.policy.mailboxes { checks.append(await mail(settings.policy.of(mailbox), base)) }
    checks.append(await setAside(base))
    checks.append(await backup(backups))
    return checks
  }

  private static func database(_ base: Base) async -> HealthCheck {
    do {
      let rows = try await base.read { work in try LeadList.counts(in: work).states.values.reduce(0, +) }
      return HealthCheck(name: "Database", ok: true, detail: "It answers; there are \(rows) leads.")
    } catch {
      return HealthCheck(
        name: "Database", ok: false, detail: "It does not answer.", advice: "Restart the program; if it lasts, restore a backup.")
    }
  }

  /// What is free inside the file; see `SpareRoom`.
  private static func room(_ base: Base) async -> HealthCheck {
    guard let room = try? await base.database.room() else {
      return HealthCheck(name: "Room in the database", ok: nil, detail: "It could not be told.")
    }
    let text = "It has \(ByteSize.text(room.total)), of which \(ByteSize.text(room.free)) are unused."
    let advice = "They are given back once a day, or under System, Health, at once."
    return HealthCheck(
      name: "Room in the database", ok: true, detail: text, advice: SpareRoom.State(room).isWorthIt ? advice : nil)
  }

  static func disk(_ folders: Folders) -> HealthCheck {
    guard let free = Files.freeBytes(at: folders.data) else {
      return HealthCheck(name: "Disk", ok: nil, detail: "The free space could not be told.")
    }
    let text = "\(ByteSize.text(free)) are free."
    if free < veryLittleSpace {
      return HealthCheck(name: "Disk", ok: false, detail: text, advice: "Make room now: without it nothing can be saved.")
    }
    return HealthCheck(name: "Disk", ok: true, detail: text, advice: free < littleSpace ? "Make room soon." : nil)
  }

  private static func queue(_ scheduler: Scheduler) -> HealthCheck {
    scheduler.isRunning
      ? HealthCheck(name: "Queue", ok: true, detail: "It works.")
      : HealthCheck(name: "Queue", ok: false, detail: "It does not run.", advice: "Restart the program.")
  }

  /// For a command that opens the base while the program does not run.
  private static let notServing = HealthCheck(
    name: "Queue", ok: nil, detail: "The program does not run now, so nothing is sent and no reply is noticed.",
    advice: "Start it with: cold-outreach")

  private static func keys(_ folders: Folders) -> HealthCheck {
    let path = folders.keys + "/keys"
    return Files.exists(path)
      ? HealthCheck(name: "Keys", ok: true, detail: "They lie in \(folders.keys), outside the data.")
      : HealthCheck(
        name: "Keys", ok: false, detail: "The key file \(path) is gone.", advice: "Put it back before you stop the program.")
  }

  private static func mail(_ policy: Policy, _ base: Base) async -> HealthCheck {
    let name = policy.mailboxes.count > 1 ? "Mailbox \(policy.title(of: policy.mailbox))" : "Mailbox"
    guard policy.mode != .practice else {
      return HealthCheck(name: name, ok: true, detail: "Practice: nothing leaves this computer.")
    }
    guard policy.smtp != nil || policy.mode == .draftsOnly else {
      return HealthCheck(name: name, ok: false, detail: "It is not set up.", advice: "Set it up under Settings.")
    }
    guard policy.imap != nil else {
      return HealthCheck(
        name: name, ok: false, detail: "Replies are not noticed: IMAP is not set up.", advice: "Fill in IMAP under Settings.")
    }
    let state = try? await base.read { work in try MailboxTable.get(policy.mailbox, in: work) }
    let isOK = state?.state == .ok
    return HealthCheck(
      name: name, ok: isOK, detail: isOK ? "It works." : state?.reason ?? "It needs you.",
      advice: isOK ? nil : "Look at it under Settings.")
  }

  private static func setAside(_ base: Base) async -> HealthCheck {
    let entries = (try? await Hazards(base: base).list()) ?? []
    guard let first = entries.first else { return HealthCheck(name: "Set aside", ok: true, detail: "Nothing ended the program.") }
    let more = entries.count > 1 ? ", and \(entries.count - 1) more" : ""
    return HealthCheck(
      name: "Set aside", ok: nil, detail: "The program ended while it read this, so it is skipped: \(first.title)\(more).",
      advice: "Look at it elsewhere, such as in your mail program; or let it be tried again.")
  }

  private static func backup(_ backups: Backups) async -> HealthCheck {
    if let trouble = (try? await backups.trouble()) ?? nil {
      return HealthCheck(name: "Backups", ok: false, detail: trouble, advice: "Repair that, then make one now.")
    }
    let count = backups.list().count
    return count > 0
      ? HealthCheck(name: "Backups", ok: true, detail: count == 1 ? "There is one." : "There are \(count).")
      : HealthCheck(
        name: "Backups", ok: nil, detail: "There is none yet.", advice: "The first is made within an hour; or make one now.")
  }
}
