import Outreach

extension Outbox {
  /// Writes what became of an attempt into the log: ids and codes, no address and no text.
  func note(_ flight: Flight, _ outcome: SendOutcome) {
    var fields: [(name: String, value: LogEvent.Value)] = [
      ("message", .text(flight.message.id.rawValue)), ("attempt", .text(flight.attempt.id.rawValue)),
      ("mode", .text(flight.message.mode.rawValue)),
    ]
    var event: LogEvent
    switch outcome {
    case .accepted: event = LogEvent(.email, .info, "mail_sent")
    case .refused(let reply, _):
      event = LogEvent(.email, .warning, "mail_refused")
      fields.append(("code", .number(reply.code)))
    case .notSent(let failure):
      event = LogEvent(.email, .warning, "mail_not_sent")
      fields.append(("step", .text("\(failure.step)")))
    case .unknown(let failure):
      event = LogEvent(.email, .error, "mail_unsure")
      fields.append(("step", .text("\(failure.step)")))
    }
    event.fields = fields
    ports.log.write(event)
  }
}
