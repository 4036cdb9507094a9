import Outreach

/// The phrases by which an answer's meaning is told, in English, German, French, Spanish, Portuguese, Italian and Dutch.
enum ReplyPhrases {
  /// Phrases of one meaning, with how much each says.
  struct Group {
    let replyClass: IncomingMail.ReplyClass
    let weight: Double
    let phrases: [String]
  }

  static let all: [Group] =
    [
      Group(replyClass: .unsubscribe, weight: 5, phrases: unsubscribe),
      Group(replyClass: .wrongPerson, weight: 4, phrases: wrongPerson),
      Group(replyClass: .notInterested, weight: 4, phrases: refusal), Group(replyClass: .notInterested, weight: 2, phrases: doubt),
      Group(replyClass: .interested, weight: 3, phrases: interest), Group(replyClass: .interested, weight: 1.5, phrases: warmth),
      Group(replyClass: .question, weight: 2.2, phrases: asking),
    ] + wider

  /// Answers of one to three words, by their first.
  static let yes: Set<String> = [
    "yes", "yep", "yeah", "sure", "absolutely", "ok", "okay", "ja", "gerne", "klar", "oui", "volontiers", "sí", "si", "claro",
    "sim", "sì", "certo", "graag", "prima", "interested", "interessiert",
  ]
  static let no: Set<String> = ["no", "nope", "nah", "pass", "nein", "non", "não", "nao", "nee", "negative", "ne"]

  private static let unsubscribe = [
    "unsubscribe", "never write", "never contact", "never email", "don't write", "do not write", "stop writing",
    "keine e-mails von", "keine mails von", "keine nachrichten", "schreiben sie mir nicht", "n'écrivez plus", "ne m'écrivez plus",
    "no me escriba", "não me escreva", "non mi scriva", "schrijf me niet", "remove me", "kindly remove", "please remove",
    "lose my email", "streichen sie mich", "streichen sie uns",
    "löschen sie mich", "nehmen sie mich", "von ihrer liste", "de vos listes", "de votre fichier", "quítenme", "sáquenme",
    "de su lista", "da lista", "dalla lista", "dalla vostra lista", "haal mij", "haal me", "van jullie lijst", "van uw lijst",
    "take me off", "remove my email", "remove my address", "remove us from", "stop emailing",
    "stop e-mailing", "stop contacting", "stop sending", "do not contact", "don't contact", "do not email", "don't email",
    "opt out", "opt-out", "no more emails", "delete my data", "delete my email", "leave me alone", "cease and desist",
    "report you as spam", "reported as spam", "gdpr",
    "abmelden", "austragen", "abbestellen", "aus ihrem verteiler", "aus dem verteiler", "aus eurem verteiler",
    "keine weiteren e-mails", "keine weiteren mails", "keine e-mails mehr", "keine mails mehr", "nicht mehr kontaktieren",
    "löschen sie meine", "daten löschen", "dsgvo", "unterlassen sie", "keine werbung", "nicht mehr anschreiben",
    "nicht mehr schreiben",
    "désinscri", "désabonn", "me retirer de", "retirez-moi", "retirer de votre liste", "supprimez mon adresse",
    "supprimer mon adresse", "ne plus recevoir", "ne plus me contacter", "ne me contactez plus", "arrêtez de m", "rgpd",
    "cessez de",
    "darme de baja", "dar de baja", "dame de baja", "denme de baja", "darse de baja", "no me contacten", "no me escriban",
    "no me envíen más", "no enviar más", "eliminen mi correo", "elimine mi", "bórrenme", "borrar mis datos", "quiten mi",
    "no quiero recibir",
    "remover meu", "remova meu", "me remova", "me retire da", "descadastr", "cancelar inscrição", "cancelar a inscrição",
    "não quero receber", "parem de enviar", "pare de enviar", "não me contacte", "não me envie", "excluir meu", "lgpd",
    "cancellami", "cancellarmi", "cancellatemi", "rimuovermi", "rimuovimi", "rimuovetemi", "disiscriv", "non voglio più ricevere",
    "non desidero ricevere", "non inviatemi", "non contattatemi", "non scrivetemi", "togliermi dalla",
    "uitschrijven", "afmelden", "verwijder mij", "verwijder me", "verwijder mijn", "geen e-mails meer", "geen mails meer",
    "niet meer mailen", "niet meer benaderen", "van de lijst", "uit uw bestand", "stop met mailen", "avg-verzoek",
  ]

