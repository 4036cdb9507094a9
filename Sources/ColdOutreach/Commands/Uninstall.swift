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
      var places = [folders.keys, folders.config, folders.data, folders.state, folders.cache]
      if let file = SettingsValues(environment: environment).databaseFile {
        let (folder, name) = (Files.parent(of: file), file.split(separator: "/").last ?? "")
        let ours = ["-wal", "-shm", "-journal", ".lock", ".restore", ".candidate", ".damaged", ".new-", ".partial"]
          .map { name + $0 }
        places += ((try? Files.names(in: folder)) ?? [])
          .filter { one in one == name || ours.contains { one.hasPrefix($0) } }
          .map { "\(folder)/\($0)" }
      }
      for place in places where Files.isThere(place) {
        try Files.removeTree(place)
        gone.append(place)
      }
      withExtendedLifetime(lock) {}
      // The home itself, where it was ours alone.
      let home = Files.parent(of: folders.data)
      if [folders.config, folders.state, folders.cache].allSatisfy({ Files.parent(of: $0) == home }) { Files.removeEmpty(home) }
    } catch { throw Fault(.storage, "The program \(error).") }
    return gone
  }
}
