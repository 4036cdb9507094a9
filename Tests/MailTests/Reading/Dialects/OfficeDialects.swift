/// Reports of Exchange, Microsoft 365, Domino and GroupWise in the languages of their servers.
enum OfficeDialects {
  // long: a table of cases
  static let all: [DialectCase] = [
    .parts(
      "365, English", from: "<postmaster@ex.example>", "Undeliverable: Hello",
      human:
        "Your message to lead@x.example couldn't be delivered.\n\nlead wasn't found at x.example.\n\nMore Info for Email Admins\nStatus code: 550 5.1.10",
      status: "5.1.10", isDead: true,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient lead@x.example not found by SMTP address lookup"
    ),
    .parts(
      "365, blocked", from: "<postmaster@ex.example>", "Undeliverable: Hello", status: "5.7.606", isDead: false,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.7.606\nDiagnostic-Code: smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.5]"
    ),
    .parts(
      "365, full", from: "<postmaster@ex.example>", "Unzustellbar: Hallo",
      human: "Ihre Nachricht an lead@x.example konnte nicht zugestellt werden.\n\nDas Postfach des Empfängers ist voll.",
      status: "5.2.2",
      isDead: false,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded"
    ),
    .parts(
      "365, expired", from: "<postmaster@ex.example>", "Undeliverable: Hello", permanent: false, status: "4.4.7", isDead: false,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp;550 4.4.7 QUEUE.Expired; message expired"
    ),
    .parts(
      "365, domain without mail", from: "<postmaster@ex.example>", "Undeliverable: Hello", status: "5.4.310", isDead: true,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.4.310\nDiagnostic-Code: smtp;550 5.4.310 DNS domain x.example does not exist [Message=InfoDomainNonexistent]"
    ),
    .parts(
      "365, late", from: "<postmaster@ex.example>", "Delivery delayed:Hello", kind: "delayed", permanent: false, status: "4.4.7",
      isDead: false,
      "Final-Recipient: rfc822;lead@x.example\nAction: delayed\nStatus: 4.4.7\nWill-Retry-Until: Fri, 30 Apr 2027 23:34:45 +0900"
    ),
    .parts(
      "365, relayed", from: "<postmaster@ex.example>", "Relayed: Hello",
      human: "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:",
      kind: "delivered", permanent: nil, "Final-Recipient: rfc822;lead@x.example\nAction: relayed\nStatus: 2.0.0"),
    .plain(
      "Exchange 2010, French", from: "<postmaster@ex.example>", "Non remis : Bonjour",
      more: "Content-Type: text/plain; charset=utf-8\n",
      status: "5.1.1", isDead: true,
      "Échec de la remise pour ces destinataires ou groupes :\n\nlead@x.example\nL'adresse de messagerie que vous avez entrée est introuvable.\n\nInformations de diagnostic pour les administrateurs :\n\nServeur de génération : ex.example\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nEn-têtes de message d'origine :\n\nReceived: from a by b\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "Exchange 2010, Spanish", from: "<postmaster@ex.example>", "No se puede entregar: Hola",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Error de entrega a los siguientes destinatarios o grupos:\n\nlead@x.example\nNo se encontró la dirección de correo electrónico.\n\nInformación de diagnóstico para los administradores:\n\nGenerando servidor: ex.example\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nEncabezados de mensaje originales:\n\nReceived: from a by b\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "Exchange 2010, Italian", from: "<postmaster@ex.example>", "Non recapitabile: Ciao",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.2.2", isDead: false,
      "Impossibile recapitare il messaggio ai seguenti destinatari o gruppi:\n\nlead@x.example\nLa cassetta postale del destinatario è piena.\n\nInformazioni di diagnostica per gli amministratori:\n\nServer di generazione: ex.example\n\nlead@x.example\n#552 5.2.2 mailbox full ##\n"
    ),
    .plain(
      "Exchange 2010, Dutch", from: "<postmaster@ex.example>", "Onbestelbaar: Hallo",
      more: "Content-Type: text/plain; charset=utf-8\n",
      status: "5.1.1", isDead: true,
      "Het bezorgen van dit bericht aan de volgende geadresseerden of groepen is mislukt:\n\nlead@x.example\nHet e-mailadres dat u hebt ingevoerd, kan niet worden gevonden.\n\nDiagnostische gegevens voor beheerders:\n\nGenererende server: ex.example\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Swedish", from: "<postmaster@ex.example>", "Gick inte att leverera: Hej",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Leveransen till följande mottagare eller grupper misslyckades:\n\nlead@x.example\nDet gick inte att hitta e-postadressen.\n\nDiagnostisk information för administratörer:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Danish", from: "<postmaster@ex.example>", "Kan ikke leveres: Hej",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Levering til følgende modtagere eller grupper mislykkedes:\n\nlead@x.example\nDen angivne mailadresse blev ikke fundet.\n\nDiagnosticeringsoplysninger til administratorer:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Portuguese", from: "<postmaster@ex.example>", "Não é possível entregar: Olá",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Falha na entrega a estes destinatários ou grupos:\n\nlead@x.example\nO endereço de email inserido não foi encontrado.\n\nInformações de diagnóstico para administradores:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Polish", from: "<postmaster@ex.example>", "Niedostarczalne: Cześć",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Dostarczenie do następujących adresatów lub grup nie powiodło się:\n\nlead@x.example\nNie można odnaleźć wprowadzonego adresu e-mail.\n\nInformacje diagnostyczne dla administratorów:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Czech", from: "<postmaster@ex.example>", "Nedoručitelná zpráva: Ahoj",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Doručení těmto příjemcům nebo skupinám se nezdařilo:\n\nlead@x.example\n\nDiagnostické informace pro správce:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Russian", from: "<postmaster@ex.example>", "Не удается доставить: Привет",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Сбой доставки следующим получателям или группам:\n\nlead@x.example\nНе удалось найти указанный адрес электронной почты.\n\nДиагностические сведения для администраторов:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Turkish", from: "<postmaster@ex.example>", "Teslim Edilemez: Merhaba",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Bu alıcılara veya gruplara teslim başarısız oldu:\n\nlead@x.example\n\nYöneticiler için tanılama bilgileri:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Japanese", from: "<postmaster@ex.example>", "配信不能: こんにちは", more: "Content-Type: text/plain; charset=utf-8\n",
      status: "5.1.1", isDead: true,
      "次の受信者またはグループへの配信に失敗しました:\n\nlead@x.example\n入力した電子メール アドレスが見つかりませんでした。\n\n管理者向けの診断情報:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2010, Chinese", from: "<postmaster@ex.example>", "无法送达: 你好", more: "Content-Type: text/plain; charset=utf-8\n",
      status: "5.1.1", isDead: true,
      "向这些收件人或组传递邮件失败:\n\nlead@x.example\n找不到您输入的电子邮件地址。\n\n管理员诊断信息:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ),
    .plain(
      "Exchange 2003", from: "System Administrator <postmaster@ex.example>", "Undeliverable: Hello", status: "5.1.1", isDead: true,
      "Your message\n\n  To:      lead@x.example\n  Subject: Hello\n  Sent:    Thu, 29 Apr 2010 18:14:35 +0000\n\ndid not reach the following recipient(s):\n\nlead@x.example on Thu, 29 Apr 2010 18:14:36 +0000\n    The e-mail account does not exist at the organization this message was\nsent to.  Check the e-mail address, or contact the recipient directly to\nfind out the correct address.\n    <mx.example #5.1.1>\n"
    ),
    .plain(
      "Exchange 2003, German", from: "Systemadministrator <postmaster@ex.example>", "Unzustellbar: Hallo",
      more: "Content-Type: text/plain; charset=utf-8\n", status: "5.1.1", isDead: true,
      "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:\tHallo\n      Gesendet am:\t29.04.2010 18:14\n\nFolgende(r) Empfänger kann/können nicht erreicht werden:\n\n      lead@x.example am 29.04.2010 18:14\n            Das E-Mail-Konto ist in der Organisation, an die die Nachricht gesendet wurde, nicht vorhanden.\n            <mx.example #5.1.1>\n"
    ),
    .plain(
      "Domino, French", from: "<postmaster@notes.example>",
      "DELIVERY FAILURE: User lead (lead@x.example) not listed in Domino Directory",
      isDead: true,
      "Votre message\n\n  Objet : Bonjour\n\nn'a pas pu être remis à :\n\n  lead@x.example\n\ncar :\n\n  User lead (lead@x.example) not listed in Domino Directory\n"
    ),
    .plain(
      "Domino, router", from: "<postmaster@notes.example>",
      "DELIVERY FAILURE: Error transferring to MX.X.EXAMPLE; SMTP Protocol Returned a Permanent Error 550 5.1.1 User unknown",
      status: "5.1.1", isDead: true,
      "Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  lead@x.example\n\nbecause:\n\n  Error transferring to MX.X.EXAMPLE; SMTP Protocol Returned a Permanent Error 550 5.1.1 User unknown\n"
    ),
    .plain(
      "Lotus Notes of old", from: "Notes Mail Router <postmaster@notes.example>", "NOTES: DELIVERY FAILURE REPORT", isDead: true,
      "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nlead@x.example\n\n------- Returned Message --------\n\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "GroupWise", from: "Mailer-Daemon <Mailer-Daemon@gw.example>", "Message status - undeliverable", isDead: true,
      "The message that you sent was undeliverable to the following:\n\tlead (550 5.1.1 <lead@x.example>: Recipient address rejected: User unknown)\n\nPossibly truncated original message follows:\n\n"
        + BounceFixtures.copy),
    .plain(
      "Zimbra", from: "MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", isDead: true,
      "This is the mail system at host mx.example.\n\n<lead@x.example>: 550 5.1.1 <lead@x.example>: Recipient address rejected: x.example\n    (in reply to RCPT TO command)\n"
    ),
    .plain(
      "Kerio", from: "Mail Delivery Subsystem <postmaster@mx.example>", "Delivery Status Notification", status: "5.1.1",
      isDead: true,
      "Your message wasn't delivered to the following addressees:\n\n<lead@x.example>\n5.1.1 User unknown\n"),
  ]
}