  private static let wrongPerson = [
    "wrong person", "not the right person", "mets en contact", "mets en relation", "te pongo en contacto", "le pongo en contacto",
    "coloco em contato", "la metto in contatto", "ti metto in contatto", "breng u in contact", "bringe sie in kontakt",
    "verbinde sie", "put you in touch", "connect you with", "introduce you to", "adding my", "in copy", "in cc", "in kopie",
    "en copie", "en copia", "em cópia", "in copia", "don't handle", "do not handle", "doesn't handle", "handles purchasing",
    "handles our",
    "handles all", "takes care of", "looks after", "in charge of", "moved to another", "changed roles", "new role", "left my role",
    "talk to my", "speak with my", "check with", "ask my", "reach out to", "get in touch with", "please contact", "try contacting",
    "my colleague", "my boss", "my manager", "someone else", "kontaktieren sie", "sprechen sie mit", "fragen sie",
    "melden sie sich bei", "mein chef", "voyez avec", "voir avec", "adressez-vous", "parlez à", "mon responsable", "hable con",
    "habla con", "contacte a", "consulte con", "mi jefe", "fale com", "falar com o", "falar com a", "contate o", "contacte o",
    "meu chefe", "parlare con", "parli con", "senta il", "rivolgersi", "rivolgetevi", "mio responsabile", "u moet bij",
    "bij mijn collega", "spreek met", "neem contact op", "mijn baas", "not the right contact", "i'm not the right",
    "i am not the right", "wrong contact",
    "no longer work", "not responsible for", "not in charge of", "you should contact", "you should speak", "you should talk to",
    "please contact my colleague", "please reach out to", "reach out to my colleague", "better person", "best person to",
    "right person to", "forwarding this to", "forwarded this to", "forwarded your", "forward this to", "cc'ing", "ccing",
    "copying in", "looping in", "i've left", "i have left", "different department", "handles this", "is responsible for",
    "wrong address", "wrong email", "not my area", "speak to", "retired",
    "falsche person", "falscher ansprechpartner", "nicht der richtige ansprechpartner", "nicht die richtige ansprechpartnerin",
    "nicht der richtige", "nicht die richtige", "nicht zuständig", "nicht mein bereich", "wenden sie sich",
    "wenden sie sich bitte an", "zuständig ist", "zuständig dafür", "ihr ansprechpartner", "ansprechpartner ist", "weitergeleitet",
    "leite ihre", "leite das", "nicht mehr bei", "nicht mehr im unternehmen", "mein kollege", "meine kollegin",
    "bin nicht verantwortlich",
    "pas la bonne personne", "pas le bon interlocuteur", "pas la bonne interlocutrice", "bon interlocuteur", "veuillez contacter",
    "contactez plutôt", "je transmets", "je transfère", "j'ai transmis", "mon collègue", "ma collègue", "ne suis pas responsable",
    "ne suis plus en charge", "je ne travaille plus", "s'occupe de",
    "no soy la persona", "persona equivocada", "no soy el responsable", "no soy la responsable", "persona adecuada",
    "persona indicada", "contacte con", "contacta con", "póngase en contacto con", "reenvío", "le reenvié", "he reenviado",
    "mi compañero", "mi compañera", "mi colega", "ya no trabajo", "no llevo", "encargado de",
    "não sou a pessoa", "pessoa errada", "pessoa certa", "não sou o responsável", "não sou a responsável", "pessoa responsável",
    "entre em contato com", "encaminhei", "encaminho", "meu colega", "minha colega", "não trabalho mais", "já não trabalho",
    "responsável por essa",
    "persona sbagliata", "non sono la persona", "persona giusta", "non sono il referente", "non sono io il", "non mi occupo",
    "referente è", "contattare il", "contatti il", "inoltro la", "ho inoltrato", "girato la", "giro la", "mio collega",
    "mia collega", "non lavoro più", "si occupa di",
    "niet de juiste persoon", "verkeerde persoon", "niet de juiste contactpersoon", "juiste persoon", "neem contact op met",
    "contact opnemen met", "stuur ik door", "doorgestuurd", "mijn collega", "niet verantwoordelijk", "ga hier niet over",
    "werk niet meer", "gaat hierover", "verantwoordelijk voor",
  ]

