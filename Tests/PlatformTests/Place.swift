import Foundation

/// A folder of its own for one test, gone when the test is.
final class Place {
  let path: String
  init() throws {
    path = NSTemporaryDirectory() + "platform-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func script(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try "#!/bin/sh\n\(text)\n".write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return file
  }
}
