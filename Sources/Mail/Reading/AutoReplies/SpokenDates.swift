/// The names of months and weekdays in the languages of automatic answers.
enum SpokenDates {
  /// 1 to 12, or nil where the word names no month.
  static func number(of word: String) -> Int? {
    let bare = word.filter { $0.isLetter }
    guard bare.utf8.count >= 3 else { return nil }
    return months[bare]
  }

  /// 1 for Monday to 7 for Sunday, or nil.
  static func weekday(of word: String) -> Int? { weekdays[word.filter { $0.isLetter }] }

  private static let months: [String: Int] = table(monthLists)
  private static let weekdays: [String: Int] = table(weekdayLists)

  private static func table(_ lists: [String]) -> [String: Int] {
    var all: [String: Int] = [:]
    for list in lists {
      for (index, names) in list.split(separator: " ").enumerated() {
        for name in names.split(separator: "/") where all[String(name)] == nil { all[String(name)] = index + 1 }
      }
    }
    return all
  }

  private static let monthLists = [
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec",
    "januar/jänner februar/feber märz/maerz/mrz april mai juni juli august september oktober/okt november dezember/dez",
    "janvier/janv février/fevrier/févr/fév mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/decembre/déc",
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic",
    "janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro/set outubro/out novembro dezembro",
    "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts/mars april maj/mai juni juli august september oktober november december/desember/des",
    "tammikuuta/tammikuu helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září října/říjen listopadu prosince/prosinec",
    "január/januára február/februára március/marca április/apríla május/mája június/júna július/júla augusztus/augusta szeptember/septembra október/októbra november/novembra december/decembra",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "января/январь/січня февраля/февраль/лютого марта/март/березня апреля/апрель/квітня мая/май/травня июня/июнь/червня июля/июль/липня августа/август/серпня сентября/сентябрь/вересня октября/октябрь/жовтня ноября/ноябрь/листопада декабря/декабрь/грудня",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga/studenog prosinca",
    "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "jaanuar/jaanuarini veebruar/veebruarini märts/märtsini aprill/aprillini mai/maini juuni/juunini juuli/juulini august/augustini september/septembrini oktoober/oktoobrini november/novembrini detsember/detsembrini",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "janvārim/janvārī/janvāris februārim/februārī/februāris martam/martā/marts aprīlim/aprīlī/aprīlis maijam/maijā/maijs jūnijam/jūnijā/jūnijs jūlijam/jūlijā/jūlijs augustam/augustā/augusts septembrim/septembrī/septembris oktobrim/oktobrī/oktobris novembrim/novembrī/novembris decembrim/decembrī/decembris",
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου/μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
  ]

  private static let weekdayLists = [
    "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag", "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "segunda/segundafeira terça/terçafeira quarta/quartafeira quinta/quintafeira sexta/sextafeira sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica", "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag tisdag onsdag torsdag fredag lördag söndag", "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "poniedziałek/poniedziałku wtorek środę/środa czwartek piątek sobotę niedzielę",
    "понедельник/понедельника вторник/вторника среду/среда четверг/четверга пятницу/пятница субботу воскресенье",
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日", "周一/星期一 周二/星期二 周三/星期三 周四/星期四 周五/星期五 周六/星期六 周日/星期日",
  ]
}
