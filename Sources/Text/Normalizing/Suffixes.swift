/// Second-level names under which countries register, compact: top-level name, then its second-level suffixes.
///
/// `*` means that every second-level name is a suffix, `!name` an exception. What is not listed registers directly below the top.
enum Suffixes {
  static let table: [String: Set<String>] = {
    var out: [String: Set<String>] = [:]
    for row in rows.split(separator: "\n") {
      let parts = row.split(separator: " ").map(String.init)
      if let top = parts.first { out[top] = Set(parts.dropFirst()) }
    }
    return out
  }()

  private static let rows = """
    ac com edu gov net mil org
    ae co net org sch ac gov mil
    af gov com org net edu
    ag com org net co nom
    al com edu gov mil net org
    ao ed gv og co pb it
    ar com edu gob gov int mil net org tur coop bet mutual musica senasa
    at ac co gv or
    au com net org edu gov asn id
    az com net int gov org edu info pp mil name pro biz
    ba com edu gov mil net org
    bb biz co com edu gov info net org store tv
    bd *
    bh com edu net org gov
    bn com edu gov net org
    bo com edu gob int org net mil tv web
    br com net org gov edu art eco ind inf adv blog arq eng med odo vet psi tur tv rec srv wiki adm agr am b bio bmd cim cnt coop cpd det dev ecn emp etc eti far flog fm fnd fot fst g12 ggf imb jor jus leg lel log mat mil mp mus not ntr ppg pro psc qsl radio rep taxi tc tec teo tmp trd vlog zlg app slg tche
    bs com net org edu gov
    bw co org
    by gov mil com of
    bz co com net org edu gov
    ck *
    cl co gob gov mil
    cm co com gov net
    cn ac com edu gov net org mil ah bj cq fj gd gs gz gx ha hb he hi hl hn jl js jx ln nm nx qh sc sd sh sn sx tj xj xz yn zj hk mo tw
    co arts com edu firm gov info int mil net nom org rec web
    cr ac co ed fi go or sa
    cu com edu org net gov inf
    cy ac biz com ekloges gov ltd mil net org press pro tm
    do art com edu gob gov mil net org sld web
    dz com org net gov edu asso pol art
    ec com info net fin k12 med pro org edu gov gob mil
    ee edu gov riik lib med com pri aip org fie
    eg com edu eun gov mil name net org sci
    er *
    es com nom org gob edu
    et com gov org edu biz name info net
    fj ac biz com gov info mil name net org pro
    fk *
    fr asso com gouv nom prd tm avocat cci medecin notaires pharmacien port veterinaire aeroport greta huissier-justice experts-comptables geometre-expert chambagri chirurgiens-dentistes
    ge com edu gov org mil net pvt
    gg co net org
    gh com edu gov org mil
    gi com ltd gov mod edu org
    gr com edu net org gov
    gt com edu gob ind mil net org
    gu com edu gov guam info net org web
    hk com edu gov idv net org
    hn com edu org net mil gob
    hr iz from name com
    hu 2000 agrar bolt casino city co erotica erotika film forum games hotel info ingatlan jogasz konyvelo lakas media news org priv reklam sex shop sport suli szex tm tozsde utazas video
    id ac biz co desa go mil my net or ponpes sch web
    ie gov
    il ac co gov idf k12 muni net org
    im ac co com net org tt tv
    in ac co com edu firm gen gov ind mil net nic org res
    iq gov edu mil com org net
    ir ac co gov id net org sch
    it edu gov
    je co net org
    jm *
    jo com org net edu sch gov mil name
    jp ac ad co ed go gr lg ne or
    ke ac co go info me mobi ne or sc
    kg org net com edu gov mil
    kh *
    kr ac co es go hs kg mil ms ne or pe re sc busan seoul daegu incheon gwangju daejeon ulsan gangwon jeju
    kw com edu emb gov ind net org
    ky com edu net org
    kz org edu net gov mil com
    lb com edu gov net org
    lk gov sch net int com org edu ngo soc web ltd assn grp hotel ac
    lv com edu gov org mil id net asn conf
    ly com net gov plc edu sch med org id
    ma co net gov org ac press
    mg org nom gov prd tm edu mil com co
    mk com org net edu gov inf name
    ml com edu gouv gov net org presse
    mm *
    mo com net org edu gov
    mt com edu net org
    mu com net org gov ac co or
    mx com org gob edu net
    my biz com edu gov mil name net org
    mz ac adv co edu gov mil net org
    na info pro name school or dr us mx ca in cc tv ws mobi co com org
    ng com edu gov i mil mobi name net org sch
    ni ac biz co com edu gob in info int mil net nom org web
    no mil stat dep kommune herad priv vgs fhs folkebibl fylkesbibl idrett museum
    np *
    nz ac co cri geek gen govt health iwi kiwi maori mil net org parliament school
    om co com edu gov med museum net org pro
    pa ac gob com org sld edu net ing abo med nom
    pe edu gob nom mil org com net
    pg *
    ph com net org gov edu ngo mil i
    pk com net edu org fam biz web gov gob gok gon gop gos info
    pl com net org aid agro atm auto biz edu gmina gsm info mail miasta media mil nieruchomosci nom pc powiat priv realestate rel sex shop sklep sos szkola targi tm tourism travel turystyka gov waw wroclaw krakow poznan gda gdansk gdynia lodz lublin szczecin katowice bialystok bydgoszcz czest elblag gliwice kalisz kielce legnica olsztyn opole radom rzeszow slask torun zgora
    pr com net org gov edu isla pro biz info name est prof ac
    ps edu gov sec plo com org net
    pt net gov org edu int publ com nome
    py com coop edu gov mil net org
    qa com edu gov mil name net org sch
    ro arts com firm info nom nt org rec store tm www
    rs ac co edu gov in org
    ru com net org pp msk spb
    sa com net org gov med pub edu sch
    sd com net org edu med tv gov info
    se org pp tm parti press a ac b bd brand c d e f fh fhsk fhv g h i k komforb kommunalforbund komvux l lanbib m n naturbruksgymn o p r s t u w x y z
    sg com net org gov edu per
    sn art com edu gouv org perso univ
    sv com edu gob org red
    sy edu gov net mil com org
    th ac co go in mi net or
    tj ac biz co com edu go gov int mil name net nic org test web
    tm com co org net nom gov mil edu
    tn com ens fin gov ind info intl mincom nat net org perso tourism
    tr av bbs bel biz com dr edu gen gov info k12 kep mil name net org pol tel tsk tv web
    tt co com org net biz info pro int coop jobs mobi travel museum aero name gov edu
    tw edu gov mil com net org idv game ebiz club
    tz ac co go hotel info me mil mobi ne or sc tv
    ua com edu gov in net org kiev kyiv kharkov kharkiv lviv odessa od dp dn zp lg cn ck cv cr if ks km kh kr mk pl rv sm te uz vn vl zt sb crimea biz co pp
    ug co or ac sc go ne com org
    uk ac co gov ltd me net nhs org plc police sch
    us dni fed isa kids nsn
    uy com edu gub mil net org
    uz co com net org
    ve arts co com e12 edu firm gob gov info int mil net org rec store tec web
    vn com net org edu gov int ac biz info name pro health
    ye com edu gov net mil org
    za ac agric alt co edu gov grondar law mil net ngo nic nis nom org school tm web
    zm ac biz co com edu gov info mil net org sch
    zw ac co gov mil org
    com uk us eu gb de cn jpn br za ru se hu kr no sa uy qc
    net uk se gb jp hu in
    org eu us ae
    """
}

