/// How much room something takes, as it is said everywhere: in steps of a thousand, as disks and browsers count.
public enum ByteSize {
  private static let units = ["bytes", "kB", "MB", "GB", "TB"]

  /// Such as `48.3 MB`; tenths from megabytes on, where they are not nought.
  public static func text(_ bytes: some BinaryInteger) -> String {
    let bytes = max(0, Int64(clamping: bytes))
    var (unit, step) = (Int64(1), 0)
    while bytes / unit >= 1000, step < units.count - 1 { (unit, step) = (unit * 1000, step + 1) }
    guard step > 1 else { return "\((bytes + unit / 2) / unit) \(units[step])" }
    let tenths = (bytes + unit / 20) / (unit / 10)
    return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") \(units[step])"
  }
}