  private static let refusal = [
    "not interested", "no interest", "no use for", "no need for", "decided against", "decided not", "went with", "gone with",
    "chose another", "not going to", "not planning", "no plans", "too expensive", "dagegen entschieden",
    "anderen anbieter entschieden", "für einen anderen", "nicht geplant", "zu teuer", "pas prévu", "trop cher", "autre prestataire",
    "hemos optado por", "demasiado caro", "optamos por", "muito caro", "al caso nostro", "al caso mio", "troppo caro",
    "abbiamo scelto", "kozen voor", "te duur", "niet gepland", "all set", "we're good", "we are good", "i'm good, thanks",
    "not for me", "isn't for us",
    "isn't for me", "not something we", "don't do", "we do not do", "not our thing", "won't work", "can't use", "no longer need",
    "gut aufgestellt", "gut versorgt", "nicht gebraucht", "nicht in betracht", "kein thema", "keine verwendung",
    "ne nous intéresse pas", "ne m'intéresse pas", "ça ne m'intéresse", "pas preneur", "pas concerné", "estamos bien",
    "estamos servidos", "no nos hace falta", "estamos satisfeitos", "não precisa", "siamo a posto", "siamo apposto", "non ci serve",
    "non mi serve", "nee dank", "nee, dank", "niet geschikt", "zijn voorzien", "no thanks", "no thank you", "no, thank",
    "not for us", "not a fit", "not a good fit",
    "we'll pass", "we will pass", "i'll pass", "i will pass", "have to pass", "going to pass", "we don't need", "we do not need",
    "i don't need", "not looking", "don't have a need", "no need", "already have", "already use", "already using",
    "already working with", "happy with our", "happy with what", "satisfied with our", "not at this time", "not right now",
    "not at the moment", "no budget", "don't have budget", "don't have the budget", "must decline", "have to decline",
    "politely decline", "not relevant", "won't be", "not in a position", "not considering", "maybe next year", "not a priority",
    "under contract",
    "kein interesse", "nicht interessiert", "keinen bedarf", "kein bedarf", "nein danke", "nein, danke", "kommt nicht in frage",
    "kommt für uns nicht", "nicht relevant", "haben bereits", "bereits einen", "bereits versorgt", "sind zufrieden",
    "sehr zufrieden mit", "derzeit nicht", "momentan nicht", "aktuell nicht", "zurzeit nicht", "kein budget", "passt nicht",
    "absagen", "nichts für uns", "benötigen wir nicht", "brauchen wir nicht", "verzichten",
    "pas intéress", "pas interess", "aucun intérêt", "non merci", "non, merci", "pas besoin", "aucun besoin", "n'avons pas besoin",
    "nous avons déjà", "avons déjà", "déjà équip", "pas pour le moment", "pas pour l'instant", "pas de budget", "ne correspond pas",
    "décliner", "pas d'actualité", "pas dans nos projets", "ne souhaitons pas", "ne souhaite pas", "sans suite",
    "no estoy interesad", "no estamos interesad", "no me interesa", "no nos interesa", "no, gracias", "no gracias", "sin interés",
    "ya tenemos", "ya contamos con", "ya trabajamos con", "no necesitamos", "no lo necesitamos", "no necesito", "por el momento no",
    "ahora mismo no", "por ahora no", "de momento no", "no tenemos presupuesto", "sin presupuesto", "no encaja",
    "no es para nosotros",
    "não tenho interesse", "não temos interesse", "sem interesse", "não estou interessad", "não estamos interessad", "não obrigad",
    "não, obrigad", "já temos", "já trabalhamos com", "já utilizamos", "não precisamos", "não preciso", "no momento não",
    "neste momento não", "por enquanto não", "sem orçamento", "não temos orçamento", "não é para nós", "não nos interessa",
    "não me interessa",
    "non sono interessat", "non siamo interessat", "non mi interessa", "non ci interessa", "nessun interesse", "no grazie",
    "no, grazie", "abbiamo già", "lavoriamo già", "già un fornitore", "non abbiamo bisogno", "non ne abbiamo bisogno",
    "non ho bisogno", "al momento non", "per ora no", "per il momento no", "in questo momento non", "non abbiamo budget",
    "non fa per noi", "declinare",
    "geen interesse", "niet geïnteresseerd", "niet geinteresseerd", "nee bedankt", "nee, bedankt", "nee dank", "geen behoefte",
    "hebben al", "we hebben al", "wij hebben al", "werken al met", "niet nodig", "op dit moment niet", "momenteel niet",
    "voorlopig niet", "geen budget", "niet voor ons", "past niet", "zijn tevreden", "niet van toepassing",
  ]

