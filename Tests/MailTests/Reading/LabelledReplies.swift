import Outreach

/// Invented answers with what they mean: some to teach, others to measure on; no sentence stands in both, nor in the product.
enum LabelledReplies {
  typealias Row = (text: String, replyClass: IncomingMail.ReplyClass)

  /// What a person might set right.
  static let lessons: [Row] =
    rows(.interested, teachInterested) + rows(.question, teachQuestion) + rows(.notInterested, teachNotInterested)
    + rows(.wrongPerson, teachWrongPerson) + rows(.unsubscribe, teachUnsubscribe)

  /// What is measured on.
  static let probes: [Row] =
    rows(.interested, interested) + rows(.question, question) + rows(.notInterested, notInterested)
    + rows(.wrongPerson, wrongPerson)
    + rows(.unsubscribe, unsubscribe)

  private static func rows(_ replyClass: IncomingMail.ReplyClass, _ text: String) -> [Row] {
    text.split(separator: "\n").map { (String($0), replyClass) }
  }

  // long: text
  private static let teachInterested = """
    Stop by the shop, coffee is on the house.
    Pop in whenever you are nearby and show me.
    Swing past our stand at the fair, I am there all day.
    Kommen Sie einfach im Laden vorbei, Kaffee gibt es auch.
    Schauen Sie bei uns am Messestand vorbei.
    Passez à la boutique quand vous voulez.
    Pásese por la tienda cuando quiera.
    Passate in negozio quando volete.
    Kom gerust een keer langs in de winkel.
    My wife loves it, where do we sign?
    Bin dabei, wo muss ich unterschreiben?
    """

  private static let teachQuestion = """
    Is your stuff made of real leather or something else?
    Do you ship to islands?
    Liefern Sie auch auf die Inseln?
    Ist das echtes Leder?
    Livrez-vous aussi en Corse ?
    ¿Envían también a Canarias?
    Spedite anche in Sardegna?
    Leveren jullie ook op de Waddeneilanden?
    """

  private static let teachNotInterested = """
    We are a seasonal place and closed until Easter.
    The season is over, we shut the doors till spring.
    Wir sind ein Saisonbetrieb und haben bis Ostern zu.
    Nous sommes saisonniers et fermés jusqu'à Pâques.
    Somos de temporada y cerramos hasta Semana Santa.
    Siamo stagionali e chiusi fino a Pasqua.
    We zijn een seizoensbedrijf en dicht tot Pasen.
    My brother-in-law is in that trade.
    Mein Schwager ist vom Fach.
    Mon beau-frère est du métier.
    Mi cuñado es del gremio.
    """

  private static let teachWrongPerson = """
    We are a franchise, such things come from headquarters.
    The landlord rules on that, not us tenants.
    As a franchisee I have no say in this.
    Wir sind Franchisenehmer, das gibt die Zentrale vor.
    Darüber bestimmt der Vermieter.
    Nous sommes franchisés, c'est l'enseigne qui tranche.
    Somos franquicia, lo marca la central.
    Siamo in franchising, lo stabilisce la casa madre.
    Wij zijn franchisenemer, dat bepaalt het hoofdkantoor.
    """

  private static let teachUnsubscribe = """
    Basta.
    Third mail from you this month. Enough.
    Das ist die dritte Mail von Ihnen. Es reicht.
    C'est le troisième message. Ça suffit.
    Es el tercer correo. Ya basta.
    È la terza mail. Basta così.
    Dit is al de derde mail. Het is genoeg.
    """

