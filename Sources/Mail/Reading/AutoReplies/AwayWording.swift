/// The sentences of automatic answers, looked for in the first lines of a text.
enum AwayWording {
  /// Characters from the beginning that are looked at.
  static let reach = 900

  /// Whether the text begins by saying that its writer is away, has left, or reads mail later.
  static func isAway(_ text: String) -> Bool {
    let head = String(text.prefix(reach)).lowercased().foldedWhiteSpace
    return away.contains { head.mentions($0) }
  }

  /// Whether it begins by confirming that a mail arrived, or asks to confirm the sender.
  static func isAcknowledgement(_ text: String) -> Bool {
    let head = String(text.prefix(reach)).lowercased().foldedWhiteSpace
    return received.contains { head.mentions($0) }
  }

  /// Whether it says of itself that it is automatic: no person writes so.
  static func declaresItself(_ text: String) -> Bool {
    let head = String(text.prefix(reach)).lowercased().foldedWhiteSpace
    return automatic.contains { head.mentions($0) }
  }

  /// Whether it holds our mail back until its sender proves to be a person (RFC 3834 §1.1 calls it a challenge): it says so, and
  /// gives a link or an address for it.
  static func isChallenge(_ text: String) -> Bool {
    let head = String(text.prefix(reach * 2)).lowercased().foldedWhiteSpace
    return challenges.contains { head.mentions($0) }
      && (head.mentions("http") || head.mentions("@") || head.mentions("link") || head.mentions("reply"))
  }

  private static let challenges = [
    "approved senders", "senders i have approved", "senders that i have approved", "recipient's allowed list", "to my allowed list",
    "my guest list", "so i can receive your email", "so that i can receive your email", "receiving junk mail",
    "to release your message", "release the message from quarantine by confirming", "is being held because the address",
    "held until you confirm", "held until you verify", "verify that you are a real person", "verify that you are human",
    "confirm that you are a real person", "confirm that you are human", "prove that you are a human", "prove that you are human",
    "not pre-approved", "has been waitlisted", "complete this verification to deliver", "to deliver your message, please",
    "damit ihre nachricht zugestellt wird, bestätigen", "damit ihre e-mail zugestellt wird, bestätigen",
    "bestätigen sie, dass sie ein mensch", "mailinblack", "pour que votre message me parvienne",
    "pour que votre message soit remis, cliquez", "vous authentifier une seule fois", "para que su mensaje sea entregado",
    "confirme que es una persona", "para que sua mensagem seja entregue", "antispam uol",
    "affinché il suo messaggio venga consegnato", "zodat uw bericht wordt afgeleverd",
  ]

  private static let automatic = [
    "this is an automated message", "this is an automated response", "this is an automated reply", "this is an automated email",
    "this is an automated e-mail", "this is an automatic message", "this is an automatic reply", "this is an automatic response",
    "this is an auto-reply", "this is an auto reply", "this is an autoreply", "this message was automatically generated",
    "this email was automatically generated", "this e-mail was automatically generated", "this is an auto-generated",
    "this is a system-generated",
    "dies ist eine automatisch", "diese e-mail wurde automatisch", "diese nachricht wurde automatisch",
    "dies ist eine automatische",
    "diese automatische nachricht", "automatisch generierte nachricht", "automatisch generierte e-mail", "automatisch erzeugte",
    "ceci est un message automatique", "ceci est une réponse automatique", "ce message est automatique",
    "ce message a été généré automatiquement",
    "cet e-mail est envoyé automatiquement", "este es un mensaje automático", "esta es una respuesta automática",
    "este es un correo automático",
    "este mensaje se ha generado automáticamente", "esta é uma mensagem automática", "esta é uma resposta automática",
    "este é um e-mail automático",
    "mensagem gerada automaticamente", "questo è un messaggio automatico", "questa è una risposta automatica",
    "messaggio generato automaticamente",
    "dit is een automatisch", "dit bericht is automatisch", "detta är ett automatiskt", "det här är ett automatiskt",
    "dette er en automatisk",
    "dette er et automatisk", "tämä on automaattinen", "to jest automatyczna", "wiadomość wygenerowana automatycznie",
    "wiadomość została wygenerowana automatycznie", "toto je automatick", "tato zpráva byla vygenerována automaticky",
    "ez egy automatikus",
    "acesta este un mesaj automat", "это автоматическое", "это письмо сформировано автоматически", "письмо создано автоматически",
    "це автоматичне", "bu otomatik", "bu mesaj otomatik", "αυτό είναι ένα αυτόματο", "本メールは自動", "このメールは自動", "自動送信されて",
    "此邮件为系统自动", "此邮件由系统自动", "此為系統自動", "이 메일은 자동", "자동으로 발송",
  ]

