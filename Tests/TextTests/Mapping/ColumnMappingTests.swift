import Testing

@testable import Text

@Suite struct ColumnMappingTests {
  @Test func `nested records are mapped by the last part of their columns`() {
    let headers = [
      "name", "address.city", "address.postcode", "contact.details.email", "meta.name", "props.phone", "owner.address.city",
      "St.Gallen",
    ]
    let guesses = ColumnMapping.guess(
      headers: headers, samples: [["A", "Bremen", "28195", "a@b.de", "x", "+49421123", "Kiel", "y"]])
    let fields = guesses.map { guess -> String in if case .known(let field) = guess.field { field.rawValue } else { "" } }
    #expect(fields == ["business_name", "city", "postal_code", "email", "", "phone", "", ""], "\(guesses.map(\.field))")
  }

  private func fields(_ headers: String, _ samples: [[String]] = []) -> String {
    ColumnMapping.guess(headers: headers.split(separator: ",", omittingEmptySubsequences: false).map(String.init), samples: samples)
      .map(\.field.name)
      .joined(separator: ",")
  }

  // long: a table of cases
  @Test func `headers of programs and people are understood`() {
    let rows: [(String, String)] = [
      ("Business Name,Email,Website", "business_name,email,website"),
      (
        "Firma,Straße,PLZ,Ort,Telefon,E-Mail,Webseite,Ansprechpartner",
        "business_name,address,postal_code,city,phone,email,website,contact_name"
      ),
      (
        "Entreprise,Prénom,Nom,Adresse,Code postal,Ville,Téléphone,Courriel,Site web",
        "business_name,first_name,last_name,address,postal_code,city,phone,email,website"
      ),
      (
        "Empresa,Nombre,Apellidos,Dirección,Código postal,Ciudad,País,Teléfono,Correo electrónico",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email"
      ),
      (
        "Azienda,Nome,Cognome,Indirizzo,CAP,Città,Provincia,Telefono,Sito web",
        "business_name,first_name,last_name,address,postal_code,city,state_region,phone,website"
      ),
      (
        "Empresa,Nome,Sobrenome,Endereço,CEP,Cidade,Estado,Telefone,E-mail",
        "business_name,first_name,last_name,address,postal_code,city,state_region,phone,email"
      ),
      (
        "Bedrijfsnaam,Voornaam,Achternaam,Adres,Postcode,Plaats,Telefoonnummer,E-mailadres",
        "business_name,first_name,last_name,address,postal_code,city,phone,email"
      ),
      (
        "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Work Direct Phone,Industry,Website,Person Linkedin Url,City,State,Country",
        "first_name,last_name,custom.title,business_name,custom.company_name_for_emails,email,custom.email_status,phone,category,website,custom.person_linkedin_url,city,state_region,country"
      ),
      (
        "Record ID,Company name,Company Domain Name,Phone Number,City,State/Region,Country/Region,Industry,Company owner",
        "custom.record_id,business_name,website,phone,city,state_region,country,category,custom.company_owner"
      ),
      (
        "name,site,subtypes,category,phone,full_address,street,city,postal_code,us_state,country,country_code,latitude,longitude,time_zone,place_id,location_link,email_1,phone_1,phone_2",
        "business_name,website,custom.subtypes,category,phone,custom.full_address,address,city,postal_code,state_region,country,custom.country_code,latitude,longitude,time_zone,custom.place_id,maps_url,email,custom.phone_1,custom.phone_2"
      ),
      (
        "title,totalScore,street,city,state,countryCode,website,phone,categoryName,location/lat,location/lng",
        "business_name,custom.total_score,address,city,state_region,country,website,phone,category,latitude,longitude"
      ),
      (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        "first_name,last_name,website,email,business_name,custom.position,custom.connected_on"
      ),
      (
        "Nazwa firmy,Imię,Nazwisko,Ulica,Kod pocztowy,Miasto,Województwo,Telefon,Adres e-mail,Strona www,Uwagi",
        "business_name,first_name,last_name,address,postal_code,city,state_region,phone,email,website,notes"
      ),
      (
        "Název firmy,Jméno,Příjmení,Ulice,PSČ,Město,Země,Telefonní číslo,E-mail,Webové stránky,Poznámka",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,notes"
      ),
      (
        "Företag,Förnamn,Efternamn,Gatuadress,Postnummer,Ort,Land,Telefonnummer,E-postadress,Hemsida,Bransch",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,category"
      ),
      (
        "Firmanavn,Fornavn,Efternavn,Adresse,Postnr.,By,Land,Tlf.,E-mailadresse,Hjemmeside,Bemærkninger",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,notes"
      ),
      (
        "Bedrift,Fornavn,Etternavn,Gateadresse,Postnummer,Poststed,Land,Mobil,E-post,Nettside,Merknad",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,notes"
      ),
      (
        "Yritys,Etunimi,Sukunimi,Katuosoite,Postinumero,Kaupunki,Maa,Puhelinnumero,Sähköposti,Kotisivut,Toimiala",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,category"
      ),
      (
        "Şirket Adı,Ad,Soyad,Adres,Posta Kodu,Şehir,Ülke,Telefon Numarası,E-posta,Web Sitesi,Açıklama,Sektör",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,notes,category"
      ),
      (
        "Название компании,Имя,Фамилия,Адрес,Индекс,Город,Область,Страна,Телефон,Эл. почта,Сайт,Примечание",
        "business_name,first_name,last_name,address,postal_code,city,state_region,country,phone,email,website,notes"
      ),
      (
        "ΕΠΩΝΥΜΙΑ,Όνομα,Επώνυμο,Διεύθυνση,Τ.Κ.,Πόλη,Χώρα,Τηλέφωνο,Ηλεκτρονική διεύθυνση,Ιστοσελίδα,Σημειώσεις",
        "business_name,first_name,last_name,address,postal_code,city,country,phone,email,website,notes"
      ),
      (
        "会社名,担当者名,郵便番号,都道府県,市区町村,住所,電話番号,メールアドレス,ホームページ,備考",
        "business_name,contact_name,postal_code,state_region,city,address,phone,email,website,notes"
      ),
      (
        "公司名称,联系人,邮编,省份,城市,详细地址,联系电话,电子邮箱,网址,备注,行业",
        "business_name,contact_name,postal_code,state_region,city,address,phone,email,website,notes,category"
      ),
      ("名称,电话,地址", "business_name,phone,address"), ("Název,Telefon", "business_name,phone"),
      ("Имя,Телефон,Компания", "contact_name,phone,business_name"), ("ФИО,Организация,E-mail", "contact_name,business_name,email"),
      (
        "Organization Name,First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Address 1 - City,Website 1 - Value",
        "business_name,first_name,last_name,email,phone,address,city,website"
      ),
      (
        "Vorname,Nachname,Firma,Straße geschäftlich,Ort geschäftlich,Postleitzahl geschäftlich,Telefon geschäftlich,E-Mail-Adresse",
        "first_name,last_name,business_name,address,city,postal_code,phone,email"
      ),
      (
        "Person - Name,Person - Email - Work,Person - Phone - Work,Organization - Name,Organization - Address",
        "contact_name,email,phone,business_name,address"
      ),
      ("Given Name,Family Name,Organization 1 - Name,E-mail 1 - Value", "first_name,last_name,business_name,email"),
      ("企业名称,法定代表人,所属省份,所属城市,注册地址", "business_name,contact_name,state_region,city,address"),
      ("Name,Firma", "contact_name,business_name"), ("Name,E-Mail", "business_name,email"),
      ("phone,phone,Foo,,Foo", "phone,custom.phone_2,custom.foo,custom.column_4,custom.foo_2"),
      ("companyName,emailAddress", "business_name,email"),
      ("Domain Authority,Notes,Tags,Source,Confidence", "domain_authority,notes,tags,source,confidence"),
    ]
    for (headers, expected) in rows { #expect(fields(headers) == expected, "\(headers)") }
  }

  @Test func `the content corrects and completes the headers`() {
    let rows: [(String, [[String]], String)] = [
      (
        "title,url",
        [["Bäckerei A", "https://www.google.com/maps/place/A/data=!1s0x1:0x2"], ["B", "https://maps.google.com/?cid=5"]],
        "business_name,maps_url"
      ),
      (
        "First Name,URL", [["A", "https://www.linkedin.com/in/a"], ["B", "https://www.linkedin.com/in/b"]], "first_name,custom.url"
      ),
      (
        "qBF1Pd,hfpxzc href,x1,x2",
        [
          ["Pizza A", "https://www.google.com/maps/place/A", "+49 30 123456", "a@x.de"],
          ["Pizza B", "https://www.google.com/maps/place/B", "+49 30 123457", "b@x.de"],
        ],
        "business_name,maps_url,phone,email"
      ),
      ("Firma,Kontakt", [["A", "a@x.de"], ["B", "b@x.de"]], "business_name,email"),
      ("Firma,Mail", [["A", "ja"], ["B", "nein"], ["C", "ja"]], "business_name,custom.mail"),
      (
        "Company,Phone,Mobile", [["A", "", "+49 170 1234567"], ["B", "", "+49 170 1234568"]], "business_name,custom.phone,phone"
      ),
    ]
    for (headers, samples, expected) in rows { #expect(fields(headers, samples) == expected, "\(headers)") }
    let guess = ColumnMapping.guess(headers: ["x"], samples: [["a@x.de"]])
    #expect(guess.first?.confidence ?? 1 < 0.6 && guess.first?.reason.isEmpty == false)
  }

  @Test func `the header is found below a note`() {
    let note = [
      ["Notes:"], ["When exporting your data, you may notice that some addresses are missing."],
      ["First Name", "Last Name", "Company"], ["A", "B", "C"],
    ]
    #expect(ColumnMapping.headerRow(of: note) == 2)
    #expect(ColumnMapping.headerRow(of: [["Firma", "Ort"], ["A", "B"]]) == 0)
    #expect(ColumnMapping.headerRow(of: [["Müller", "a@x.de"], ["Meier", "b@x.de"]]) == nil)
    #expect(ColumnMapping.headerRow(of: [["Alpha", "Beta"], ["1", "2"]]) == 0)
    #expect(ColumnMapping.headerRow(of: []) == nil)
  }

  @Test func `names of fields go both ways`() {
    for field in ColumnField.Known.allCases { #expect(ColumnField(name: field.rawValue) == .known(field)) }
    #expect(ColumnField(name: "custom.Öffnung")?.name == "custom.offnung")
    #expect(ColumnField(name: "state") == .known(.stateRegion))
    #expect(ColumnField(name: "nonsense") == nil)
  }
}