  private static let interested = """
    Drop in at the shop any morning, I will make coffee.
    If you are nearby, pop in and show us.
    See you at the fair, our stand is in hall 4.
    Kommen Sie doch mal im Laden vorbei und zeigen Sie es mir.
    Auf der Messe können Sie bei uns am Stand vorbeischauen.
    Passez donc à la boutique un matin.
    Pásese una mañana por la tienda.
    Passate pure in negozio una mattina.
    Kom maar eens langs in de winkel.
    Where do I sign?
    Yes please, send it over.
    Would Wednesday at 3 suit you for a call?
    I am curious, tell me how this would look for a café.
    We've been thinking about that for a while. Let's speak.
    Forward me your price list and I will come back to you on Monday.
    Great, my number is below, ring me after lunch.
    Could we do a short demo with my partner next Tuesday?
    That sounds just right for our new branch.
    Ok, I'm in.
    I'd like to hear more about this.
    Let me know when you are free for a chat.
    Gern, wann hätten Sie Zeit für ein Gespräch?
    Das klingt nach dem, was wir brauchen.
    Ja, bitte senden Sie mir die Unterlagen zu.
    Ich bin neugierig, erzählen Sie mir mehr.
    Können wir dazu am Mittwoch telefonieren?
    Meine Nummer steht unten, rufen Sie nach dem Mittag an.
    Machen Sie mir bitte einen Terminvorschlag.
    Wir überlegen schon länger so etwas, lassen Sie uns sprechen.
    Oui, envoyez-moi la documentation.
    Je suis curieux d'en savoir davantage.
    Pouvons-nous nous appeler mercredi ?
    C'est exactement ce qu'il nous faut.
    Voici mon numéro, appelez-moi après le déjeuner.
    Sí, mándeme la información.
    Tengo curiosidad, cuénteme más.
    ¿Podemos hablar por teléfono el miércoles?
    Es justo lo que necesitamos.
    Sim, envie-me a documentação.
    Fiquei curioso, conte-me mais.
    Podemos marcar uma chamada para quarta-feira?
    Sì, mi mandi la documentazione.
    Sono curioso, mi dica di più.
    Possiamo sentirci mercoledì?
    È proprio quello che ci serve.
    Ja, stuur de documentatie maar op.
    Ik ben benieuwd, vertel me meer.
    Kunnen we woensdag even bellen?
    Chętnie dowiem się więcej, proszę zadzwonić.
    Ja tack, skicka mer information.
    Vi vil gerne høre mere, ring på torsdag.
    Ano, pošlete mi prosím více informací.
    Да, пришлите подробности, нам интересно.
    Evet, lütfen bilgi gönderin.
    はい、資料を送っていただけますか。興味があります。
    好的，请把资料发给我，我们感兴趣。
    """

  private static let question = """
    Do you also ship abroad?
    Is it made of real wood?
    Liefern Sie auch ins Ausland?
    Livrez-vous à l'étranger ?
    ¿Hacen envíos al extranjero?
    Spedite all'estero?
    What's the monthly fee?
    How many people work at your company?
    Can it be cancelled at any time?
    Who gave you my name?
    What makes you different from the others?
    Do you have an office in the north?
    How would that work with two locations?
    Which languages does it support?
    Is there a trial period?
    Are the prices net or gross?
    Welche Sprachen werden unterstützt?
    Kann man monatlich kündigen?
    Was unterscheidet Sie von anderen?
    Gibt es eine Testphase?
    Wie viele Kunden haben Sie in unserer Gegend?
    Sind die Preise netto oder brutto?
    Wer hat Ihnen meinen Namen gegeben?
    Peut-on résilier à tout moment ?
    Y a-t-il une période d'essai ?
    Qui vous a donné mon nom ?
    Quelle est la différence avec vos concurrents ?
    ¿Se puede cancelar en cualquier momento?
    ¿Hay un periodo de prueba?
    ¿Quién les dio mi nombre?
    ¿En qué se diferencian de otros?
    Pode-se cancelar a qualquer momento?
    Há um período de teste?
    Quem vos deu o meu nome?
    Si può disdire in qualsiasi momento?
    C'è un periodo di prova?
    Chi vi ha dato il mio nome?
    Is het maandelijks opzegbaar?
    Is er een proefperiode?
    Jaka jest cena za miesiąc?
    Finns det en provperiod?
    Er der en prøveperiode?
    Есть ли пробный период?
    Deneme süresi var mı?
    お試し期間はありますか？
    有试用期吗？
    """

  private static let notInterested = """
    We open only in summer, the season is over.
    Closed till spring, sorry.
    Wir haben nur in der Saison offen und jetzt bis Frühjahr zu.
    Nous n'ouvrons qu'en saison, fermés jusqu'au printemps.
    Solo abrimos en temporada, cerrados hasta primavera.
    My cousin is in that trade already.
    Mein Bruder ist selbst vom Fach.
    Thank you for writing, but we'll leave it.
    We have someone for this already.
    Our hands are full, no new projects this year.
    Not needed here, best of luck.
    We're a two-person shop and have no use for this.
    We'd rather not.
    Sorry, we are winding the company up.
    We went another way.
    That is beyond our means.
    Nothing for us at present.
    I'll have to say no.
    We changed providers only in January and are content.
    Danke, aber wir verzichten darauf.
    Wir haben dafür schon jemanden.
    Das ist für uns derzeit kein Thema.
    Wir sind voll ausgelastet und brauchen nichts.
    Das übersteigt unsere Möglichkeiten.
    Wir lösen die Firma gerade auf.
    Nein, das wollen wir nicht.
    Kein Bedarf, viel Erfolg weiterhin.
    Wir haben im Januar gewechselt und sind zufrieden.
    Merci, mais nous n'en avons pas l'utilité.
    Nous avons déjà quelqu'un pour cela.
    Ce n'est pas dans nos moyens.
    Pas pour le moment, merci.
    Nous ne donnerons pas suite.
    Gracias, pero no lo necesitamos.
    Ya tenemos a alguien para eso.
    Se sale de nuestro presupuesto.
    De momento no nos interesa.
    Obrigado, mas não precisamos.
    Já temos alguém para isso.
    De momento não estamos interessados.
    Grazie, ma non ne abbiamo bisogno.
    Abbiamo già qualcuno per questo.
    Al momento non ci interessa.
    Bedankt, maar dat hebben we niet nodig.
    We hebben daar al iemand voor.
    Op dit moment geen interesse.
    Nie, dziękuję, nie potrzebujemy tego.
    Nej tack, det är inget för oss.
    Nej tak, det har vi ikke brug for.
    Nemáme o to zájem, děkuji.
    Нет, спасибо, нам это не нужно.
    Hayır teşekkürler, ihtiyacımız yok.
    結構です。必要ありません。
    谢谢，我们不需要。
    """

