import API
import Outreach
import Platform

/// The small files of a home that outlive a start: the scripts' token, the home's id, the port.
enum HomeSecrets {
  private static let tokenBytes = 32

  /// The token for scripts, made at the first question; 0600.
  /// - Throws: the system's refusal.
  static func token(_ folders: Folders) throws(SystemError) -> Secret {
    if let text = word(folders.tokenFile), text.utf8.count == tokenBytes * 2 { return Secret(text) }
    let token = RandomText.hex(bytes: tokenBytes)
    try Files.makePrivateFolder(folders.state)
    try Files.replace(folders.tokenFile, with: Array((token + "\n").utf8))
    return Secret(token)
  }

  /// The home's id: 8 hexadecimal digits, the same at every start, so that a browser's session and cookie stay.
  static func instanceID(_ folders: Folders) -> String {
    let path = folders.state + "/instance"
    if let text = word(path), text.utf8.count == 8, text.allSatisfy(\.isHexDigit) { return text }
    let id = RandomText.hex(bytes: 4)
    // Without a place to keep it it holds for this start.
    try? Files.replace(path, with: Array((id + "\n").utf8))
    return id
  }

  /// The port of the last start; nil for none.
  static func lastPort(_ folders: Folders) -> UInt16? {
    word(folders.portFile).flatMap { UInt16($0) }.flatMap { $0 >= 1024 ? $0 : nil }
  }

  /// Remembers the port, so that open tabs live on after the next start.
  static func remember(port: UInt16, _ folders: Folders) {
    if lastPort(folders) != port { try? Files.replace(folders.portFile, with: Array("\(port)\n".utf8), isDurable: false) }
  }

  private static func word(_ path: String) -> String? {
    (try? Files.text(path, limit: 256))?.split(whereSeparator: \.isWhitespace).first.map(String.init)
  }
}