/// Hosts that many strangers share.
enum SharedHosts {
  /// Mail providers under any top-level name.
  static let freeMailBrands = words(
    "gmail googlemail yahoo ymail hotmail outlook live msn gmx aol icloud protonmail yandex rocketmail mailbox tutanota zohomail")
  /// Mail providers by their registered domain.
  static let freeMail = words(
    """
    web.de t-online.de freenet.de arcor.de posteo.de mail.de email.de online.de vodafone.de vodafonemail.de kabelmail.de unity-mail.de 1und1.de emailn.de gmx.net me.com mac.com
    proton.me pm.me fastmail.com fastmail.fm hey.com mail.com email.com usa.com zoho.com zoho.eu tuta.io tuta.com tutamail.com hushmail.com inbox.com mail.ru bk.ru inbox.ru
    list.ru ya.ru rambler.ru ukr.net i.ua meta.ua orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr cegetel.net
    libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it email.it inwind.it iol.it pec.it legalmail.it arubapec.it poste.it
    telefonica.net terra.es movistar.es ono.com ya.com uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com oi.com.br r7.com sapo.pt netcabo.pt
    ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl casema.nl telenet.be skynet.be proximus.be scarlet.be voo.be bluewin.ch sunrise.ch hispeed.ch swissonline.ch
    a1.net aon.at chello.at utanet.at kabsi.at drei.at btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com netzero.net roadrunner.com rr.com frontier.com
    windstream.net centurylink.net shaw.ca rogers.com bell.net sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au
    xtra.co.nz wp.pl o2.pl onet.pl op.pl interia.pl poczta.fm vp.pl tlen.pl gazeta.pl seznam.cz email.cz centrum.cz volny.cz atlas.cz post.cz azet.sk zoznam.sk centrum.sk
    freemail.hu citromail.hu abv.bg mail.bg dir.bg inbox.lv one.lt telia.com comhem.se bredband.net spray.se home.se telenor.no online.no jubii.dk ofir.dk stofanet.dk
    kolumbus.fi luukku.com suomi24.fi elisanet.fi otenet.gr forthnet.gr walla.com walla.co.il 012.net.il bezeqint.net netvision.net.il mynet.com qq.com vip.qq.com foxmail.com
    163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com 21cn.com tom.com naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp
    softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp au.com rediffmail.com indiatimes.com sify.com vsnl.net duck.com
    mailinator.com guerrillamail.com 10minutemail.com passmail.net simplelogin.com anonaddy.me privaterelay.appleid.com mozmail.com byom.de trash-mail.com
    """)
  /// Names that run pages for others under many top-level names.
  static let pageBrands = words(
    "facebook instagram google tripadvisor yelp blogspot booking airbnb pinterest linkedin amazon ebay etsy jimdo wix")
  /// Hosts whose pages, or whose sub-domains, belong to many businesses.
  static let pages = words(
    """
    fb.com fb.me m.me t.me wa.me whatsapp.com twitter.com x.com t.co tiktok.com youtube.com youtu.be vimeo.com xing.com threads.net snapchat.com vk.com ok.ru telegram.me
    goo.gl g.co g.page bit.ly tinyurl.com ow.ly business.site negocio.site wixsite.com wixstudio.io editorx.io wordpress.com wpcomstaging.com wpengine.com blogger.com tumblr.com
    medium.com substack.com weebly.com weeblysite.com square.site squarespace.com squareup.com myshopify.com shopify.com godaddysites.com webflow.io framer.website framer.site
    carrd.co strikingly.com mystrikingly.com jimdofree.com jimdosite.com site123.me webnode.com webnode.page webnode.de webnode.fr webnode.cz webnode.es webnode.it webador.de
    webador.com yolasite.com ucoz.com ukit.me tilda.ws nethouse.ru yola.com webs.com angelfire.com tripod.com 000webhostapp.com bravesites.com simplesite.com
    simdif.com one.com mozello.com page.tl homepage.eu beepworld.de npage.de de.tl hpage.com chayns.net chayns.site my-free.website e-monsite.com pagesperso-orange.fr
    linktr.ee linkin.bio bio.link beacons.ai taplink.cc lnk.bio campsite.bio about.me allmylinks.com flowcode.com solo.to linkr.bio msha.ke
    github.io gitlab.io netlify.app vercel.app herokuapp.com web.app firebaseapp.com pages.dev workers.dev azurewebsites.net cloudfront.net amazonaws.com appspot.com render.com
    onrender.com fly.dev surge.sh glitch.me notion.site notion.so canva.site my.canva.site gitbook.io readthedocs.io
    eventbrite.com meetup.com patreon.com gofundme.com opentable.com thefork.com lieferando.de ubereats.com deliveroo.co.uk just-eat.co.uk doordash.com grubhub.com resy.com
    treatwell.de treatwell.co.uk fresha.com booksy.com vagaro.com styleseat.com mindbodyonline.com schedulista.com calendly.com setmore.com doctolib.de doctolib.fr jameda.de zocdoc.com
    gelbeseiten.de dasoertliche.de 11880.com golocal.de meinestadt.de cylex.de herold.at local.ch search.ch pagesjaunes.fr paginasamarillas.es paginegialle.it goudengids.nl yellowpages.com
    yell.com thomsonlocal.com checkatrade.com angi.com homeadvisor.com thumbtack.com houzz.com houzz.de bbb.org manta.com foursquare.com mapquest.com nextdoor.com zillow.com realtor.com
    trustpilot.com provenexpert.com myhammer.de kleinanzeigen.de mobile.de autoscout24.de immobilienscout24.de wikipedia.org issuu.com docs.google.com sites.google.com
    mailchi.mp hubspotpagebuilder.com typeform.com jotform.com my.site.com force.com ecwid.com bigcartel.com storenvy.com dudaone.com multiscreensite.com ueniweb.com hub.biz
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }
}
