import Outreach
import Platform

/// Puts the program into the person's menu, and takes it out again. Touches nothing outside the XDG folders of this person.
struct DesktopInstall: Sendable {
  private static let toolSeconds = 20.0
  /// Menus of the desktop read them, nobody else's business is in them.
  private static let mode: UInt32 = 0o644

  private let environment: [String: String]
  /// Where the shipped entry and icons are.
  private let resources: String
  private let data: String
  private let config: String

  /// - Throws: `.notConfigured` where nothing says where the person's folders are.
  init(environment: [String: String], resources: String) throws(Fault) {
    func folder(_ variable: String, _ standard: String) throws(Fault) -> String {
      if let path = environment[variable], path.hasPrefix("/") { return path }
      guard let home = environment["HOME"], home.hasPrefix("/") else {
        throw Fault(.notConfigured, "Your home folder is not known ($HOME is not set), so there is no menu to put it into.")
      }
      return "\(home)/\(standard)"
    }
    (self.environment, self.resources) = (environment, resources)
    data = try folder("XDG_DATA_HOME", ".local/share")
    config = try folder("XDG_CONFIG_HOME", ".config")
  }

  /// The menu entry.
  var entryFile: String { "\(data)/applications/\(DesktopEntry.name).desktop" }
  /// The entry that starts it at log-in.
  var autostartFile: String { "\(config)/autostart/\(DesktopEntry.name).desktop" }

  /// Writes entry and icons, and the start at log-in where it is wished; an earlier one is taken out where it is not.
  /// - Returns: the files written.
  /// - Throws: `.storage` where one can't be; `.badInput` for a path that can't stand in a menu entry.
  func install(program: String, home: String?, autostart: Bool) throws(Fault) -> [String] {
    let template = try stored { () throws(SystemError) in try Files.text("\(resources)/desktop/\(DesktopEntry.name).desktop") }
    let entry = try DesktopEntry(template: template, program: program, home: home)
    let start = try DesktopEntry.autostart(program: program, home: home)
    var files = try stored { () throws(SystemError) in
      try icons().map { icon throws(SystemError) in (icon.to, try Files.read(icon.from)) }
    }
    files.append((entryFile, Array(entry.text.utf8)))
    if autostart { files.append((autostartFile, Array(start.text.utf8))) }
    try stored { () throws(SystemError) in
      for (path, bytes) in files {
        try Files.makeFolders(Files.parent(of: path))
        try Files.replace(path, with: bytes, mode: Self.mode)
      }
      if !autostart, Files.exists(autostartFile) { try Files.remove(autostartFile) }
    }
    refresh()
    return files.map(\.0)
  }

  /// Removes what `install` wrote; nothing else.
  /// - Returns: the files removed.
  /// - Throws: `.storage` where one can't be.
  func uninstall() throws(Fault) -> [String] {
    let there = ([entryFile, autostartFile] + installedIcons()).filter(Files.exists)
    try stored { () throws(SystemError) in for file in there { try Files.remove(file) } }
    refresh()
    return there
  }

  private func stored<Value>(_ work: () throws(SystemError) -> Value) throws(Fault) -> Value {
    do throws(SystemError) { return try work() } catch { throw Fault(.storage, "The program \(error).") }
  }

  /// The shipped icons and where each belongs.
  private func icons() -> [(from: String, to: String)] {
    let vector = "\(resources)/desktop/\(DesktopEntry.name).svg"
    var found = [(vector, "\(data)/icons/hicolor/scalable/apps/\(DesktopEntry.name).svg")]
    // A package has them beside the program's folder, in the system's own place, where they are found anyway.
    let shipped = "\(resources)/icons/hicolor"
    for size in (try? Files.names(in: shipped)) ?? [] {
      let picture = "\(size)/apps/\(DesktopEntry.name).png"
      if Files.exists("\(shipped)/\(picture)") { found.append(("\(shipped)/\(picture)", "\(data)/icons/hicolor/\(picture)")) }
    }
    return found
  }

  private func installedIcons() -> [String] {
    let theme = "\(data)/icons/hicolor"
    return ((try? Files.names(in: theme)) ?? []).flatMap { size in
      ["png", "svg"].map { "\(theme)/\(size)/apps/\(DesktopEntry.name).\($0)" }
    }
  }

  /// Menus notice by themselves, sooner or later; where the tools are there, at once.
  private func refresh() {
    for (name, arguments) in [
      ("update-desktop-database", ["-q", "\(data)/applications"]),
      ("gtk-update-icon-cache", ["-q", "-t", "\(data)/icons/hicolor"]),
    ] {
      guard let program = Programs.find(name, environment: environment) else { continue }
      _ = try? ChildProcess.run(ChildCommand(program, arguments, environment: environment), seconds: Self.toolSeconds)
    }
  }
}
