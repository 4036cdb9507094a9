import Finding

/// A setting's value, read and checked.
public enum SettingsValue: Sendable, Hashable {
  case text(String)
  case flag(Bool)
  case number(Int)
  case numbers([Int])
  case words([String])
  case window(SendWindow)
}

extension Setting {
  /// Reads a value's text.
  /// - Returns: nil for empty text, which means: not set.
  /// - Throws: `.badInput`; the detail names what is wrong and what is allowed, and the value only where it is no secret.
  public func read(_ text: String) throws(Fault) -> SettingsValue? {
    let value = text.trimmed
    guard !value.isEmpty else { return nil }
    guard value.count <= Self.longestText, kind == .lines || !value.contains(where: \.isNewline) else {
      throw Fault(.badInput, "The value is too long or has several lines; allowed is \(allowed).")
    }
    if kind == .window {
      do throws(Fault) { return .window(try SendWindow(value)) } catch {
        throw Fault(.badInput, "“\(value)” can't be read. \(error.detail)")
      }
    }
    if let found = parsed(value) { return found }
    let shown = isSecret ? "The value" : "“\(value.prefix(80))”"
    throw Fault(.badInput, "\(shown) is not allowed; allowed is \(allowed).")
  }

  private func parsed(_ value: String) -> SettingsValue? {
    func text(_ isRight: Bool) -> SettingsValue? { isRight ? .text(value) : nil }
    switch kind {
    case .text, .lines: return .text(value)
    case .flag: return Self.flag(value).map(SettingsValue.flag)
    case .number(let range): return Self.number(value, range).map(SettingsValue.number)
    case .numbers(let range, let most):
      let numbers = value.items.compactMap { Self.number($0, range) }
      return numbers.count == value.items.count && (1...most).contains(numbers.count) ? .numbers(numbers) : nil
    case .choice(let words): return words.first { $0 == value.lowercased() }.map(SettingsValue.text)
    case .choices(let words):
      let chosen = value.items.map { $0.lowercased() }
      return chosen.allSatisfy(words.contains) ? .words(chosen) : nil
    case .address: return text(Self.isAddress(value))
    case .host: return Self.isHost(value) ? .text(value.lowercased()) : nil
    case .url: return text(Self.isURL(value))
    case .feed: return text(Self.isURL(value) || value.hasPrefix("file:///"))
    case .origins: return value.items.allSatisfy(Self.isOrigin) ? .words(value.items.map { $0.lowercased() }) : nil
    case .path: return text(value.hasPrefix("/") || value.hasPrefix("~/"))
    case .zone: return text(Self.isZone(value))
    case .window: return nil
    }
  }

  /// Whether a host is this computer: `localhost`, 127.0.0.0/8, `::1`.
  public static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    if ["localhost", "::1", "[::1]"].contains(host) || host.hasSuffix(".localhost") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "1", "yes", "on": true
    case "false", "0", "no", "off": false
    default: nil
    }
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    Int(text).flatMap { range.contains($0) ? $0 : nil }
  }

  /// One `@`, a local part and a domain of plausible letters; the whole grammar of RFC 5321 §4.1.2 is the mail module's.
  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), !parts[0].hasPrefix("."), !parts[0].hasSuffix(".") else {
      return false
    }
    return !text.unicodeScalars.contains { $0.value <= 0x20 || "<>()[],;:\\\"".unicodeScalars.contains($0) }
      && parts[1].contains(".") && isHost(String(parts[1]))
  }

  /// Labels of letters, digits and hyphens (RFC 1123 §2.1, letters of other scripts included), or an address.
  private static func isHost(_ text: String) -> Bool {
    if text.contains(":") {
      let bare = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
      return bare.filter { $0 == ":" }.count >= 2 && bare.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    return text.utf8.count <= 253
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
          && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      }
  }

  private static func isURL(_ text: String) -> Bool {
    guard let (scheme, authority, _) = parts(text) else { return false }
    let host = withoutPort(authority)
    return !authority.contains("@") && isHost(host) && (scheme == "https" || scheme == "http" && isLoopback(host))
  }

  /// Whether this is an http address of this computer.
  static func isLoopbackURL(_ text: String) -> Bool { text.hasPrefix("http://") && isURL(text) }

  private static func isOrigin(_ text: String) -> Bool {
    guard let (scheme, authority, rest) = parts(text) else { return false }
    return ["http", "https"].contains(scheme) && rest.isEmpty && isHost(withoutPort(authority)) && !authority.contains("@")
  }

  private static func parts(_ text: String) -> (scheme: String, authority: String, rest: Substring)? {
    guard let range = text.firstRange(of: "://"), !text.contains(where: \.isWhitespace) else { return nil }
    let tail = text[range.upperBound...]
    let authority = tail.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return authority.isEmpty ? nil : (text[..<range.lowerBound].lowercased(), String(authority), tail.dropFirst(authority.count))
  }

  private static func withoutPort(_ authority: String) -> String {
    guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]"),
      UInt16(authority[authority.index(after: colon)...]) != nil
    else { return authority }
    return String(authority[..<colon])
  }

  private static func isZone(_ text: String) -> Bool {
    text.utf8.count <= 64 && text.first?.isUppercase == true && !text.contains("..") && !text.hasSuffix("/")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-/".contains($0)) }
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
  }

  /// The parts between commas, trimmed, without empty ones.
  fileprivate var items: [String] { split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } }
}