  private static let doubt = [
    "unfortunately", "leider", "malheureusement", "lamentablemente", "desafortunadamente", "infelizmente", "purtroppo", "helaas",
    "maybe later", "vielleicht später", "peut-être plus tard", "quizás más adelante", "talvez mais tarde", "magari più avanti",
    "misschien later", "spam",
  ]

  private static let interest = [
    "i'm interested", "i am interested", "happy to take a look", "take a look", "send it over", "send it", "happy to hear",
    "would like to hear", "open to", "worth a chat", "worth a conversation", "schaue ich mir", "sehe ich mir", "jetterai un",
    "le echo un vistazo", "dar uma olhada", "darò un'occhiata", "kijk er", "we could use", "i could use", "could be useful",
    "could be interesting", "when can we",
    "when could we", "when are you", "let us talk", "tell us more", "send me the", "share more", "works for us", "wann passt",
    "wann können wir", "wann haben sie zeit", "wann hätten sie zeit", "melden sie sich", "quand pouvons", "quand êtes-vous",
    "cuándo podemos",
    "podemos hablar", "quando podemos", "podemos falar", "quando possiamo", "possiamo sentirci", "wanneer kunnen", "bel maar",
    "we're interested", "we are interested", "very interested", "would be interested",
    "sounds good", "sounds great", "sounds interesting", "sounds like", "let's talk", "let's chat", "let's schedule",
    "let's set up", "let's do", "let's meet", "happy to chat", "happy to talk", "happy to meet", "happy to connect",
    "would love to", "i'd love to", "we'd love to", "set up a call", "schedule a call", "book a call", "hop on a call",
    "jump on a call", "give me a call", "call me", "send me more", "send more info", "tell me more", "more information",
    "more details", "learn more", "like to know more", "send over", "send me a proposal", "send me a quote", "works for me",
    "i'm free", "i am free", "i'm available", "i am available", "my calendar", "calendly", "a demo", "please send",
    "looking forward", "yes please", "yes, please", "count me in", "good timing", "perfect timing", "let me know when", "keen to",
    "interessiert mich", "habe interesse", "haben interesse", "bin interessiert", "sind interessiert", "grundsätzlich interessiert",
    "klingt gut", "klingt interessant", "klingt spannend", "hört sich gut", "hört sich interessant", "gerne mehr", "mehr erfahren",
    "mehr informationen", "weitere informationen", "nähere informationen", "rufen sie mich", "ruf mich", "termin vereinbaren",
    "termin vorschlagen", "terminvorschl", "gerne einen termin", "lassen sie uns", "lass uns", "telefonieren", "freue mich auf",
    "freuen uns auf", "schicken sie mir", "senden sie mir", "bitte um ein angebot", "angebot zukommen", "würde mich freuen",
    "ja gerne", "ja, gerne", "passt mir", "passt gut", "sehr gerne", "gerne können wir", "unterlagen",
    "suis intéress", "sommes intéress", "serais intéress", "m'intéresse", "nous intéresse", "ça m'intéresse", "intéressant",
    "avec plaisir", "en savoir plus", "plus d'informations", "plus d'infos", "plus de détails", "appelez-moi", "rappelez-moi",
    "prendre rendez-vous", "fixer un rendez-vous", "un rendez-vous", "organiser un appel", "me convient", "je suis disponible",
    "suis dispo", "envoyez-moi", "pouvez-vous m'envoyer", "un devis", "volontiers", "d'accord pour", "échanger",
    "me interesa", "nos interesa", "estoy interesad", "estamos interesad", "me interesaría", "suena bien", "suena interesante",
    "más información", "mas información", "más detalles", "saber más", "agendar", "agendamos", "una llamada", "llámame", "llámeme",
    "una reunión", "una demo", "me viene bien", "estoy disponible", "envíame", "envíeme", "envíenme", "me encantaría", "con gusto",
    "claro que sí", "un presupuesto", "hablemos", "cuando quieras",
    "tenho interesse", "temos interesse", "estou interessad", "estamos interessad", "me interessa", "interessa-me",
    "parece interessante", "parece bom", "mais informações", "mais detalhes", "saber mais", "agendar", "vamos marcar", "marcar uma",
    "uma reunião", "uma ligação", "me liga", "me ligue", "uma demonstração", "estou disponível", "pode enviar", "envie mais",
    "me envie", "gostaria de saber", "gostaria de conhecer", "com certeza", "vamos conversar", "podemos conversar", "um orçamento",
    "sono interessat", "siamo interessat", "mi interessa", "ci interessa", "mi interesserebbe", "sembra interessante",
    "interessante", "volentieri", "maggiori informazioni", "più informazioni", "ulteriori informazioni", "maggiori dettagli",
    "saperne di più", "fissare", "fissiamo", "una chiamata", "una call", "mi chiami", "chiamami", "sentiamoci", "un appuntamento",
    "un incontro", "sono disponibile", "mi invii", "inviami", "mi mandi", "mandami", "un preventivo", "va bene per me",
    "con piacere",
    "ben geïnteresseerd", "zijn geïnteresseerd", "heb interesse", "hebben interesse", "wel interesse", "interessant", "klinkt goed",
    "klinkt interessant", "graag meer", "meer informatie", "meer weten", "bel me", "bel mij", "afspraak", "inplannen",
    "een gesprek", "een demo", "ik ben beschikbaar", "schikt mij", "komt mij goed uit", "stuur me", "stuur mij", "kunt u mij",
    "lijkt me leuk", "lijkt me goed", "graag!", "ja graag", "offerte",
  ]

