import Crypto
import Curl
import Engine
import Glibc
import Net
import Outreach
import Platform
import Text

/// What updates ask of the network and the disk.
enum UpdateInstall {
  private static let largestFeed = 256 << 10
  private static let feedSeconds = 30.0
  private static let bundleSeconds = 1800.0
  private static let redirects = 5
  private static let largestUnpacked = 512 << 20
  private static let spareBytes = 64 << 20
  private static let startSeconds = 20.0

  /// The ports of this program over a home.
  static func ports(_ folders: Folders, environment: [String: String], restart: @escaping @Sendable () -> Void) -> UpdatePorts {
    let (bundle, http) = (InstalledBundle.own, CurlClient(extraCAFile: environment["COLD_OUTREACH_CA_FILE"]))
    let files = UpdateFiles(folders)
    return UpdatePorts(
      place: InstalledBundle.place(of: bundle, environment: environment), version: Version.current, arch: ThisProcess.machine,
      fetch: { try await fetch($0, limit: largestFeed, seconds: feedSeconds, http) },
      isSigned: { signature, message in
        guard let key = BuildStamp.updateKey, let bytes = Hex.decode(signature) else { return false }
        return Ed25519.verify(bytes, of: message, publicKey: key)
      },
      install: { offer, version in
        guard let bundle else { throw Fault(.unsupported, "This program can't renew itself here.") }
        try await install(offer, version, bundle, http)
      }, read: { files.read() }, write: { try files.write($0) }, restart: restart)
  }

  private static func fetch(_ url: String, limit: Int, seconds: Double, _ http: CurlClient) async throws -> [UInt8] {
    if url.hasPrefix("file://") {
      let path = String(url.dropFirst("file://".count))
      do { return try await OwnThread.run { try Files.read(path, limit: limit) } } catch {
        throw Fault(.notFound, "The file that the address names can't be read: \(path).")
      }
    }
    var request = ClientRequest("GET", url)
    (request.timeoutSeconds, request.maximumBodyBytes, request.maximumRedirects) = (seconds, limit, redirects)
    let answer: ClientResponse
    do { answer = try await http.send(request) } catch {
      throw Fault(error.kind == .tooLarge ? .tooLarge : .offline, "The address of the update did not answer: \(error.detail)")
    }
    guard answer.status == 200 else { throw Fault(.upstream, "The address of the update answered with status \(answer.status).") }
    return answer.body
  }

  private static func install(_ offer: UpdateManifest.Bundle, _ version: String, _ bundle: InstalledBundle, _ http: CurlClient)
    async throws
  {
    let free = Files.freeBytes(at: bundle.root) ?? .max
    guard free > offer.bytes * 5 + spareBytes else {
      throw Fault(.storage, "There is too little room for the new version: \(ByteSize.text(free)) are free where the program lies.")
    }
    let archive = try await fetch(offer.url, limit: offer.bytes, seconds: bundleSeconds, http)
    guard archive.count == offer.bytes, try Hex.encode(Hash.sha256(archive)) == offer.sha256.lowercased() else {
      throw Fault(.refused, "What was fetched is not what was announced: it was changed or cut short. It was not used.")
    }
    try Task.checkCancellation()
    try await OwnThread.run { try unpack(archive, version, bundle) }
  }

  /// Lays an archive beside the present version: whole under its name, or not at all.
  private static func unpack(_ archive: [UInt8], _ version: String, _ bundle: InstalledBundle) throws {
    let (target, part) = (bundle.folder(of: version), "\(bundle.versions)/.part-\(version)")
    let content: [UInt8]
    let entries: [Tar.Entry]
    do {
      content = try Gzip.decompress(archive, limit: largestUnpacked)
      entries = try Tar.entries(content)
    } catch let error as NetworkError { throw Fault(.refused, error.detail) } catch let error as Tar.Refusal {
      throw Fault(.refused, error.description)
    }
    do {
      try Files.makeFolders(bundle.versions)
      try Files.removeTree(part)
      try Files.makeFolders(part)
      for entry in entries { try write(entry, of: content, to: part) }
      try Files.syncDisk(of: part)
    } catch {
      try? Files.removeTree(part)
      throw Fault(.storage, "The new version could not be stored: the program \(error).")
    }
    guard says(part, version) else {
      try? Files.removeTree(part)
      throw Fault(.refused, "What was fetched does not start here, or is not version \(version). It was not used.")
    }
    try Files.removeTree(target)
    try Files.move(part, to: target)
  }

  private static func write(_ entry: Tar.Entry, of content: [UInt8], to folder: String) throws(SystemError) {
    switch entry {
    case .folder(let path): try Files.makeFolders("\(folder)/\(path)")
    case .file(let path, let range, let isProgram):
      try Files.makeFolders(Files.parent(of: "\(folder)/\(path)"))
      try Files.replace("\(folder)/\(path)", with: content[range], mode: isProgram ? 0o755 : 0o644, isDurable: false)
    case .link(let path, let target):
      guard symlink(target, "\(folder)/\(path)") == 0 else { throw SystemError("link", path: path) }
    }
  }

  /// Whether the new launcher runs on this computer and is what it was announced as.
  private static func says(_ folder: String, _ version: String) -> Bool {
    guard Files.isFolder(folder + "/share/web") else { return false }
    let command = ChildCommand("\(folder)/\(InstalledBundle.launcher)", ["version"], environment: ThisProcess.environment)
    guard let done = try? ChildProcess.run(command, seconds: startSeconds) else { return false }
    return done.ending == .exited(0)
      && String(decoding: done.output, as: UTF8.self).split(whereSeparator: \.isWhitespace).last == Substring(version)
  }
}
