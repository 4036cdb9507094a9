import Finding
import Outreach

/// What speaks for a mail being a delivery report although it has no report part.
struct BounceEvidence {
  /// Sent by a mail system, by its address, name or empty return path.
  let comesFromMachine: Bool
  let hasFailureSubject: Bool
  private let hasFailureText: Bool
  private let hasProgramText: Bool
  private let namesFailed: Bool
  /// A line of it has an SMTP refusal, in whatever language the rest is.
  private let quotesRefusal: Bool
  private let hasSureSubject: Bool
  private let isAnswer: Bool
  private let isList: Bool
  /// Whether the mail system is still trying.
  let isDelay: Bool

  /// Weighs a mail by header and text.
  init(mail: IncomingMail, text: ReportText) {
    let subject = ReportText.Line(Array(mail.subject.lowercased().utf8)[...])
    let head = Array(text.unquoted.prefix(60))
    comesFromMachine = Self.isMachine(mail)
    let header = HeaderIndex(mail)
    isAnswer = SubjectPrefix.isReply(mail.subject) && !header.hasNullReturnPath
    isList = header.isList
    hasFailureSubject = !isAnswer && subject.holds(Self.subjects)
    hasSureSubject = !isAnswer && !SubjectPrefix.isForward(mail.subject) && subject.holds(Self.sureSubjects)
    hasFailureText = head.contains { $0.holds(Self.failureTexts) }
    hasProgramText = head.contains { $0.holds(Self.programTexts) }
    quotesRefusal = head.contains { Self.isRefusal($0.raw) }
    namesFailed = mail.headers.contains { $0.name.lowercased() == "x-failed-recipients" }
    isDelay = !isAnswer && Self.isDelay(subject: subject, head: head)
  }

  /// Whether it is a report.
  var isBounce: Bool {
    if namesFailed { return true }
    if isAnswer { return false }
    if comesFromMachine { return hasFailureSubject || hasFailureText || hasProgramText || isDelay || quotesRefusal && !isList }
    return hasProgramText && (hasFailureSubject || isDelay) || hasSureSubject && hasFailureText && !isList
  }

  /// Whether a line quotes a server's refusal: a reply code with an enhanced one, or either with an address.
  private static func isRefusal(_ line: ArraySlice<UInt8>) -> Bool {
    let (reply, enhanced) = (StatusCode.reply(in: line) != nil, StatusCode.enhanced(in: line) != nil)
    return reply && enhanced || (reply || enhanced) && !AddressFinder.all(in: line).isEmpty
  }

  private static func isMachine(_ mail: IncomingMail) -> Bool {
    let sender = ReportText.Line(Array("\(mail.from?.name ?? "") \(mail.from?.address ?? "")".lowercased().utf8)[...])
    if sender.holds(senders) { return true }
    for header in mail.headers {
      let name = header.name.lowercased()
      guard name == "return-path" || name == "from" else { continue }
      let value = header.value.lowercased()
      if value.foldedWhiteSpace == "<>" || value.hasSuffix("<>") || value.contains("mailer-daemon") { return true }
      if name == "from", ReportText.Line(Array(value.utf8)[...]).holds(senders) { return true }
    }
    return false
  }

  private static func isDelay(subject: ReportText.Line, head: [ReportText.Line]) -> Bool {
    // Old Sendmail gives up with "Returned mail: Deferred: Connection timed out".
    if subject.holds(delaySubjects), !subject.holds(["returned mail: deferred"]) { return true }
    if head.contains(where: { $0.holds(finalTexts) }) { return false }
    return head.contains { $0.holds(delayTexts) }
  }

