/// Recognises what a mail server or a company puts under every mail: legal notices, pleas for trees, and the seals of scanners.
enum Disclaimer {
  /// Lines that one may have to the end of the mail.
  static let maximumLines = 60
  /// Lines of its first paragraph that are looked at.
  static let lookedAt = 8

  /// Whether a notice begins at the first of some lines and nothing but it and what belongs to it follows.
  static func begins(_ lines: ArraySlice<ReplyLine>) -> Bool {
    guard let first = lines.first, !first.isBlank, lines.count <= maximumLines else { return false }
    let head = first.key.drop { !$0.isLetter }
    guard head.utf8.count > 8 else { return false }
    if seals.contains(where: { head.hasPrefix($0) }) { return true }
    if titles.contains(where: { head.hasPrefix($0) }) { return true }
    guard openings.contains(where: { head.hasPrefix($0) }) else { return false }
    let paragraph = lines.prefix { !$0.isBlank }.prefix(lookedAt).map(\.key).joined(separator: " ")
    return confidential.contains { paragraph.mentions($0) } && addressed.contains { paragraph.mentions($0) }
  }

  /// Headings that only such notices have.
  private static let titles = [
    "disclaimer:", "confidentiality notice", "confidentiality note:", "confidentiality statement", "legal disclaimer",
    "email disclaimer",
    "e-mail disclaimer", "privileged and confidential:", "confidential:", "vertraulichkeitshinweis",
    "wichtiger hinweis: diese e-mail",
    "rechtlicher hinweis:", "haftungsausschluss:", "avis de confidentialité", "avis de confidentialite",
    "clause de confidentialité",
    "avertissement :", "aviso legal", "aviso de confidencialidad", "aviso de confidencialidade", "cláusula de confidencialidad",
    "avviso di riservatezza", "avviso legale", "nota di riservatezza", "informativa privacy", "vertrouwelijkheidsclausule",
    "klauzula poufności", "уведомление о конфиденциальности",
  ]

  /// Whole sentences that programs add.
  private static let seals = [
    "please consider the environment before", "think before you print", "think green", "save a tree", "save paper",
    "before printing",
    "bitte denken sie an die umwelt", "bitte prüfen sie, ob diese mail", "bitte prüfen sie der umwelt", "denken sie an die umwelt",
    "pensez à l'environnement avant", "pensez à l’environnement avant", "avant d'imprimer", "n'imprimez", "antes de imprimir",
    "piense en el medio ambiente", "prima di stampare", "pensa all'ambiente", "denk aan het milieu", "tänk på miljön",
    "zanim wydrukujesz",
    "virus-free.", "virenfrei.", "garanti sans virus.", "libre de virus.", "livre de vírus.", "privo di virus.", "virusvrij.",
    "wolny od wirusów.", "this email has been checked for viruses", "this e-mail has been checked for viruses",
    "this message has been scanned", "this email has been scanned", "this email was scanned", "diese e-mail wurde von avast",
    "diese e-mail wurde auf viren", "l'absence de virus dans ce courrier", "el software de antivirus avast",
    "este correo electrónico ha sido comprobado en busca", "este e-mail foi escaneado", "questa e-mail è stata controllata",
  ]

  /// How the first sentence of a notice begins.
  private static let openings = [
    "this e-mail", "this email", "this message", "this communication", "this transmission", "this mail",
    "the information contained in this",
    "the information in this", "the information transmitted", "the content of this", "the contents of this",
    "information contained in this",
    "any views or opinions", "important:", "notice:", "note:", "if you are not the intended", "if you have received this",
    "nothing in this",
    "diese e-mail", "diese mail", "diese nachricht", "dieses e-mail", "der inhalt dieser", "die information in dieser",
    "die in dieser e-mail", "die in dieser nachricht", "sollten sie nicht", "wenn sie nicht der",
    "ce message", "ce courriel", "cet e-mail", "cet email", "ce courrier", "les informations contenues", "l'information contenue",
    "este mensaje", "este correo", "este e-mail", "la información contenida", "la información incluida", "esta comunicación",
    "el contenido de este", "esta mensagem", "este email", "a informação contida", "as informações contidas", "o conteúdo desta",
    "le informazioni contenute", "questo messaggio", "questa e-mail", "il presente messaggio", "la presente e-mail",
    "il contenuto di questa",
    "dit bericht", "deze e-mail", "de informatie in", "de inhoud van", "niniejsza wiadomość", "ta wiadomość",
    "treść tej wiadomości",
    "informacje zawarte", "detta meddelande", "detta e-post", "denne e-mail", "denne e-post", "denne meddelelse", "tämä viesti",
    "tämä sähköposti",
    "tato zpráva", "tento e-mail", "táto správa", "acest mesaj", "acest e-mail", "ez az üzenet", "ez az e-mail", "jelen üzenet",
    "данное сообщение", "настоящее сообщение", "это сообщение", "bu e-posta", "bu mesaj", "bu ileti",
  ]

  private static let confidential = [
    "confidential", "privileged", "proprietary", "vertraulich", "geschützt", "confidentiel", "confidencial", "riservat",
    "confidenzial",
    "vertrouwelijk", "poufn", "konfident", "fortrolig", "luottamuk", "důvěrn", "dôvern", "confidențial", "bizalmas",
    "конфиденциальн", "gizli",
    "intended solely", "intended only", "in error", "views or opinions", "irrtümlich", "par erreur", "por error", "por engano",
    "per errore",
  ]

  private static let addressed = [
    "recipient", "addressee", "addressed", "individual or entity", "person or entity", "sole use", "notify the sender", "delete it",
    "in error",
    "adressat", "empfänger", "destinataire", "destinatari", "destinatár", "destinatar", "geadresseerde", "adresata", "mottagare",
    "modtager",
    "mottaker", "vastaanottaj", "adresát", "címzett", "получател", "адресат", "alıcı", "do not necessarily",
  ]
}
