import Finding

/// Recognises a mail that does nothing but ask to be left alone.
enum UnsubscribeWish {
  /// Words of a text that still counts as nothing but the wish.
  static let maximumWords = 25
  /// Octets of such a text.
  static let maximumOctets = 1200

  /// Whether subject or text are the wish.
  static func isWish(subject: String, text: String) -> Bool {
    let topic = subject.lowercased().foldedWhiteSpace
    if !SubjectPrefix.isReply(subject), subjects.contains(where: { topic.hasPrefix($0) }) { return true }
    guard text.utf8.count <= maximumOctets else { return false }
    let words = text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" && $0 != "-" })
    guard !words.isEmpty, words.count <= maximumWords else { return false }
    let bare = words.joined(separator: " ")
    if words.count <= 4, alone.contains(where: { bare == $0 || bare.hasPrefix($0 + " ") && words.count <= 3 }) { return true }
    if isQuestion(text) { return false }
    return wishes.contains { bare.mentions($0) }
  }

  private static func isQuestion(_ text: String) -> Bool {
    text.mentions("?") && !text.lowercased().contains("remove") && !text.lowercased().contains("unsubscribe")
  }

  private static let subjects = [
    "unsubscribe", "opt-out", "opt out", "remove me", "abmelden", "abmeldung", "austragen", "désinscription", "désinscrire",
    "désabonnement", "baja", "darse de baja", "cancelar suscripción", "descadastrar", "cancelar inscrição", "cancellami",
    "disiscrizione", "uitschrijven", "afmelden",
  ]

  private static let alone = [
    "stop", "unsubscribe", "remove", "remove me", "abmelden", "austragen", "abmeldung", "désinscrire", "désinscription",
    "désabonner", "baja", "cancellami", "cancella", "uitschrijven", "afmelden", "optout", "opt-out", "opt out", "unsub",
    "descadastrar", "remover", "sair", "please stop", "stopp", "stop it", "stop stop", "spam stop", "delete me", "please remove",
    "please unsubscribe",
  ]

  private static let wishes = [
    "unsubscribe", "remove me from", "please remove me", "take me off", "take us off", "remove us from", "remove my email",
    "remove my address", "stop emailing", "stop e-mailing", "stop contacting", "stop sending me", "stop writing", "stop mailing",
    "stop spamming", "do not contact me", "don't contact me", "don’t contact me", "do not email me", "don't email me",
    "do not email", "opt me out", "opt out", "no more emails",
    "abmelden", "aus ihrem verteiler", "aus dem verteiler", "aus eurem verteiler", "aus der liste", "aus ihrer liste",
    "keine weiteren e-mails", "keine weiteren mails", "keine e-mails mehr", "keine mails mehr", "nicht mehr kontaktieren",
    "nicht mehr anschreiben", "bitte austragen", "abbestellen",
    "me désinscrire", "me désabonner", "désinscrivez", "désabonnez", "désinscrire", "retirez-moi", "me retirer de",
    "ne plus recevoir", "ne plus me contacter", "ne me contactez plus", "supprimez mon adresse",
    "darme de baja", "dame de baja", "denme de baja", "dar de baja", "dadme de baja", "no me contacten", "no me escriban",
    "no quiero recibir", "no deseo recibir", "no me envíen", "elimine mi correo", "eliminen mi correo",
    "descadastr", "me remova", "remova meu", "remover meu", "não quero receber", "não desejo receber", "não quero mais receber",
    "parem de enviar", "pare de enviar", "não me envie", "retire meu",
    "cancellami", "cancellatemi", "cancellarmi", "rimuovimi", "rimuovetemi", "rimuovermi", "disiscriv", "non voglio più ricevere",
    "non desidero ricevere", "non desidero più", "non scrivetemi", "non contattatemi",
    "uitschrijven", "afmelden", "verwijder mij", "verwijder me", "verwijder mijn", "geen e-mails meer", "geen mails meer",
    "niet meer mailen", "niet meer benaderen", "uit uw bestand", "van uw lijst", "van de lijst",
  ]
}