  private static let senders: [StaticString] = [
    "mailer-daemon", "mailer_daemon", "mailerdaemon", "mailer daemon", "mail-daemon", "postmaster", "mail delivery",
    "mail deliver system",
    "delivery subsystem", "maildelivery", "mail.delivery", "system administrator", "mail system", "mail administrator", "mdaemon",
    "microsoft exchange", "microsoftexchange", "email engine", "e-mail system", "delivery system", "mail router", "bounce@",
    "mail-system", "mail server at", "mail server <", "spam firewall", "complaints@", "interscan", "symantec", "mailmarshal",
    "post_master", "mailmaster@",
  ]
  private static let subjects: [StaticString] = [
    "undeliver", "delivery fail", "delivery status notification", "failure notice", "returned mail", "mail delivery",
    "delivery failure", "delivery has failed",
    "returned to sender", "could not be delivered", "mail failure", "delivery error", "undelivered", "not delivered",
    "delivery report", "failed delivery",
    "message not delivered", "failed mail", "bounce", "nondeliverable", "non-deliver", "mail system error", "delivery problem",
    "message delivery has failed",
    "error de entrega", "unzustellbar", "non remis", "no se puede entregar", "non recapitabile", "onbestelbaar", "olevererbart",
    "kan ikke leveres",
    "niedostarczalne", "не удается доставить", "не доставлено", "配信不能", "failure delivery", "address error", "user unknown",
    "unknown user",
    "mail could not be delivered", "rejected mail", "automatically rejected", "returning message", "mensaje no entregado",
    "não entregue",
    "nicht zugestellt", "zustellung fehlgeschlagen", "échec de remise", "échec de la remise", "mancata consegna", "送信できません",
    "送信エラー", "送信失敗",
    "配送エラー", "メッセージを配信", "送れません", "エラー通知", "退信", "无法投递", "系统退信", "delevery", "message status", "deliver message",
    "mail delivery status", "message you sent blocked", "gick inte att leverera", "teslim edile",
    "nedoručiteln", "kézbesíthetetlen", "недоставлен", "échec de remise", "mancato recapito", "falha na entrega", "無法傳遞", "배달되지",
    "zustellungsfehler", "zustellfehler", "nicht zustellbar", "unzustellbare", "konnte nicht zugestellt", "rückläufer",
    "message non distribué", "non distribué", "non délivré", "échec d'envoi", "erreur de remise", "échec de livraison",
    "non consegnato", "non recapitat", "mancato invio", "errore di consegna", "no entregado", "no se pudo entregar",
    "fallo de entrega",
    "fallo en la entrega", "error al entregar", "não foi possível entregar", "não foi entregue", "erro de entrega", "niet bezorgd",
    "niet afgeleverd", "aflevering mislukt", "bezorging mislukt", "niedostarczon", "nie dostarczon", "nie można dostarczyć",
    "nedoručen",
    "nebylo doručen", "nepodařilo doručit", "nu a putut fi livrat", "nelivrat", "kézbesítés sikertelen", "iletilemedi",
    "teslim edilemedi",
    "levereras inte", "kunde inte levereras", "kunne ikke leveres", "leveringsfejl", "leveringsfeil", "toimitus epäonnistui",
    "ei voitu toimittaa", "не вдалося доставити", "не удалось доставить", "ошибка доставки", "δεν παραδόθηκε", "αδυναμία παράδοσης",
    "발송 실패", "전송 실패", "전달되지", "無法送達", "无法送达", "投递失败", "退回", "gửi thư thất bại", "gagal terkirim",
  ]
  /// Subjects that only mail systems write.
  private static let sureSubjects: [StaticString] = [
    "undeliverable", "undelivered mail", "delivery status notification", "failure notice", "returned mail", "mail delivery fail",
    "delivery failure", "mail system error",
    "returned to sender", "mail delivery problem", "message undeliverable", "delivery has failed", "delivery failed to",
    "unzustellbar", "non remis", "no se puede entregar", "non recapitabile", "onbestelbaar", "non-delivery:", "non-delivery report",
    "non-delivery notification",
  ]
  static let failureTexts: [StaticString] = [
    "could not be delivered", "was not delivered", "unable to deliver", "not be delivered", "delivery to the following",
    "undeliverable",
    "delivery failed", "failed to deliver", "did not reach", "fatal error", "could not deliver", "couldn't be delivered",
    "cannot be delivered", "can't be delivered",
    "following recipient", "following address", "unknown user", "user unknown", "no such user", "mailbox is full",
    "error delivering", "not a valid user", "not a valid recipient", "not a valid mailbox",
    "rejected", "error has occurred", "unsent message", "not delivered to the following", "delivery errors",
    "delivery status notification", "exceeds allowed",
    "mailbox full", "quota", "does not exist", "recipient", "undelivered", "delivery failure", "delivery of email",
    "wasn't delivered", "couldn't deliver", "said: 5", "has not been delivered", "was blocked by",
    "送信できません", "配信できません", "失敗しました", "не может быть", "退信", "address not found", "message blocked", "not found",
    "nicht zugestellt", "nicht zustellen", "n'a pas pu être", "n’a pas pu être", "impossible de remettre", "non remis",
    "non distribué",
    "no se pudo entregar", "no pudo ser entregad", "no se ha entregado", "não pôde ser entregue", "não foi entregue",
    "non è stato consegnato",
    "non è stato recapitato", "impossibile recapitare", "impossibile consegnare", "kan niet worden bezorgd",
    "niet worden afgeleverd",
    "nie została dostarczona", "nie można dostarczyć", "nepodařilo doručit", "nepovedlo doručit", "nu a putut fi livrat",
    "nem sikerült kézbesíteni", "teslim edilemedi", "iletilemedi", "kunde inte levereras", "kunne ikke leveres",
    "ei voitu toimittaa",
    "не удалось доставить", "не было доставлено", "не вдалося доставити", "전달되지", "배달할 수 없", "无法送达", "無法送達", "被退回", "配信されません",
  ]
  /// Sentences that only mail systems write.
  private static let programTexts: [StaticString] = [
    "this is the qmail-send program", "this is the postfix program", "this is the mail system at host",
    "created automatically by mail delivery software",
    "automatically generated delivery status", "transcript of session", "permanent fatal errors", "this is the mailer-daemon",
    "mail delivery agent",
    "diagnostic information for administrators", "did not reach the following recipient", "was not delivered to:",
    "delivery to the following recipient",
    "unable to deliver message to the following", "i'm afraid i wasn't able to deliver", "message could not be delivered to",
    "the following address failed", "the following address(es) failed",
    "m-filter", "non-delivery report", "your message has encountered delivery problems", "has not been delivered to",
    "message from mail delivery",
  ]
  private static let delaySubjects: [StaticString] = [
    "warning: message", "delayed", "(delay)", "still being retried", "could not send message for past",
    "could not send mail for past", "delivery warning",
    "verzögert", "en retard", "retrasad", "ritard", "will be retried", "deferred", "warning: could not send",
    "mail delivery warning", "message status - opened",
    "задержка", "différé", "retardé", "demorad", "atrasad", "vertraagd", "opóźnion", "zpožděn", "försenad", "forsinket", "viivästy",
    "gecikti", "întârzi", "késleltet", "затримк", "延迟", "遅延", "지연",
  ]
  private static let delayTexts: [StaticString] = [
    "this is a warning message only", "will continue to try", "not yet been delivered", "still being retried", "has been postponed",
    "will be retried for",
    "you do not need to resend", "will keep trying", "delivery attempts will continue", "no action is required on your part",
    "could not send message for past",
    "has been delayed", "will retry", "temporarily deferred", "advisory-only", "will try again", "message will be retried",
    "has not been delivered yet",
    "will be attempted again", "is delayed", "delivery is still pending", "delivery to the following recipients has been delayed",
    "delivery will be retried",
    "continues to try", "keep on trying", "temporary failure report", "noch nicht zugestellt", "wird weiterhin versucht",
    "vorübergehendes problem", "zustellung unvollständig", "n'a pas encore été remis", "n’a pas encore été remis",
    "aún no se ha entregado",
    "seguirá intentando", "ainda não foi entregue", "non è stato ancora recapitato", "nog niet bezorgd",
    "nie zostało jeszcze dostarczone",
    "ещё не доставлено", "еще не доставлено", "problème temporaire", "problema temporal", "problema temporaneo",
    "problema temporário",
  ]
  /// Words that say that trying is over.
  private static let finalTexts: [StaticString] = [
    "permanent error", "failed permanently", "given up", "giving up", "permanent fatal", "no further delivery attempts",
    "has expired", "aborted after",
    "permanent failure", "will not be retried", "not going to try again", "unable to deliver", "final",
  ]
}
