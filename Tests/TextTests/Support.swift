import Foundation
import Text

/// Where the checkout, its resources and the shared test files are.
enum Places {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let charsets = root.appending(path: "Resources/charsets").path
  /// The shared corpora beside the checkout, or in `CORPORA`; nil where absent.
  static let corpora: URL? = {
    var tried = [root.appending(path: "../shared/corpora"), root.appending(path: "../../shared/corpora")]
    if let named = ProcessInfo.processInfo.environment["CORPORA"] { tried.insert(URL(filePath: named), at: 0) }
    return tried.first { FileManager.default.fileExists(atPath: $0.path) }
  }()
  /// Loads the tables once.
  static let ready: Bool = {
    CharsetTables.load(from: charsets)
    return true
  }()
}

/// Bytes of a text of hexadecimal pairs and plain ASCII: "41 e9" or "A\u{E9}" is up to the caller.
func hex(_ text: String) -> [UInt8] { text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }
