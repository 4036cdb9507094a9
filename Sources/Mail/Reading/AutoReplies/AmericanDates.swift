import Finding
import Outreach

/// Whether a mail's writer is likely to put the month before the day.
enum AmericanDates {
  /// By the offset of the Date field (the Americas) and an English text.
  static func isLikely(_ mail: IncomingMail) -> Bool {
    guard let field = mail.headers.first(where: { $0.name.lowercased() == "date" })?.value.lowercased() else { return false }
    let isAmerican = [
      "-0400", "-0500", "-0600", "-0700", "-0800", "-0900", "-1000", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt",
    ].contains { field.contains($0) }
    let words = " " + mail.text.prefix(2000).lowercased() + " "
    return isAmerican && [" the ", " and ", " will ", " office ", " until ", " am ", " back "].contains { words.contains($0) }
  }
}
