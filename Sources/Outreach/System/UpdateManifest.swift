import JSONText

/// A version as `major.minor.patch`; three numbers and nothing else, so that two of them are always comparable.
public struct ReleaseVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  private static let mostDigits = 6
  private let numbers: [Int]

  /// Nil for anything but three numbers of at most six digits.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      (1...Self.mostDigits).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    self.numbers = numbers
  }

  /// `major.minor.patch`.
  public var description: String { numbers.map(String.init).joined(separator: ".") }

  /// Older before newer.
  public static func < (one: ReleaseVersion, other: ReleaseVersion) -> Bool { one.numbers.lexicographicallyPrecedes(other.numbers) }
}

/// What a feed says of the newest version.
public struct UpdateManifest: Codable, Sendable, Hashable {
  /// The archive for one processor.
  public struct Bundle: Codable, Sendable, Hashable {
    /// As `uname -m` has it.
    public var arch: String
    /// https, or a file on this computer.
    public var url: String
    public var bytes: Int
    /// In hexadecimal.
    public var sha256: String
  }

  /// Rises with every manifest that is signed, whatever its version: an older one that is served again is known by it.
  public var serial: Int
  public var version: String
  /// UTC milliseconds since 1970.
  public var publishedAt: Int64
  /// What is new, a few lines of plain text.
  public var notes: String
  public var bundles: [Bundle]

  private enum CodingKeys: String, CodingKey {
    case serial, version, notes, bundles
    case publishedAt = "published_at"
  }

  /// An archive has at most so many bytes.
  public static let largestBundle = 128 << 20
  private static let longestNotes = 4000
  private static let mostBundles = 16
  private static let aheadSeconds = 2 * 86_400
  private static let digestDigits = 64

  /// Reads the text that was signed. - Throws: `.upstream` for anything that is no manifest.
  public init(text: String) throws(Fault) {
    guard let found = try? JSON.decode(UpdateManifest.self, from: text), found.isPossible else {
      throw Fault(.upstream, "The announcement of a new version can't be understood, so it was not used.")
    }
    self = found
  }

  private var isPossible: Bool {
    serial > 0 && ReleaseVersion(version) != nil && notes.count <= Self.longestNotes && bundles.count <= Self.mostBundles
      && bundles.allSatisfy { bundle in
        (1...Self.largestBundle).contains(bundle.bytes) && bundle.sha256.utf8.count == Self.digestDigits
          && bundle.sha256.allSatisfy { $0.isASCII && $0.isHexDigit }
          && (bundle.url.hasPrefix("https://") || bundle.url.hasPrefix("file:///") || Setting.isLoopbackURL(bundle.url))
      }
  }

  /// What of an earlier announcement is remembered.
  public struct Seen: Codable, Sendable, Hashable {
    /// The highest serial there was; 0 for none.
    public var serial = 0
    /// The text that had it.
    public var text = ""

    /// Nothing was seen.
    public init() {}
  }

  /// Whether it may be used at all, by what was seen before and what runs.
  /// - Throws: `.refused`, for a person: a replayed, changed or older one, or one from the future.
  public func check(text: String, seen: Seen, current: ReleaseVersion, now: Timestamp) throws(Fault) {
    if serial < seen.serial || serial == seen.serial && text != seen.text {
      throw Fault(
        .refused,
        "The feed shows an announcement that is older than one seen before. Somebody may be serving old ones again; it was not used."
      )
    }
    if publishedAt > now.adding(seconds: Self.aheadSeconds).rawValue {
      throw Fault(.refused, "The announcement is dated in the future. Look at your clock; it was not used.")
    }
    if let version = ReleaseVersion(version), version < current {
      throw Fault(
        .refused, "The feed offers version \(version), which is older than this one. Going back to older versions is refused.")
    }
  }
}
