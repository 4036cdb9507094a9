import Outreach
import Testing

@testable import Mail

@Suite struct ReplyClassTests {
  private let rows: [(String, IncomingMail.ReplyClass)] = [
    ("Sounds great, let's schedule a call next week.", .interested), ("Please send me more information.", .interested),
    ("I'd love to see a demo.", .interested),
    ("Not interested, thanks.", .notInterested), ("We already have a supplier and are happy with them.", .notInterested),
    ("Unfortunately not at this time.", .notInterested),
    ("I'm not the right person, please contact my colleague Eva.", .wrongPerson), ("I have left the company.", .wrongPerson),
    ("How much does it cost?", .question), ("Where did you get my address?", .question),
    ("Please remove me from your list.", .unsubscribe), ("STOP", .unsubscribe), ("unsubscribe", .unsubscribe),
    ("Do not contact me again.", .unsubscribe),
    ("Klingt gut, gerne können wir telefonieren.", .interested), ("Kein Interesse, danke.", .notInterested),
    ("Wir haben keinen Bedarf.", .notInterested),
    ("Dafür bin ich nicht zuständig, bitte wenden Sie sich an Frau Kern.", .wrongPerson),
    ("Was kostet das?", .question), ("Bitte aus dem Verteiler nehmen.", .unsubscribe),
    ("Das interessiert mich, schicken Sie mir Unterlagen.", .interested),
    ("Cela m'intéresse, pouvez-vous m'envoyer une documentation ?", .interested),
    ("Non merci, nous avons déjà un prestataire.", .notInterested), ("Je ne suis pas la bonne personne.", .wrongPerson),
    ("Combien ça coûte ?", .question), ("Merci de me retirer de votre liste.", .unsubscribe),
    ("Me interesa, hablemos la próxima semana.", .interested), ("No estamos interesados.", .notInterested),
    ("No soy la persona adecuada.", .wrongPerson), ("¿Cuánto cuesta?", .question), ("Quiero darme de baja.", .unsubscribe),
    ("Tenho interesse, vamos marcar uma conversa.", .interested), ("Não temos interesse no momento.", .notInterested),
    ("Não sou a pessoa certa.", .wrongPerson), ("Quanto custa?", .question), ("Por favor me remova da lista.", .unsubscribe),
    ("Mi interessa, sentiamoci domani.", .interested), ("Non siamo interessati, grazie.", .notInterested),
    ("Non sono io il referente, contatti il mio collega.", .wrongPerson), ("Quanto costa?", .question),
    ("Vi prego di cancellarmi dalla lista.", .unsubscribe),
    ("Klinkt goed, bel me maar.", .interested), ("Geen interesse.", .notInterested),
    ("Ik ben niet de juiste persoon.", .wrongPerson), ("Hoeveel kost het?", .question), ("Graag uitschrijven.", .unsubscribe),
  ]

  @Test func `answers are classed in seven languages`() {
    let classifier = ReplyClassifier()
    let wrong = failures(rows) { classifier.classify(subject: "Re: Hello", text: $0.0).replyClass == $0.1 }
    #expect(wrong.isEmpty, "\(wrong.map { ($0, classifier.classify(subject: "", text: $0.0)) })")
    #expect(rows.allSatisfy { !classifier.classify(subject: "Re: Hello", text: $0.0).reasons.isEmpty })
  }

  @Test func `a wish to be left alone is an unsubscribe, a question about it isn't`() {
    let rows: [(String, String, IncomingMail.Kind)] = [
      ("unsubscribe-a1b2", "", .unsubscribe), ("Re: Hello", "stop", .unsubscribe),
      ("Re: Hello", "Please take me off your list.", .unsubscribe), ("Re: Hello", "Bitte abmelden", .unsubscribe),
      ("Re: Hello", "Can you stop by on Monday?", .reply),
      (
        "Re: Hello",
        "How do your customers unsubscribe users in bulk? We have a large list and would like to learn more about how that works with consent records and audits.",
        .reply
      ),
      ("Re: Hello", "Yes, call me.", .reply),
    ]
    let wrong = failures(rows) { read("From: a@x.example\nSubject: \($0.0)\n\n\($0.1)\n").kind == $0.2 }
    #expect(wrong.isEmpty)
  }
}
