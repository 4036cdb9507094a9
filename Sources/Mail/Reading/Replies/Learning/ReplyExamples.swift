import Outreach

/// Invented answers from which the program knows how people put things, one a line, by what they mean.
///
/// The rules stand first; these fill what no phrase covers. The tests measure on others.
enum ReplyExamples {
  /// Every example with its class.
  static let all: [(text: String, replyClass: IncomingMail.ReplyClass)] =
    lines(interested, .interested) + lines(question, .question) + lines(notInterested, .notInterested)
    + lines(wrongPerson, .wrongPerson) + lines(unsubscribe, .unsubscribe)

  private static func lines(_ text: String, _ replyClass: IncomingMail.ReplyClass) -> [(
    text: String, replyClass: IncomingMail.ReplyClass
  )] {
    text.split(separator: "\n").map { (String($0), replyClass) }
  }

  // long: text
  private static let interested = """
    This came at the right time, we were just about to look for something like it.
    Happy to hop on a call, Tuesday afternoon would work.
    Let's talk. What does your calendar look like on Thursday?
    Go ahead and send over the details, I'll take a look this evening.
    You have my attention. Give me a ring on my mobile.
    We'd be keen to hear how you could help us.
    Sure thing, drop me the brochure and a rough quote.
    Perfect timing! Our current contract ends in March.
    I ran this by my partner and we want to move forward.
    Count me in, what's the next step?
    Can we set something up for Friday morning?
    I could use some help with that. Call the office any time after two.
    Good pitch. Let's do fifteen minutes on Wednesday.
    Please book a slot with me, my afternoons are free.
    Looks useful for our shop, I would like to try it.
    Das passt gerade sehr gut, wir suchen so etwas.
    Rufen Sie mich einfach morgen Vormittag an.
    Lassen Sie uns nächste Woche einen Termin finden.
    Schicken Sie mir bitte ein Angebot und ein paar Referenzen.
    Hört sich spannend an, ich hätte Donnerstag Zeit.
    Wir hätten da tatsächlich Bedarf, melden Sie sich gern telefonisch.
    Sehr gern, am Dienstag um zehn passt es mir.
    Darüber würde ich gern mehr erfahren.
    Dann schauen wir uns das doch gemeinsam an.
    Ça tombe bien, nous cherchions justement cela.
    Appelez-moi demain matin, je suis au bureau.
    On peut se voir jeudi pour en discuter ?
    Envoyez-moi votre plaquette et vos tarifs, je regarde cela.
    Avec plaisir, je suis disponible mardi après-midi.
    Votre proposition retient mon attention, parlons-en.
    Je voudrais essayer, comment fait-on pour commencer ?
    Justo lo que estábamos buscando, llámeme mañana.
    Envíeme la propuesta y la miro esta tarde.
    Podemos vernos el jueves por la mañana.
    Me gustaría probarlo, ¿cuál es el siguiente paso?
    Cuente conmigo, agendemos una videollamada.
    Nos vendría muy bien, hablemos.
    Era mesmo isso que procurávamos, pode ligar amanhã.
    Mande a proposta que eu vejo ainda hoje.
    Podemos falar na quinta de manhã?
    Gostei da ideia, vamos em frente.
    Cade a proposito, stavamo cercando proprio questo.
    Mi chiami domattina in ufficio.
    Possiamo vederci giovedì per parlarne.
    Mi mandi pure la proposta, la guardo stasera.
    Ne parlerei volentieri, martedì sono libero.
    Dat komt goed uit, wij zochten precies zoiets.
    Bel me morgen even op kantoor.
    Zullen we donderdag een afspraak maken?
    Stuur de offerte maar door, dan kijk ik ernaar.
    Brzmi ciekawie, proszę o telefon jutro.
    Proszę przesłać ofertę, chętnie porozmawiamy.
    Jesteśmy zainteresowani, umówmy się na spotkanie.
    Låter intressant, ring mig gärna i morgon.
    Skicka gärna mer information, vi kan ses på torsdag.
    Det lyder spændende, ring til mig i morgen.
    Send gerne et tilbud, vi vil gerne høre mere.
    Høres interessant ut, ta gjerne kontakt neste uke.
    Kuulostaa hyvältä, soita minulle huomenna.
    To zní zajímavě, zavolejte mi zítra.
    Pošlete nám prosím nabídku, máme zájem.
    Érdekel minket, kérem hívjon holnap.
    Sună bine, sunați-mă mâine.
    Интересно, позвоните мне завтра.
    Пришлите, пожалуйста, предложение, обсудим.
    Нам это интересно, давайте созвонимся.
    İlgileniyoruz, yarın beni arayın.
    Teklifinizi gönderin, görüşelim.
    興味があります。資料を送ってください。
    ぜひ詳しくお話を聞かせてください。
    一度お打ち合わせをお願いします。
    我们很感兴趣，请发资料过来。
    可以安排一个电话会议吗？我们有兴趣。
    관심이 있습니다. 자료를 보내 주세요.
    """