  private static let wrongPerson = """
    Our headquarters settles this, we are only a franchise.
    Ask the landlord, we just rent.
    Als Franchise bekommen wir das von der Zentrale.
    Das ist Sache des Vermieters.
    Étant franchisés, cela vient de l'enseigne.
    Al ser franquicia, viene de la central.
    I'm only helping out here, the boss is Ms Green.
    You'd have to ask Peter, he runs the place now.
    This isn't my department.
    I am no longer with this firm.
    Please get in touch with our purchasing team instead.
    My colleague Sarah looks after suppliers, I've copied her in.
    I think you wrote to the wrong company.
    I handed the business over to my son.
    Forwarded to the person in charge.
    I have nothing to do with that, sorry.
    Nobody called Miller works here.
    Dafür ist Frau Weber verantwortlich, ich habe sie in Kopie gesetzt.
    Ich bin hier nur die Aushilfe, fragen Sie die Chefin.
    Das ist nicht meine Abteilung.
    Ich habe den Betrieb an meinen Sohn übergeben.
    Ich glaube, Sie haben die falsche Firma angeschrieben.
    Ich leite es an die zuständige Kollegin weiter.
    Damit habe ich nichts zu tun.
    Ce n'est pas mon service.
    Je ne fais plus partie de l'entreprise.
    Adressez-vous plutôt au service achats.
    J'ai cédé l'affaire à mon fils.
    Vous vous êtes trompé d'entreprise.
    No es mi departamento.
    Ya no trabajo en esa empresa.
    Diríjase al departamento de compras.
    He traspasado el negocio a mi hijo.
    Não é o meu departamento.
    Já não trabalho nessa empresa.
    Dirija-se ao departamento de compras.
    Non è il mio reparto.
    Non lavoro più in quell'azienda.
    Si rivolga all'ufficio acquisti.
    Dat is niet mijn afdeling.
    Ik werk niet meer bij dat bedrijf.
    U kunt beter de afdeling inkoop benaderen.
    To nie mój dział, proszę napisać do zakupów.
    Det är inte min avdelning.
    Det er ikke min afdeling.
    Это не мой отдел, напишите в закупки.
    Bu benim bölümüm değil.
    担当部署が違います。
    这不是我的部门。
    """

  private static let unsubscribe = """
    That's your fourth mail. Enough now.
    Schon wieder eine Mail von Ihnen, es reicht.
    Encore un message, ça suffit.
    Otro correo más, ya basta.
    Get me off this mailing list.
    Please delete our address from your database.
    Do not send us anything else.
    I want no more of these mails.
    Unsubscribe me please
    Stop this.
    We did not ask for this advertising, leave us be and delete our data.
    Keep us out of your mailings.
    Bitte keine weiteren Zuschriften.
    Nehmen Sie uns von der Liste.
    Löschen Sie bitte meine E-Mail-Adresse.
    Hören Sie auf, mir zu schreiben.
    Wir wünschen keine Werbung.
    Kontaktieren Sie uns nicht mehr.
    Merci de supprimer mon adresse de vos fichiers.
    Arrêtez de m'écrire.
    Enlevez-moi de la liste.
    Ne nous contactez plus.
    Por favor, borre mi dirección de su base de datos.
    Dejen de escribirme.
    Quítenme de la lista.
    No nos contacten más.
    Por favor, apague o meu endereço da vossa base.
    Parem de me escrever.
    Tirem-me da lista.
    Per favore cancelli il mio indirizzo.
    Smettete di scrivermi.
    Toglietemi dalla lista.
    Verwijder mijn adres uit jullie bestand.
    Stop met schrijven.
    Haal mij van de lijst.
    Proszę mnie wypisać.
    Vänligen ta bort min adress.
    Slet venligst min adresse.
    Удалите мой адрес.
    Adresimi silin lütfen.
    メールの送信を止めてください。
    请把我从名单中删除。
    """
}
