extension EmailVerdict {
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
        .acceptAll, "catch all,catchall,accept all,acceptall,ok for all"
      ),
      (.disposable, "disposable,temporary,throwaway"),
      (
        .unknown,
        """
        unknown,risky,risk,unverifiable,unverified,guessed,guess,
        extrapolated,likely,role,role based,full mailbox,mailbox full,inbox full,greylisted,greylisting,
        antispam system,yellow,low deliverability,low quality,temporarily unavailable
        """
      ),
      (
        .invalid,
        """
        invalid,undeliverable,bad,bounce,bounced,hard bounce,spamtrap,spam trap,abuse,do not mail,
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
