/// How much room something takes, as it is said everywhere: in steps of a thousand, as disks and browsers count.
public enum ByteSize {
  private static let units = ["bytes", "kB", "MB", "GB", "TB"]

  /// Such as `48.3 MB`; tenths from megabytes on, where they are not nought.
  public static func text(_ bytes: some BinaryInteger) -> String {
    var (tenths, step) = (max(0, Int64(clamping: bytes)).multipliedReportingOverflow(by: 10).partialValue, 0)
    while tenths >= 10_000, step < units.count - 1 { (tenths, step) = ((tenths + 500) / 1000, step + 1) }
    let (whole, rest) = step > 1 ? (tenths / 10, tenths % 10) : ((tenths + 5) / 10, 0)
    return "\(whole)\(rest == 0 ? "" : ".\(rest)") \(units[step])"
  }
}