  private static let away = [
    "out of the office", "out of office", "away from the office", "away from my desk", "on vacation", "on annual leave",
    "on parental leave", "on maternity leave", "on paternity leave", "on holiday", "currently away", "i am away", "i'm away",
    "i will be away", "limited access to e", "limited access to my e", "no access to e", "no longer with the company",
    "no longer works", "no longer work", "has left the company", "no longer employed", "is no longer with",
    "automatic reply", "automated reply", "auto-reply", "automated response", "automatic response", "will be back",
    "will return on", "i am currently out", "intermittent access", "on leave", "i will be traveling", "i am traveling",
    "i'm sleeping", "only sleeping", "on sabbatical", "on business travel",
    "nicht im büro", "nicht im hause", "außer haus", "bin abwesend", "abwesend", "im urlaub", "ab dem", "wieder erreichbar",
    "wieder im büro", "in elternzeit", "nicht erreichbar", "wird nicht weitergeleitet", "nicht mehr im unternehmen",
    "nicht mehr bei", "automatische antwort", "eingeschränkten zugriff", "auf dienstreise", "wieder für sie da", "im mutterschutz",
    "derzeit nicht",
    "je suis absent", "je suis actuellement absent", "actuellement absent", "absente du bureau", "absent du bureau", "en congé",
    "de retour le", "serai de retour", "en déplacement", "ne fait plus partie", "réponse automatique", "absent jusqu",
    "absente jusqu",
    "estoy fuera", "fuera de la oficina", "estaré fuera", "estaré ausente", "de vacaciones", "ausente hasta", "me encuentro fuera",
    "me encuentro ausente", "volveré el", "ya no trabaja", "respuesta automática", "estaré de vuelta", "ausente de la oficina",
    "estou fora", "fora do escritório", "estarei ausente", "estou ausente", "de férias", "em férias", "ausente até",
    "retorno no dia", "estarei de volta", "não trabalha mais", "já não trabalha", "resposta automática", "licença maternidade",
    "sono fuori ufficio", "fuori ufficio", "fuori sede", "sono in ferie", "in ferie", "sarò assente", "sono assente",
    "assente fino", "rientrerò", "sarò di ritorno", "non lavora più", "risposta automatica",
    "niet op kantoor", "ben afwezig", "afwezig", "met vakantie", "op vakantie", "ben ik weer", "niet aanwezig",
    "niet meer werkzaam", "automatisch antwoord", "weer bereikbaar", "buiten kantoor", "met verlof",
    "inte på kontoret", "på semester", "är ledig", "åter på kontoret", "tjänstledig", "föräldraledig", "ikke på kontoret",
    "på ferie", "tilbage på kontoret", "tilbake på kontoret", "fraværende", "er ikke til stede", "poissa toimistosta",
    "olen lomalla", "lomalla", "palaan", "poissa",
    "poza biurem", "na urlopie", "nieobecny", "nieobecna", "przebywam na urlopie", "wracam", "będę nieobecn", "mimo kancelář",
    "na dovolené", "nejsem v kanceláři", "na dovolenke", "szabadságon", "házon kívül", "nem vagyok az irodá", "nu sunt în birou",
    "în concediu",
    "нахожусь в отпуске", "в отпуске", "меня нет в офисе", "отсутствую", "буду отсутствовать", "вернусь", "у відпустці", "відсутн",
    "ofiste değilim", "ofis dışında", "izindeyim", "izinliyim", "yıllık izin", "εκτός γραφείου", "σε άδεια", "αρπους",
    "ārpus biroja", "atvaļinājumā",
    "不在にして", "休暇をいただ", "休暇中", "外出して", "出張中", "不在のため", "自動返信", "お休みをいただ", "不在办公室", "正在休假", "休假中", "出差", "自动回复", "外出，", "부재중", "휴가 중",
    "휴가중", "출장 중", "자동 회신", "자리를 비",
  ]

  private static let received = [
    "we have received your", "we've received your", "your message has been received", "your email has been received",
    "thank you for contacting", "thanks for contacting", "thank you for your email", "thank you for your message",
    "a ticket has been", "ticket number", "case number", "has been created", "will respond within", "will get back to you",
    "this is an automated", "do not reply to this",
    "please do not reply", "confirm that you", "verify your email", "your message is waiting", "haben ihre nachricht erhalten",
    "haben ihre anfrage erhalten", "ihre anfrage ist", "ihre e-mail ist bei uns eingegangen", "automatisch generiert",
    "automatisch erstellt", "nous avons bien reçu", "avons bien reçu votre", "accusons réception", "hemos recibido su",
    "hemos recibido tu", "recebemos sua", "recebemos o seu", "recebemos a sua",
    "abbiamo ricevuto", "wij hebben uw", "we hebben uw", "uw bericht ontvangen", "vi har mottagit", "vi har modtaget",
    "vi har mottatt", "otrzymaliśmy", "мы получили ваш", "受け付けました", "受信いたしました", "お問い合わせいただき", "我们已收到", "已收到您的",
  ]
}
