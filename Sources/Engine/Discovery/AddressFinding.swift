import Outreach
import Store

/// What a file or the person says about whether a lead's address takes mail, kept like what a verifier says.
enum AddressFinding {
  /// Keeps what a change of a lead brought, with who said it; one that was taken away is forgotten.
  /// - Parameter details: the lead's before; nil for a new one.
  static func note(_ lead: Lead, was details: LeadDetails?, source: String, in work: Work) throws {
    guard lead.details.emailStatus != details?.emailStatus else { return }
    guard let verdict = lead.details.emailStatus.flatMap(EmailVerdict.init(rawValue:)) else {
      return try EmailVerdictTable.forget(lead.id, in: work)
    }
    try EmailVerdictTable.keep(KnownVerdict(verdict, source: source, at: work.now), of: lead, in: work)
  }
}
