import Outreach
import Platform

/// Takes away what the program put onto this computer.
enum Uninstall {
  /// Out of the menu; with `--erase-data` everything that was kept, too, after asking.
  static func run(_ context: Context) async throws -> Int32 {
    let erases = context.arguments.has("--erase-data")
    let folders = try context.folders()
    if erases {
      try MovingCommands.confirm(
        context, "All leads, mails, backups, settings and keys of this program are erased for good. No backup here survives. Go on?"
      )
      guard let stop = context.commands.first(where: { $0.name == "stop" }) else { return 1 }
      // One that runs would write its files again.
      if RunningInstance.find(folders) != nil { _ = try await stop.run(context) }
    }
    var gone = try DesktopCommands.uninstall(context)
    if erases { gone += try erase(folders, context.environment) }
    let program = InstalledBundle.own.map { " What is left is its folder; delete it: \($0.root)" } ?? ""
    try context.answer(
      ["removed": gone],
      erases
        ? "Everything was erased. Backups that you had copied to other places are not touched.\(program)"
        : gone.isEmpty ? "It was not in your menu. Your data stays." : "It is out of your menu. Your data stays.")
    return 0
  }

  /// Keys first: whatever stops it then, nothing that is left can be read.
  private static func erase(_ folders: Folders, _ environment: [String: String]) throws(Fault) -> [String] {
    var gone: [String] = []
    do throws(SystemError) {
      guard case .taken(let lock) = try FileLock.take(Files.isFolder(folders.data) ? folders.lockFile : "/dev/null") else {
        throw SystemError("erase: the program still runs", path: folders.data)
      }
      let file = SettingsValues(environment: environment).databaseFile ?? folders.database
      for (folder, below) in [
        (folders.config, [folders.keys]), (folders.state, [folders.logs]), (folders.cache, []), (folders.data, [folders.backups]),
      ] {
        let isLinked = Files.link(folder) != nil
        for one in below { gone += try remove(one, isForeign: isLinked || Files.link(one) != nil) }
        // As long as the links to it are there.
        if folder == folders.data { for one in Set([Files.real(file) ?? file, file]) { gone += try removeBase(one) } }
        gone += try remove(folder, isForeign: isLinked)
      }
      withExtendedLifetime(lock) {}
      // The home itself, where it was ours alone.
      let home = Files.parent(of: folders.data)
      if [folders.config, folders.state, folders.cache].allSatisfy({ Files.parent(of: $0) == home }) { Files.removeEmpty(home) }
    } catch { throw Fault(.storage, "The program \(error).") }
    return gone
  }

  /// What the program makes in its folders; where a star stands anything may.
  private static let ours =
    [
      "keys", "keys.next", "keys.new-*", "keys-before-*", "erased", "lock", "spool", "flight.db*", "cold-outreach-*",
      "maps-browser",
    ]
    + [
      "token", "instance", "port", "runtime.json", "audit-head", "ledger", "mailboxes", "crashes", "restored", "moved",
      "update.json", "update.lock",
    ]
    + LogEvent.Subject.allCases.map { "\($0.rawValue).*jsonl" }

  /// - Parameter isForeign: it lies behind a link, where other things may lie, too: only what has our names goes.
  private static func remove(_ folder: String, isForeign: Bool) throws(SystemError) -> [String] {
    guard Files.isThere(folder) else { return [] }
    guard isForeign else {
      try Files.removeTree(folder)
      return [folder]
    }
    for name in (try? Files.names(in: folder)) ?? [] where isOurs(name) {
      let path = "\(folder)/\(name)"
      // A folder of this name is another one's.
      if name != "keys" || !Files.isFolder(path) { try Files.removeTree(path) }
    }
    Files.removeEmpty(folder)
    if Files.link(folder) != nil { try Files.remove(folder) }
    return [folder]
  }

  private static func isOurs(_ name: String) -> Bool {
    ours.contains { pattern in
      let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 1 ? name == pattern : name.hasPrefix(parts[0]) && name.hasSuffix(parts[1])
    }
  }

  /// A base with what belongs to it.
  private static func removeBase(_ file: String) throws(SystemError) -> [String] {
    let (folder, base) = (Files.parent(of: file), file.split(separator: "/").last ?? "")
    let ours = ["-wal", "-shm", "-journal", ".lock", ".restore", ".candidate", ".damaged", ".new-", ".partial"].map { base + $0 }
    let names = ((try? Files.names(in: folder)) ?? []).filter { one in one == base || ours.contains { one.hasPrefix($0) } }
    for name in names { try Files.removeTree("\(folder)/\(name)") }
    return names.map { "\(folder)/\($0)" }
  }
}