  private static let warmth = [
    "thanks for reaching out", "great idea", "tomorrow at", "next week", "nächste woche", "la semaine prochaine",
    "la próxima semana", "na próxima semana", "la prossima settimana", "volgende week", "phone number", "my number", "meine nummer",
    "mon numéro", "mi número", "meu número", "mio numero", "mijn nummer", "yes,", "sure,", "sure!", "absolutely", "definitely",
    "ja,", "oui,", "sí,", "sim,", "sì,",
  ]

  private static let asking = [
    "?", "how much", "what is the price", "what's the price", "pricing", "what does it cost", "can you explain",
    "could you clarify", "how does", "what exactly", "who are you", "where did you get", "how did you get", "wie viel kostet",
    "was kostet", "welche kosten", "preis", "wie funktioniert", "woher haben sie", "können sie mir sagen", "combien",
    "quel est le prix", "quels sont vos tarifs", "comment fonctionne", "où avez-vous", "pouvez-vous préciser",
    "cuánto cuesta", "cuál es el precio", "precio", "cómo funciona", "de dónde", "podría explicar", "quanto custa", "qual o preço",
    "qual é o preço", "como funciona", "onde conseguiu", "quanto costa", "qual è il prezzo", "prezzo", "come funziona",
    "dove avete", "hoeveel kost", "wat kost", "wat is de prijs", "hoe werkt", "hoe komt u aan", "kunt u uitleggen",
  ]
}
