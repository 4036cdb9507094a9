/// Reports in languages and words that the other tables don't have.
enum LocalDialects {
  private static let utf8 = "Return-Path: <>\nContent-Type: text/plain; charset=utf-8\n"

  /// A mail system that names recipient and reply in its own language.
  private static func local(
    _ name: String, from: String = "postmaster@mx.example", _ subject: String, kind: String = "bounce", permanent: Bool = true,
    _ body: String
  ) -> DialectCase {
    .plain(name, from: from, subject, more: utf8, kind: kind, permanent: permanent, body)
  }

  static let all: [DialectCase] = [
    local(
      "Domino, German", "ZUSTELLUNGSFEHLER: Benutzer lead nicht im Domino-Verzeichnis aufgelistet",
      "Ihr Dokument:  Hallo\n\nwurde nicht zugestellt an:\n\n  lead@x.example\n\naus folgendem Grund:\n\n  Benutzer lead (lead@x.example) ist nicht im Domino-Verzeichnis aufgelistet\n"
    ),
    local(
      "Polish", "Wiadomość niedostarczona",
      "Twoja wiadomość nie została dostarczona do:\n\n<lead@x.example>\n550 5.1.1 Nie ma konta\n"),
    local("Korean", "메일 발송 실패 안내", "보내신 메일이 다음 수신자에게 전달되지 못했습니다.\n\n받는사람 : lead@x.example\n실패사유 : 550 5.1.1 존재하지 않는 사용자\n"),
    local(
      "Finnish", "Toimitus epäonnistui",
      "Viestiä ei voitu toimittaa vastaanottajalle lead@x.example.\n\n550 5.1.10 Recipient not found\n"),
    // Of a language that no table has, the server's own words tell enough.
    local("unknown to us", "Neizručljivo: Zdravo", "Sporočila ni mogoče dostaviti.\n\n<lead@x.example>: 550 5.1.1 neznan\n"),
    local(
      "Exchange delays, French", "Remise différée : Bonjour", kind: "delayed", permanent: false,
      "La remise a été retardée pour les destinataires suivants :\n\nlead@x.example\n\nCe message n'a pas encore été remis.\n"),
    local(
      "Exchange delays, Spanish", "Entrega retrasada: Hola", kind: "delayed", permanent: false,
      "La entrega se retrasó a estos destinatarios o grupos:\n\nlead@x.example\n\nEste mensaje aún no se ha entregado.\n"),
    local(
      "Postfix delays, in a box", from: "MAILER-DAEMON@mx.example (Mail Delivery System)", "Delayed Mail (still being retried)",
      kind: "delayed",
      permanent: false,
      "This is the mail system at host mx.example.\n\n####\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<lead@x.example>: connect to mx.x.example[192.0.2.1]:25: Connection refused\n"
    ),
    local(
      "OpenSMTPD delays", from: "Mailer Daemon <MAILER-DAEMON@mx.example>", "Delivery status notification: warning",
      kind: "delayed",
      permanent: false,
      "    Hi!\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\nlead@x.example: 451 4.7.1 Greylisting in action\n\n    Please note that this is only a temporary failure report.\n"
    ),
  ]
}
