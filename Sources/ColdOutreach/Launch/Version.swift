import Platform

/// The version of the program.
enum Version {
  /// Major, minor, patch (semver.org); what the packaging stamped, else that of the sources.
  static let current = BuildStamp.version ?? ofSources
  private static let ofSources = "0.1.0"
}
