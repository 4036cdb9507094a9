/// The computer's way out, as the kernel has it (proc(5), `/proc/net/route` and `/proc/net/ipv6_route`).
public enum Routes {
  /// Whether some interface leads to the world; true, too, where the kernel does not tell.
  public static func hasDefault() -> Bool {
    let four = try? Files.text("/proc/net/route", limit: 1 << 20)
    let six = try? Files.text("/proc/net/ipv6_route", limit: 1 << 20)
    guard four != nil || six != nil else { return true }
    return hasDefault(four: four ?? "", six: six ?? "")
  }

  /// RTF_UP and RTF_REJECT of linux/route.h.
  private static let (up, reject): (UInt32, UInt32) = (0x1, 0x200)

  /// Reads both tables: a destination of zeros with a mask of zeros, up, not rejected, and not the loopback.
  static func hasDefault(four: String, six: String) -> Bool {
    let viaFour = four.split(separator: "\n").dropFirst().contains { line in
      let fields = line.split(whereSeparator: \.isWhitespace)
      guard fields.count >= 8, fields[0] != "lo", fields[1].allSatisfy({ $0 == "0" }), fields[7].allSatisfy({ $0 == "0" }) else {
        return false
      }
      return isUsable(fields[3])
    }
    let viaSix = six.split(separator: "\n").contains { line in
      let fields = line.split(whereSeparator: \.isWhitespace)
      guard fields.count >= 10, fields[9] != "lo", fields[1] == "00", fields[0].allSatisfy({ $0 == "0" }) else { return false }
      return isUsable(fields[8])
    }
    return viaFour || viaSix
  }

  private static func isUsable(_ flags: Substring) -> Bool {
    guard let flags = UInt32(flags, radix: 16) else { return false }
    return flags & up != 0 && flags & reject == 0
  }
}
