/// A country by its ISO 3166-1 code, with its names and how telephone numbers start there.
public struct Country: Hashable, Sendable {
  /// Two upper-case letters.
  public let code: String
  /// The English name.
  public let name: String
  /// The digits of the international prefix, without plus.
  public let dialCode: String
  /// What stands before a number inside the country and goes abroad; empty where there is none.
  public let trunkPrefix: String

  /// The country of an ISO code (two or three letters where unambiguous), an English or a native name, or a usual short form; nil where unknown.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 100, let found = Self.byName[Folding.text(text)] else { return nil }
    self = found
  }

  private init(code: String, name: String, dialCode: String, trunkPrefix: String) {
    (self.code, self.name, self.dialCode, self.trunkPrefix) = (code, name, dialCode, trunkPrefix)
  }

  /// Every country of the table, by code.
  public static let all: [Country] = rows.map(\.country)

  private static let byName: [String: Country] = {
    var out: [String: Country] = [:]
    for row in rows {
      for name in [row.country.code, row.country.name] + row.names { out[Folding.text(name)] = row.country }
    }
    return out
  }()

  private static let rows: [(country: Country, names: [String])] = CountryTable.rows.split(separator: "\n").compactMap { row in
    let parts = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4 else { return nil }
    let country = Country(code: parts[0], name: parts[3], dialCode: parts[1], trunkPrefix: parts[2])
    return (country, Array(parts.dropFirst(4)))
  }
}

