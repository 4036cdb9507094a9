/// What a service that checks addresses said of one, as it came with an imported file.
public enum EmailVerdict: String, Sendable, CaseIterable {
  /// Somebody reads there.
  case valid
  /// It may bounce: the domain takes everything, or the service could not tell.
  case risky
  /// It does not exist, or must not be written to.
  case invalid

  /// The verdict in a verifier's own word; nil for one that says nothing. Words of ZeroBounce, NeverBounce, Hunter, Kickbox, Bouncer,
  /// Emailable, MillionVerifier, EmailListVerify, DeBounce, Clearout, Apollo, Mailgun and Snov.io.
  public init?(word: String) {
    let plain = word.lowercased().unicodeScalars.map { ("a"..."z").contains($0) || ("0"..."9").contains($0) ? Character($0) : " " }
    let text = String(plain).split(separator: " ").joined(separator: " ")
    guard let verdict = Self.words[text] else { return nil }
    self = verdict
  }

  private static let words: [String: EmailVerdict] = {
    let table: [(EmailVerdict, String)] = [
      (
        .valid,
        """
        valid,verified,deliverable,ok,good,safe,safe to send,passed,confirmed,true,yes,webmail,green,1,exists,
        active
        """
      ),
      (
        .risky,
        """
        risky,risk,catch all,catchall,accept all,acceptall,ok for all,unverifiable,unverified,guessed,guess,
        extrapolated,likely,role,role based,full mailbox,mailbox full,inbox full,greylisted,greylisting,
        antispam system,yellow,low deliverability,low quality,temporarily unavailable
        """
      ),
      (
        .invalid,
        """
        invalid,undeliverable,bad,bounce,bounced,hard bounce,disposable,spamtrap,spam trap,abuse,do not mail,
        do not send,toxic,email disabled,disabled,dead server,invalid mx,invalid syntax,syntax error,no mx,
        mailbox not found,not found,rejected,invalid email,invalid domain,failed,not valid,does not exist,unavailable,
        red,false,no,0,unsafe
        """
      ),
    ]
    return table.reduce(into: [:]) { all, row in
      for word in row.1.split(whereSeparator: { $0 == "," || $0 == "\n" }) { all[String(word)] = row.0 }
    }
  }()
}