  private static let question = """
    Is there a minimum term for the contract?
    What would that cost for a shop of our size?
    Does it work with the cash register we have?
    Who else in our town do you work with?
    Which areas do you cover?
    How long does it take until it is up and running?
    Are you a local company or is this a call centre?
    Could you tell me where you found this address?
    Before we speak, what is the price per month?
    Do you have references from other bakeries?
    Is VAT included?
    What happens to our data?
    Sorry, what is it exactly that you offer?
    Have we met before?
    Gibt es eine Mindestlaufzeit?
    Mit welchen Kosten müssten wir rechnen?
    Wer steckt hinter Ihrer Firma?
    Arbeiten Sie auch mit kleinen Betrieben?
    Wie lange dauert die Einrichtung?
    Woher kennen Sie unsere Adresse?
    Können Sie Referenzen nennen?
    Was genau bieten Sie denn an?
    Y a-t-il une durée d'engagement ?
    Quels seraient les coûts pour une petite boutique ?
    Travaillez-vous déjà avec d'autres restaurants ?
    D'où tenez-vous mon adresse ?
    De quoi s'agit-il exactement ?
    ¿Hay permanencia?
    ¿Qué incluye el servicio exactamente?
    ¿Trabajan con otras clínicas?
    ¿De dónde han sacado mi correo?
    ¿Qué precio tendría para un local pequeño?
    Há fidelização?
    O que inclui exatamente o serviço?
    Onde arranjaram o meu e-mail?
    Quais são os valores?
    C'è un vincolo di durata?
    Che cosa comprende esattamente?
    Dove avete trovato il mio indirizzo?
    Quali sono i costi?
    Zit er een minimale looptijd aan?
    Wat houdt het precies in?
    Hoe komen jullie aan mijn adres?
    Ile to kosztuje?
    Skąd mają Państwo mój adres?
    Vad kostar det?
    Hvad koster det?
    Hvor fikk dere adressen min fra?
    Paljonko se maksaa?
    Kolik to stojí?
    Mennyibe kerül?
    Cât costă?
    Сколько это стоит?
    Откуда у вас мой адрес?
    Fiyatı nedir?
    費用はいくらですか。
    どこで連絡先を知りましたか。
    价格是多少？
    가격이 얼마인가요?
    """

  private static let notInterested = """
    We sorted this out last year with another firm, so nothing to do here.
    Thanks, but we'll stick with what we have.
    I'm afraid this isn't on our list for this year.
    Appreciate the note, it just doesn't suit us.
    We do all of that in house.
    Money is tight, we can't take on anything new.
    Our nephew takes care of the website.
    We signed with somebody else last month.
    It's a no from me.
    Maybe some other time, we are busy enough as it is.
    We're closing down the business in summer.
    Thanks but no thanks.
    Not what we're after.
    That's not a fit for a place like ours.
    We tried something similar and it did nothing for us.
    Don't see the benefit for us, sorry.
    Das machen wir selbst.
    Wir bleiben bei unserem jetzigen Anbieter.
    Für dieses Jahr ist nichts mehr geplant.
    Vielen Dank, aber das ist nichts, was wir suchen.
    Wir haben uns gerade erst anders entschieden.
    Dafür fehlt uns im Moment das Geld.
    Unser Betrieb schließt im Sommer.
    Das lohnt sich für uns nicht.
    Leider müssen wir Ihnen absagen.
    Nous faisons tout cela en interne.
    Nous restons avec notre fournisseur.
    Ce n'est pas d'actualité pour nous.
    Merci mais cela ne correspond pas à nos besoins.
    Nous avons déjà signé avec quelqu'un d'autre.
    Désolé, nous n'avons pas le budget.
    Lo hacemos todo nosotros mismos.
    Seguimos con nuestro proveedor de siempre.
    Gracias, pero no encaja con lo que buscamos.
    Este año no tenemos presupuesto.
    Ya lo tenemos resuelto.
    Por ahora no, gracias.
    Fazemos isso internamente.
    Vamos continuar com o fornecedor atual.
    Obrigado, mas não se adequa ao que precisamos.
    Este ano não temos orçamento.
    Já temos isso resolvido.
    Lo facciamo già internamente.
    Restiamo con il nostro fornitore attuale.
    Grazie, ma non fa per noi.
    Quest'anno non abbiamo budget.
    Abbiamo già chi se ne occupa, grazie lo stesso.
    Dat doen we zelf al.
    We blijven bij onze huidige leverancier.
    Bedankt, maar dit past niet bij ons.
    Dit jaar geen budget.
    Dziękujemy, ale nie jesteśmy zainteresowani.
    Mamy już dostawcę.
    Tack, men vi är inte intresserade.
    Vi har redan en leverantör.
    Nej tak, vi er ikke interesserede.
    Vi har allerede en leverandør.
    Nei takk, dette er ikke aktuelt for oss.
    Kiitos, emme ole kiinnostuneita.
    Děkujeme, nemáme zájem.
    Köszönjük, nem érdekel minket.
    Mulțumim, nu suntem interesați.
    Спасибо, нам это не интересно.
    У нас уже есть поставщик.
    Teşekkürler, ilgilenmiyoruz.
    今回は見送らせていただきます。
    必要ありません。
    不需要，谢谢。
    我们没有兴趣。
    관심 없습니다.
    """

