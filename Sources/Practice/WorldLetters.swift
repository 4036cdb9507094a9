import Outreach

/// The letters that the made-up recipients write, as mail programs and servers write them.
enum WorldLetters {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// A date of RFC 5322 §3.3, in UTC.
  static func date(_ moment: Timestamp) -> String {
    let utc = moment.utc
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(utc.day) \(months[(utc.month + 11) % 12]) \(utc.year) \(two(utc.hour)):\(two(utc.minute)):\(two(utc.second)) +0000"
  }

  /// An answer, or the wish for no more mail.
  static func answer(from: String, to: String, subject: String, id: String, wantsNoMore: Bool) -> String {
    """
    From: <\(from)>
    To: <\(to)>
    Subject: Re: \(subject)
    In-Reply-To: \(id)
    References: \(id)
    Content-Type: text/plain; charset=utf-8

    \(wantsNoMore ? "Please remove me from your list. Unsubscribe." : "That sounds interesting. Can you call me next week?")
    """
  }

  /// An automatic answer (RFC 3834) with the day of return.
  static func away(from: String, to: String, subject: String, id: String, back: String) -> String {
    """
    From: <\(from)>
    To: <\(to)>
    Subject: Out of office: \(subject)
    In-Reply-To: \(id)
    Auto-Submitted: auto-replied
    Content-Type: text/plain; charset=utf-8

    I am out of the office and will be back on \(back).
    """
  }

  /// A delivery report (RFC 3464): there is nobody of this name.
  static func bounce(of address: String, id: String, to: String) -> String {
    """
    Return-Path: <>
    From: Mail Delivery System <mailer-daemon@world.example>
    To: <\(to)>
    Subject: Undelivered Mail Returned to Sender
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="part"

    --part
    Content-Type: text/plain; charset=utf-8

    Your mail could not be delivered to <\(address)>: there is nobody of this name.

    --part
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.world.example

    Final-Recipient: rfc822; \(address)
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 There is nobody of this name.

    --part
    Content-Type: text/rfc822-headers

    Message-ID: \(id)

    --part--
    """
  }
}
