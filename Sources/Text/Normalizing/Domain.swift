/// Host names: their ASCII form, the part that someone registered, and whether many share it.
public enum Domain {
  /// Bytes of a host name (RFC 1035 §2.3.4).
  static let maximumBytes = 253
  /// Bytes of a label.
  static let maximumLabelBytes = 63

  /// The host in lower case with A-labels (`xn--…`), as it goes over the wire; nil where it can't be a host name.
  ///
  /// Maps as UTS-46 does as far as names in use need it: lower case, composed letters, full-width forms, other full stops. IP addresses pass.
  public static func ascii(_ host: some StringProtocol) -> String? {
    if let plain = plainName(host) { return plain }
    var labels: [String] = []
    for label in mapped(host).split(separator: ".", omittingEmptySubsequences: false) {
      guard let encoded = asciiLabel(String(label)) else { return nil }
      labels.append(encoded)
    }
    let out = labels.joined(separator: ".")
    return out.isEmpty || out.utf8.count > maximumBytes ? nil : out
  }

  /// The fast path for what nearly every host is: plain letters, digits and hyphens; nil where the slow one must judge.
  private static func plainName(_ host: some StringProtocol) -> String? {
    let count = host.utf8.count
    guard count > 0, count <= maximumBytes else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(count)
    var label = 0
    for byte in host.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: out.append(byte)
      case 0x41...0x5A: out.append(byte | 0x20)
      case 0x2D where label > 0: out.append(byte)
      case 0x2E where label > 0 && out.last != 0x2D:
        out.append(byte)
        label = -1
      default: return nil
      }
      label += 1
      if label > maximumLabelBytes { return nil }
    }
    return label == 0 || out.last == 0x2D ? nil : String(decoding: out, as: UTF8.self)
  }

  private static func asciiLabel(_ label: String) -> String? {
    var out = label
    if !label.utf8.allSatisfy({ $0 < 0x80 }) {
      guard label.unicodeScalars.allSatisfy(isAllowed), let code = Punycode.encode(label) else { return nil }
      out = "xn--" + code
    }
    let bytes = Array(out.utf8)
    guard !bytes.isEmpty, bytes.count <= maximumLabelBytes, bytes.first != 0x2D, bytes.last != 0x2D else { return nil }
    // The underscore is no host name's, but names of services and some mail hosts carry it.
    let isPlain = bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    return isPlain ? out : nil
  }

  /// True for letters, digits and marks; symbols and blanks are no part of a name.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: return true
    case .otherSymbol: return scalar.properties.isEmoji
    default: return scalar.value == 0xB7 || scalar.value == 0x30FB
    }
  }

  private static func mapped(_ host: some StringProtocol) -> String {
    var out = String.UnicodeScalarView()
    for scalar in host.unicodeScalars.prefix(1024) where !InvisibleText.contains(scalar) {
      switch scalar.value {
      case 0x3002, 0xFF0E, 0xFF61: out.append(".")
      case 0xFF01...0xFF5E: out.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      default: out.append(scalar)
      }
    }
    var text = InvisibleText.trimmed(String(out))
    while text.hasSuffix(".") { text.removeLast() }  // the root is silent
    return Composition.composed(text.lowercased())
  }

  /// The host as people read it, with the letters of its own script.
  public static func unicode(_ host: some StringProtocol) -> String {
    host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
      .map { label in label.hasPrefix("xn--") ? Punycode.decode(String(label.dropFirst(4))) ?? String(label) : String(label) }
      .joined(separator: ".")
  }

  /// True for dotted numbers and bracketed IPv6 addresses.
  public static func isAddress(_ host: some StringProtocol) -> Bool {
    if host.hasPrefix("[") || host.contains(":") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The public suffix of an ASCII host: `co.uk` of `www.example.co.uk`, `de` of `example.de`.
  public static func publicSuffix(_ host: String) -> String {
    let labels = host.split(separator: ".")
    guard labels.count >= 2, let top = labels.last else { return host }
    let second = labels[labels.count - 2]
    let seconds = Suffixes.table[String(top)]
    if seconds?.contains("*") == true {
      return seconds?.contains("!" + second) == true ? String(top) : "\(second).\(top)"
    }
    return seconds?.contains(String(second)) == true ? "\(second).\(top)" : String(top)
  }

  /// The part of a host that someone registered, in ASCII: `example.co.uk` of `shop.example.co.uk`; nil for IP addresses, single labels and bare suffixes.
  public static func registrable(_ host: some StringProtocol) -> String? {
    guard !isAddress(host), let name = ascii(host) else { return nil }
    let suffix = publicSuffix(name)
    guard name.utf8.count > suffix.utf8.count, name.hasSuffix("." + suffix) else { return nil }
    let rest = name.dropLast(suffix.utf8.count + 1)
    guard let label = rest.split(separator: ".").last else { return nil }
    return "\(label).\(suffix)"
  }

  /// True for hosts where many strangers have mail or pages: they say nothing about a company.
  public static func isShared(_ host: some StringProtocol) -> Bool {
    isFreeMail(host) || isSharedHost(host)
  }

  /// True for mail providers that give addresses to anyone.
  public static func isFreeMail(_ host: some StringProtocol) -> Bool {
    guard let name = registrable(host) else { return false }
    if SharedHosts.freeMail.contains(name) || SharedHosts.freeMail.contains(host.lowercased()) { return true }
    guard let label = name.split(separator: ".").first else { return false }
    return SharedHosts.freeMailBrands.contains(String(label))
  }

  /// True for hosts where many businesses have their page: networks, builders, directories, blogs.
  public static func isSharedHost(_ host: some StringProtocol) -> Bool {
    guard let name = ascii(host) else { return false }
    var rest = Substring(name)
    while true {
      if SharedHosts.pages.contains(String(rest)) { return true }
      guard let dot = rest.firstIndex(of: ".") else { break }
      rest = rest[rest.index(after: dot)...]
    }
    guard let registered = registrable(name), let label = registered.split(separator: ".").first else { return false }
    return SharedHosts.pageBrands.contains(String(label))
  }
}