/// The rows behind `Country`: code, dial code, trunk prefix, English name, other names.
private enum CountryTable {
  static let rows = """
    AD|376||Andorra
    AE|971|0|United Arab Emirates|UAE|Emirates|الإمارات|Dubai|Vereinigte Arabische Emirate|Émirats arabes unis
    AF|93|0|Afghanistan
    AG|1268|1|Antigua and Barbuda
    AL|355|0|Albania|Shqipëria|Albanien
    AM|374|0|Armenia|Հայաստան|Armenien
    AO|244||Angola
    AR|54|0|Argentina|Argentinien|ARG
    AT|43|0|Austria|Österreich|Oesterreich|Autriche|AUT
    AU|61|0|Australia|Australien|Australie|AUS
    AZ|994|0|Azerbaijan|Azərbaycan
    BA|387|0|Bosnia and Herzegovina|Bosna i Hercegovina|Bosnien und Herzegowina|Bosnia
    BB|1246|1|Barbados
    BD|880|0|Bangladesh
    BE|32|0|Belgium|België|Belgique|Belgien|Bélgica|Belgio|BEL
    BF|226||Burkina Faso
    BG|359|0|Bulgaria|България|Bulgarien|BGR
    BH|973||Bahrain
    BJ|229||Benin|Bénin
    BM|1441|1|Bermuda
    BN|673||Brunei
    BO|591|0|Bolivia|Bolivien
    BR|55|0|Brazil|Brasil|Brasilien|Brésil|BRA
    BS|1242|1|Bahamas|The Bahamas
    BW|267||Botswana
    BY|375|8|Belarus|Беларусь|Weißrussland
    BZ|501||Belize
    CA|1|1|Canada|Kanada|CAN
    CD|243|0|Democratic Republic of the Congo|DR Congo|DRC
    CG|242||Congo|Republic of the Congo
    CH|41|0|Switzerland|Schweiz|Suisse|Svizzera|Suiza|Zwitserland|CHE|Die Schweiz
    CI|225||Ivory Coast|Côte d'Ivoire
    CL|56||Chile|CHL
    CM|237||Cameroon|Cameroun
    CN|86|0|China|中国|中國|PRC|People's Republic of China|CHN
    CO|57||Colombia|Kolumbien|COL
    CR|506||Costa Rica
    CU|53|0|Cuba|Kuba
    CV|238||Cape Verde|Cabo Verde
    CY|357||Cyprus|Κύπρος|Zypern|Chypre|CYP
    CZ|420||Czechia|Czech Republic|Česko|Česká republika|Tschechien|Tschechische Republik|CZE
    DE|49|0|Germany|Deutschland|Allemagne|Alemania|Alemanha|Germania|Duitsland|Niemcy|DEU|GER|BRD|Federal Republic of Germany
    DK|45||Denmark|Danmark|Dänemark|Danemark|DNK
    DM|1767|1|Dominica
    DO|1809|1|Dominican Republic|República Dominicana
    DZ|213|0|Algeria|Algérie|الجزائر
    EC|593|0|Ecuador
    EE|372||Estonia|Eesti|Estland|EST
    EG|20|0|Egypt|مصر|Ägypten|Égypte
    ES|34||Spain|España|Spanien|Espagne|Espanha|Spagna|Spanje|ESP
    ET|251|0|Ethiopia
    FI|358|0|Finland|Suomi|Finnland|Finlande|FIN
    FJ|679||Fiji
    FR|33|0|France|Frankreich|Francia|França|Frankrijk|FRA
    GB|44|0|United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|U.K.|Vereinigtes Königreich|Großbritannien|Royaume-Uni|Reino Unido|Regno Unito|Verenigd Koninkrijk|GBR
    GE|995|0|Georgia|საქართველო
    GG|44|0|Guernsey
    GH|233|0|Ghana
    GI|350||Gibraltar
    GL|299||Greenland|Grønland
    GM|220||Gambia|The Gambia
    GN|224||Guinea
    GP|590|0|Guadeloupe
    GR|30||Greece|Ελλάδα|Hellas|Griechenland|Grèce|Grecia|GRC
    GT|502||Guatemala
    GY|592||Guyana
    HK|852||Hong Kong|香港|Hongkong|HKG
    HN|504||Honduras
    HR|385|0|Croatia|Hrvatska|Kroatien|Croatie|HRV
    HT|509||Haiti|Haïti
    HU|36|06|Hungary|Magyarország|Ungarn|Hongrie|HUN
    ID|62|0|Indonesia|Indonesien|IDN
    IE|353|0|Ireland|Éire|Irland|Irlande|Republic of Ireland|IRL
    IL|972|0|Israel|ישראל|ISR
    IM|44|0|Isle of Man
    IN|91|0|India|भारत|Indien|Inde|IND
    IQ|964|0|Iraq|العراق
    IR|98|0|Iran|ایران
    IS|354||Iceland|Ísland|Island
    IT|39||Italy|Italia|Italien|Italie|Itália|Italië|ITA
    JE|44|0|Jersey
    JM|1876|1|Jamaica
    JO|962|0|Jordan|الأردن
    JP|81|0|Japan|日本|Nippon|Japon|JPN
    KE|254|0|Kenya|Kenia
    KG|996|0|Kyrgyzstan
    KH|855|0|Cambodia
    KR|82|0|South Korea|대한민국|한국|Korea|Republic of Korea|Südkorea|KOR
    KW|965||Kuwait|الكويت
    KY|1345|1|Cayman Islands
    KZ|7|8|Kazakhstan|Қазақстан|Kasachstan
    LA|856|0|Laos
    LB|961|0|Lebanon|لبنان|Libanon|Liban
    LC|1758|1|Saint Lucia|St. Lucia
    LI|423||Liechtenstein
    LK|94|0|Sri Lanka
    LT|370|0|Lithuania|Lietuva|Litauen|LTU
    LU|352||Luxembourg|Luxemburg|Lëtzebuerg|LUX
    LV|371||Latvia|Latvija|Lettland|LVA
    LY|218|0|Libya
    MA|212|0|Morocco|Maroc|المغرب|Marokko
    MC|377||Monaco
    MD|373|0|Moldova|Moldawien
    ME|382|0|Montenegro|Crna Gora
    MG|261||Madagascar
    MK|389|0|North Macedonia|Северна Македонија|Macedonia|Nordmazedonien
    ML|223||Mali
    MM|95|0|Myanmar|Burma
    MN|976|0|Mongolia
    MO|853||Macau|Macao|澳門
    MQ|596|0|Martinique
    MT|356||Malta
    MU|230||Mauritius|Maurice
    MV|960||Maldives
    MX|52||Mexico|México|Mexiko|Mexique|MEX
    MY|60|0|Malaysia|MYS
    MZ|258||Mozambique|Moçambique
    NA|264|0|Namibia
    NC|687||New Caledonia
    NG|234|0|Nigeria
    NI|505||Nicaragua
    NL|31|0|Netherlands|The Netherlands|Nederland|Niederlande|Pays-Bas|Países Bajos|Paesi Bassi|Holland|Países Baixos|NLD|Die Niederlande
    NO|47||Norway|Norge|Noreg|Norwegen|Norvège|NOR
    NP|977|0|Nepal
    NZ|64|0|New Zealand|Aotearoa|Neuseeland|NZL
    OM|968||Oman
    PA|507||Panama|Panamá
    PE|51|0|Peru|Perú
    PF|689||French Polynesia
    PG|675||Papua New Guinea
    PH|63|0|Philippines|Pilipinas|Philippinen|PHL
    PK|92|0|Pakistan|PAK
    PL|48||Poland|Polska|Polen|Pologne|Polonia|POL
    PR|1787|1|Puerto Rico
    PS|970|0|Palestine
    PT|351||Portugal|PRT
    PY|595|0|Paraguay
    QA|974||Qatar|قطر|Katar
    RE|262|0|Réunion|La Réunion
    RO|40|0|Romania|România|Rumänien|Roumanie|ROU
    RS|381|0|Serbia|Србија|Srbija|Serbien|Serbie|SRB
    RU|7|8|Russia|Россия|Russian Federation|Russland|Russie|RUS
    RW|250||Rwanda
    SA|966|0|Saudi Arabia|السعودية|KSA|Saudi-Arabien|SAU
    SC|248||Seychelles
    SD|249|0|Sudan
    SE|46|0|Sweden|Sverige|Schweden|Suède|Suecia|SWE
    SG|65||Singapore|Singapur|SGP
    SI|386|0|Slovenia|Slovenija|Slowenien|SVN
    SK|421|0|Slovakia|Slovensko|Slowakei|Slovaquie|SVK
    SM|378||San Marino
    SN|221||Senegal|Sénégal
    SO|252||Somalia
    SR|597||Suriname
    SV|503||El Salvador
    SY|963|0|Syria
    TG|228||Togo
    TH|66|0|Thailand|ไทย|ประเทศไทย|THA
    TJ|992||Tajikistan
    TM|993|8|Turkmenistan
    TN|216||Tunisia|Tunisie|تونس|Tunesien
    TR|90|0|Turkey|Türkiye|Türkei|Turquie|TUR
    TT|1868|1|Trinidad and Tobago
    TW|886|0|Taiwan|台灣|臺灣|TWN
    TZ|255|0|Tanzania
    UA|380|0|Ukraine|Україна|UKR
    UG|256|0|Uganda
    US|1|1|United States|USA|United States of America|U.S.|U.S.A.|America|Vereinigte Staaten|Vereinigte Staaten von Amerika|États-Unis|Estados Unidos|Stati Uniti|Verenigde Staten|EEUU|EE. UU.
    UY|598|0|Uruguay
    UZ|998||Uzbekistan|Oʻzbekiston
    VA|39||Vatican City
    VC|1784|1|Saint Vincent and the Grenadines
    VE|58|0|Venezuela
    VN|84|0|Vietnam|Việt Nam|Viet Nam|VNM
    XK|383|0|Kosovo
    YE|967|0|Yemen
    ZA|27|0|South Africa|Südafrika|Afrique du Sud|ZAF|RSA
    ZM|260|0|Zambia
    ZW|263|0|Zimbabwe
    """
}
