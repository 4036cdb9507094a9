extension HeaderWords {
  /// Rows of further languages as people write them, folded when the index is made: Polish, Czech, Slovak, Hungarian, Romanian, Croatian,
  /// Swedish, Danish, Norwegian, Finnish, Turkish, Russian, Ukrainian, Greek, Japanese, Chinese (both scripts), Korean.
  // long: a table
  static let more: [(field: ColumnField.Known, headers: String)] = [
    (
      .businessName,
      """
      nazwa firmy,firma nazwa,nazwa przedsiębiorstwa,nazwa podmiotu,przedsiębiorstwo,nazwa,název firmy,název společnosti,společnost,obchodní jméno,obchodní firma,název,podnik,názov firmy,názov spoločnosti,spoločnosť,názov,
      cégnév,cég neve,cég,vállalkozás,nume firmă,nume companie,denumire,denumire firmă,firmă,companie,naziv tvrtke,tvrtka,naziv,poduzeće,
      företag,företagsnamn,bolag,bolagsnamn,firmanamn,verksamhet,organisationsnamn,firmanavn,virksomhed,virksomhedsnavn,selskab,selskabsnavn,bedrift,bedriftsnavn,selskap,selskapsnavn,foretak,foretaksnavn,virksomhet,
      yritys,yrityksen nimi,yritysnimi,toiminimi,yhtiö,şirket,şirket adı,şirket ismi,firma adı,firma ismi,işletme,işletme adı,unvan,ünvan,ticari unvan,firma ünvanı,firma unvanı,kurum,kuruluş,
      компания,название компании,название организации,название фирмы,наименование,наименование организации,наименование компании,организация,предприятие,фирма,название,юридическое лицо,назва компанії,компанія,назва,
      επωνυμία,επωνυμία επιχείρησης,επιχείρηση,εταιρεία,εταιρία,όνομα εταιρείας,όνομα επιχείρησης,
      会社名,会社,企業名,法人名,店舗名,店名,屋号,事業所名,社名,団体名,施設名,商号,公司名称,公司,公司名,企业名称,企业,商家名称,商户名称,店铺名称,单位名称,单位,机构名称,名称,商家,公司名稱,企業名稱,商家名稱,店家名稱,單位,名稱,회사명,회사,업체명,상호,상호명,기업명,사업체명
      """
    ),
    (
      .category,
      """
      branża,kategoria,rodzaj działalności,typ działalności,obor,kategorie,odvětví,odbor,kategória,iparág,kategória,domeniu,categorie,djelatnost,kategorija,bransch,kategori,näringsgren,branche,bransje,toimiala,ala,kategoria,sektör,kategori,faaliyet alanı,
      категория,отрасль,сфера деятельности,вид деятельности,рубрика,категорія,галузь,κατηγορία,κλάδος,δραστηριότητα,業種,カテゴリ,カテゴリー,ジャンル,业务类型,行业,类别,分类,类型,產業,行業,類別,분류,업종,카테고리
      """
    ),
    (
      .address,
      """
      adres,ulica,ulica i numer,adres pocztowy,adresa,adresa sídla,ulice,ulice a číslo,sídlo,ulica a číslo,cím,utca,utca házszám,adresă,strada,stradă,ulica i broj,adress,gatuadress,postadress,besöksadress,gata,gade,vejnavn,gateadresse,gate,besøksadresse,postadresse,
      osoite,katuosoite,postiosoite,lähiosoite,adres,açık adres,cadde,sokak,адрес,улица,почтовый адрес,юридический адрес,адреса,вулиця,διεύθυνση,οδός,ταχυδρομική διεύθυνση,住所,所在地,番地,町名番地,町名,地址,详细地址,公司地址,联系地址,街道,详细位置,注册地址,詳細地址,聯絡地址,vej,주소,도로명주소,상세주소
      """
    ),
    (
      .city,
      """
      miasto,miejscowość,město,obec,mesto,obec mesto,város,település,helység,oraș,localitate,grad,mjesto,stad,ort,postort,by,bynavn,poststed,sted,kommune,kaupunki,postitoimipaikka,kunta,paikkakunta,şehir,il,ilçe,
      город,населенный пункт,населённый пункт,місто,населений пункт,πόλη,δήμος,市区町村,市町村,市,都市,城市,所在城市,所属城市,市区,縣市,城市名,도시,시군구,시
      """
    ),
    (
      .stateRegion,
      "województwo,wojewodztwo,powiat,kraj,okres,kraj region,megye,județ,regija,županija,län,landskap,region,fylke,maakunta,lääni,bölge,eyalet,область,регион,край,район,νομός,περιφέρεια,都道府県,県,省,省份,所在省份,所属省份,州省,prov,지역,도,시도"
    ),
    (
      .postalCode,
      "kod pocztowy,kod,psč,poštovní směrovací číslo,poštové smerovacie číslo,irányítószám,cod poștal,poštanski broj,postnummer,postnr,postinumero,posta kodu,индекс,почтовый индекс,поштовий індекс,ταχυδρομικός κώδικας,τκ,τ κ,郵便番号,〒,邮编,邮政编码,郵遞區號,우편번호"
    ),
    (
      .country,
      "kraj,państwo,země,stát,krajina,štát,ország,țara,țară,država,land,landskod,maa,ülke,страна,країна,χώρα,国,国名,国家,国家地区,國家,국가,나라"
    ),
    (
      .timeZone,
      "strefa czasowa,časové pásmo,časová zóna,időzóna,fus orar,tidszon,tidszone,tidssone,aikavyöhyke,saat dilimi,часовой пояс,ζώνη ώρας,タイムゾーン,时区,時區"
    ),
    (
      .latitude,
      "szerokość geograficzna,zeměpisná šířka,szélességi fok,latitudine,breddgrad,latitud,breddegrad,leveysaste,enlem,широта,γεωγραφικό πλάτος,緯度,纬度,위도"
    ),
    (
      .longitude,
      "długość geograficzna,zeměpisná délka,hosszúsági fok,longitudine,längdgrad,longitud,længdegrad,lengdegrad,pituusaste,boylam,долгота,довгота,γεωγραφικό μήκος,経度,经度,經度,경도"
    ),
    (
      .mapsURL,
      "link do map google,link do mapy,odkaz na mapu,térkép link,link hartă,kartlänk,kort link,kartlenke,karttalinkki,harita bağlantısı,harita linki,ссылка на карту,google карты,σύνδεσμος χάρτη,地図url,地図リンク,googleマップ,地图链接,地圖連結,지도 링크"
    ),
    (
      .website,
      """
      strona www,strona internetowa,adres www,witryna,strona,webové stránky,web stránka,webová stránka,stránky,internetové stránky,weboldal,honlap,web stranica,web stranica url,pagină web,site web,webbplats,hemsida,webbadress,webbsida,hjemmeside,websted,nettside,nettsted,hjemmeside url,
      verkkosivusto,kotisivut,kotisivu,www sivut,verkkosivu,www osoite,web sitesi,internet sitesi,site,web adresi,сайт,веб сайт,вебсайт,адрес сайта,интернет сайт,ιστοσελίδα,ιστότοπος,ιστοσελιδα,ウェブサイト,webサイト,ホームページ,サイト,サイトurl,hp,网站,网址,官网,公司网站,主页,網站,網址,官網,웹사이트,홈페이지,사이트
      """
    ),
    (
      .contactName,
      """
      osoba kontaktowa,kontakt,imię i nazwisko,osoba do kontaktu,właściciel,kontaktní osoba,jméno a příjmení,majitel,kontaktná osoba,meno a priezvisko,kapcsolattartó,kapcsolattartó neve,teljes név,persoană de contact,nume complet,kontakt osoba,ime i prezime,
      kontaktperson,kontakt,kontaktnamn,fullständigt namn,ägare,namn på kontaktperson,kontaktnavn,fulde navn,fullt navn,ejer,eier,yhteyshenkilö,koko nimi,omistaja,yhteyshenkilön nimi,yetkili,yetkili kişi,ilgili kişi,ad soyad,adı soyadı,isim soyisim,ad soyadı,iletişim kişisi,sahibi,
      контакт,контактное лицо,фио,ф и о,ф и о контактного лица,имя и фамилия,директор,владелец,руководитель,контактна особа,піб,υπεύθυνος,υπεύθυνος επικοινωνίας,πρόσωπο επικοινωνίας,ονοματεπώνυμο,
      担当者,担当者名,担当,氏名,お名前,代表者,代表者名,ご担当者,ご担当者名,連絡先,联系人,联系人姓名,姓名,负责人,法人代表,法定代表人,聯絡人,聯絡人姓名,負責人,담당자,담당자명,성명,대표자,대표자명
      """
    ),
    (
      .firstName,
      "imię,jméno,křestní jméno,meno,krstné meno,keresztnév,utónév,prenume,ime,förnamn,fornavn,etunimi,ad,adı,isim,имя,ім я,ім’я,имя контакта,όνομα,名,名前 名,下の名前,ファーストネーム,名字"
    ),
    (
      .lastName,
      "nazwisko,příjmení,priezvisko,vezetéknév,családnév,nume de familie,prezime,efternamn,efternavn,etternavn,sukunimi,soyad,soyadı,soyisim,фамилия,прізвище,επώνυμο,επίθετο,姓,名字 姓,苗字,ラストネーム,姓氏,성"
    ),
    (
      .email,
      """
      adres e mail,adres email,poczta elektroniczna,e mailová adresa,emailová adresa,elektronická pošta,e mail cím,e mail címe,email cím,adresă de email,e mail adresa,email adresa,e postadress,e post,epost,epostadress,mejl,mailadress,mejladress,e mailadresse,e postadresse,epostadresse,
      sähköposti,sähköpostiosoite,s posti,e posta,eposta,e posta adresi,eposta adresi,mail adresi,электронная почта,эл почта,e mail адрес,имейл,почта,адрес электронной почты,емейл,електронна пошта,пошта,ηλεκτρονικό ταχυδρομείο,ηλεκτρονική διεύθυνση,διεύθυνση email,ηλ ταχυδρομείο,διεύθυνση e mail,
      メールアドレス,メール,eメール,eメールアドレス,電子メール,mailアドレス,メアド,邮箱,电子邮箱,电子邮件,邮件,邮箱地址,邮件地址,联系邮箱,電子郵件,電子信箱,信箱,電郵,이메일,이메일 주소,이메일주소,메일
      """
    ),
    (
      .phone,
      """
      numer telefonu,nr telefonu,telefon kontaktowy,telefon komórkowy,komórka,telefonní číslo,telefonne číslo,telefónne číslo,telefón,mobilní telefon,telefonszám,mobil,mobilszám,număr de telefon,broj telefona,mobitel,telefon,telefonnummer,mobilnummer,tel nr,telefonnr,tlf,tlf nr,tlfnr,telefon nr,puhelin,puhelinnumero,matkapuhelin,puh,gsm,
      telefon numarası,telefon no,cep telefonu,cep,gsm no,телефон,номер телефона,тел,мобильный,мобильный телефон,контактный телефон,номер телефону,мобільний,τηλέφωνο,αριθμός τηλεφώνου,κινητό,κινητό τηλέφωνο,σταθερό τηλέφωνο,電話番号,電話,携帯電話,携帯番号,携帯,tel番号,連絡先電話番号,代表電話,
      电话,电话号码,联系电话,手机,手机号,手机号码,联系方式,座机,電話號碼,聯絡電話,手機,手機號碼,行動電話,전화,전화번호,연락처,휴대폰,휴대폰번호,휴대전화
      """
    ),
    (
      .pageURL,
      "strona kontaktowa,kontaktní stránka,kontaktsida,kontaktside,yhteydenottosivu,iletişim sayfası,страница контактов,σελίδα επικοινωνίας,お問い合わせ,お問い合わせページ,联系页面"
    ),
    (
      .notes,
      """
      uwagi,notatki,notatka,opis,komentarz,poznámka,poznámky,popis,komentář,megjegyzés,leírás,observații,note,napomena,bilješke,anteckning,anteckningar,kommentar,beskrivning,noteringar,bemærkning,bemærkninger,note,noter,beskrivelse,merknad,merknader,notater,muistiinpanot,huomautus,huomautukset,kommentti,lisätiedot,kuvaus,
      not,notlar,açıklama,açıklamalar,примечание,примечания,комментарий,комментарии,заметки,описание,примітка,примітки,σημείωση,σημειώσεις,σχόλια,παρατηρήσεις,περιγραφή,備考,メモ,コメント,摘要,备注,说明,注释,備註,說明,비고,메모
      """
    ),
    (
      .tags,
      "tagi,etykiety,štítky,címkék,etichete,oznake,taggar,etiketter,emneord,tunnisteet,etiketler,теги,метки,ετικέτες,タグ,标签,標籤,태그"
    ),
    (.source, "źródło,zdroj,forrás,sursă,izvor,källa,kilde,lähde,kaynak,источник,джерело,πηγή,情報源,来源,來源,출처"),
  ]
}
