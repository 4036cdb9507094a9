import Text

/// Domains of throw-away addresses: services that give anybody an inbox for minutes or days. Gathered by hand from the services' own
/// pages and common block lists, read in 2026; none is complete, since new ones appear each day.
enum DisposableDomains {
  /// Whether an address of a domain, or of one that it lies under, is for throwing away.
  static func holds(_ domain: String) -> Bool { all.contains(domain) || Domain.registrable(domain).map(all.contains) == true }

  private static let all = Set(
    """
    10mail.org 10minutemail.com 10minutemail.net 10minutenmail.xyz 20minutemail.com 33mail.com anonaddy.me armyspy.com binkmail.com
    bobmail.info burnermail.io byom.de chammy.info cool.fr.nf correotemporal.org courriel.fr.nf cuvox.de dayrep.com devnullmail.com
    discard.email discardmail.com dispostable.com dropmail.me einrot.com emailfake.com emailondeck.com emailtemporanea.com emltmp.com
    fakeinbox.com fakemail.net fleckens.hu generator.email getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de
    guerrillamail.info guerrillamail.net guerrillamail.org gustr.com harakirimail.com inboxbear.com inboxkitten.com instant-mail.de
    jetable.fr.nf jetable.org jourrapide.com kurzepost.de letthemeatspam.com linshiyouxiang.net mail-temp.com mail-temporaire.fr
    mailcatch.com maildrop.cc mailexpire.com mailforspam.com mailinator.com mailinator.net mailinator2.com mailnesia.com mailnull.com
    mailpoof.com mailsac.com mailtemp.net mega.zik.dj mintemail.com moakt.com mohmal.com moncourrier.fr.nf monemail.fr.nf monmail.fr.nf
    muell.email muellmail.com mytemp.email nada.email nospam.ze.tc objectmail.com pokemail.net proxymail.eu rcpt.at reallymymail.com
    rhyta.com safetymail.info sharklasers.com sneakemail.com sofort-mail.de sogetthis.com spam4.me spambog.com spambog.de spamex.com
    spamfree24.org spamgourmet.com spamherelots.com speed.1s.fr superrito.com suremail.info teleworm.us temp-mail.com temp-mail.io
    temp-mail.org tempail.com tempemail.com tempemail.net tempinbox.com tempmail.com tempmail.net tempmailo.com tempr.email
    thisisnotmyrealemail.com throwam.com throwawaymail.com tmail.ws tmpmail.net tmpmail.org tradermail.info trash-mail.at trash-mail.com
    trashmail.com trashmail.de trashmail.net trbvm.com veryrealemail.com wegwerfadresse.de wegwerfemail.de wegwerfmail.de wegwerfmail.net
    wegwerfmail.org yopmail.com yopmail.fr yopmail.net zehnminutenmail.de zippymail.info
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