  private static let wrongPerson = """
    That would be something for our owner, Mrs Brown; I only do the bookkeeping.
    I don't decide on this, try the head office.
    I sold the restaurant two years ago.
    Marketing is done by my sister, her address is below.
    You want purchasing, not me.
    Tom in the other branch deals with suppliers.
    I have passed your mail on to our managing director.
    She is the one to ask, I have put her in copy.
    I retired in May, the new manager is Mr Lee.
    You have reached the wrong department.
    Nobody here by that name.
    I'm just the trainee.
    Please direct this to our office in London.
    This mailbox belongs to somebody else.
    Das entscheidet bei uns der Inhaber, ich mache nur die Buchhaltung.
    Einkauf macht Herr Vogel, ich habe es ihm gegeben.
    Ich arbeite dort seit einem Jahr nicht mehr.
    Da müssten Sie sich an die Zentrale wenden.
    Ich habe Ihre Mail an die Geschäftsleitung gegeben.
    Sie haben die falsche Abteilung erwischt.
    Den Laden habe ich verkauft.
    C'est mon associé qui gère cela.
    Je ne décide pas de cela, voyez avec le siège.
    J'ai vendu le restaurant l'an dernier.
    Je fais suivre à la direction.
    Je n'y travaille plus.
    Eso lo lleva mi socia.
    Yo no decido eso, pregunte en la central.
    Vendí el negocio el año pasado.
    Se lo paso a gerencia.
    Quem trata disso é a minha sócia.
    Não sou eu que decido, fale com a sede.
    Vendi a loja no ano passado.
    Passei o seu e-mail à gerência.
    Se ne occupa il mio socio.
    Non decido io, provi con la sede centrale.
    Ho venduto il locale l'anno scorso.
    Ho passato la mail alla direzione.
    Dat regelt mijn compagnon.
    Daar ga ik niet over, probeer het hoofdkantoor.
    Ik heb de zaak verkocht.
    Ik heb het doorgegeven aan de directie.
    To nie do mnie, proszę pisać do kierownika.
    Już tam nie pracuję.
    Det är inte jag som bestämmer, kontakta vår chef.
    Jag jobbar inte kvar där.
    Det er ikke mig, du skal tale med, skriv til min kollega.
    Jeg jobber ikke der lenger, ta kontakt med daglig leder.
    En vastaa tästä, ottakaa yhteyttä kollegaani.
    To neřeším já, obraťte se na kolegu.
    Ezzel nem én foglalkozom, keresse a kollégámat.
    Nu mă ocup eu de asta, vorbiți cu colegul meu.
    Я этим не занимаюсь, обратитесь к моему коллеге.
    Я там больше не работаю.
    Bu konuyla ben ilgilenmiyorum, müdürümüze yazın.
    担当者が異なります。担当の者に転送します。
    私は担当ではありません。
    这件事不归我负责，请联系我的同事。
    저는 담당자가 아닙니다.
    """

  private static let unsubscribe = """
    Take this address out of your system.
    I never signed up for this, get me off it.
    No further messages, thank you.
    Quit mailing us.
    This is spam. Do not write again.
    Erase everything you hold about me.
    We don't wish to hear from you again.
    Please cease all contact with our company.
    I did not consent to this. Remove my details at once.
    Bitte schreiben Sie uns nicht mehr.
    Löschen Sie unsere Adresse umgehend.
    Das ist Spam, unterlassen Sie weitere Zusendungen.
    Ich möchte keine Post mehr von Ihnen.
    Streichen Sie uns aus Ihrer Kartei.
    Ne nous écrivez plus.
    Supprimez nos coordonnées de votre base.
    C'est du spam, cessez immédiatement.
    Je ne souhaite plus recevoir vos messages.
    No nos escriban más.
    Borren nuestros datos.
    Esto es spam, dejen de escribir.
    No deseo recibir más correos.
    Não nos escrevam mais.
    Apaguem os nossos dados.
    Isto é spam, parem.
    Non scriveteci più.
    Cancellate i nostri dati.
    Questo è spam, smettetela.
    Schrijf ons niet meer.
    Verwijder onze gegevens.
    Dit is spam, hou op.
    Proszę usunąć mój adres z listy.
    Proszę więcej nie pisać.
    Ta bort mig från listan.
    Sluta mejla oss.
    Fjern mig fra jeres liste.
    Ikke send meg flere e-poster.
    Poistakaa osoitteeni listalta.
    Odhlaste mě z odběru.
    Prosím už nám nepište.
    Kérem töröljön a listáról.
    Vă rog să mă ștergeți din listă.
    Отпишите меня от рассылки.
    Больше не пишите мне.
    Beni listeden çıkarın.
    Lütfen bir daha yazmayın.
    配信を停止してください。
    今後のメールは不要です。
    请不要再发邮件给我。
    退订。
    수신 거부합니다.
    더 이상 메일을 보내지 마세요.
    """
}
