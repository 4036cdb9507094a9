/// The headers that programs and people write above their columns, folded; `more` has those of further languages.
enum HeaderWords {
  /// Rows of one field: the best header first, as several columns may claim one field.
  static let rows: [(field: ColumnField.Known, headers: String)] = [
    (
      .businessName,
      """
      business name,company name,company,business,name of business,organization name,organisation name,organization,organisation,account name,account,place name,store name,shop name,legal name,
      company name for emails,company or account,employer,current company,brand,nombre de la empresa,practice name,restaurant name,venue,venue name,listing name,firm,firm name,
      firma,firmenname,firmenbezeichnung,unternehmen,unternehmensname,betrieb,betriebsname,geschaft,name der firma,name des unternehmens,organisationsname,
      entreprise,nom de l entreprise,nom entreprise,nom de lentreprise,societe,nom de la societe,nom societe,raison sociale,etablissement,nom de letablissement,denomination,enseigne,
      empresa,nombre empresa,nombre comercial,razon social,compania,negocio,nombre del negocio,nome da empresa,nome empresa,nome fantasia,razao social,
      azienda,nome azienda,ragione sociale,ditta,nome dellazienda,impresa,societa,bedrijf,bedrijfsnaam,naam bedrijf,onderneming,organisatie,handelsnaam,title,display name,name
      """
    ),
    (
      .category,
      """
      category,categories,main category,primary category,category name,categoryname,business category,business type,type of business,industry,industries,sector,type,types,subtypes,niche,vertical,
      kategorie,kategorien,branche,branchen,wirtschaftszweig,gewerbe,categorie,secteur,secteur dactivite,activite,domaine dactivite,categoria,sector de actividad,actividad,rubro,giro,
      setor,ramo,ramo de atividade,segmento,settore,attivita,tipo,tipologia,branchecode,bedrijfstak,soort
      """
    ),
    (
      .address,
      """
      street address,address line 1,address1,address 1,street,street 1,mailing street,billing street,full address,address full,formatted address,complete address,address,company address,business address,location address,
      postal address,mailing address,street name,company street,addresse,adresse,strasse,str,strasse und hausnummer,strasse hausnummer,strasse nr,anschrift,postanschrift,strasse und nr,adresse complete,adresse 1,rue,adresse postale,numero et rue,voie,
      direccion,direccion completa,calle,domicilio,calle y numero,endereco,endereco completo,morada,rua,logradouro,indirizzo,indirizzo completo,via,indirizzo 1,adres,volledig adres,straat,straatnaam,straat en huisnummer
      """
    ),
    (
      .city,
      """
      city,town,city name,company city,billing city,mailing city,locality,municipality,city town,suburb,borough,stadt,ort,ortschaft,gemeinde,wohnort,ville,commune,localite,
      ciudad,poblacion,localidad,municipio,cidade,concelho,citta,comune,localita,plaats,plaatsnaam,woonplaats,stad
      """
    ),
    (
      .stateRegion,
      """
      state,state region,region,province,state province,company state,billing state,mailing state,us state,state code,county,administrative area,federal state,bundesland,kanton,
      departement,provincia,comunidad autonoma,estado,distrito,uf,regione,provincie,regio
      """
    ),
    (
      .postalCode,
      """
      postal code,postcode,post code,zip,zip code,zipcode,zip postal code,postal,company postal code,billing zip,mailing zip,plz,postleitzahl,
      code postal,cp,codigo postal,cod postal,cep,cap,codice postale,codice avviamento postale,postkode
      """
    ),
    (
      .country,
      """
      country,country name,country region,company country,billing country,mailing country,nation,country code,countrycode,iso country,land,staat,landercode,landerkurzel,pays,code pays,pais,codigo de pais,paese,nazione,stato,landcode
      """
    ),
    (.timeZone, "time zone,timezone,tz,zeitzone,fuseau horaire,zona horaria,fuso horario,fuso orario,tijdzone"),
    (
      .emailStatus,
      """
      email status,email verification,email verification status,email verification result,verification status,email validity,email validation,email validation status,email verdict,email check,email deliverability,deliverability,
      verified email status,zerobounce status,zb status,neverbounce result,neverbounce status,hunter verification status,millionverifier result,email quality,email confidence status,primary email verification status
      """
    ),
    (
      .latitude,
      "latitude,lat,gps lat,location lat,geo lat,breitengrad,geographische breite,breite,latitud,latitudine,breedtegraad,y coord"
    ),
    (
      .longitude,
      "longitude,lng,lon,long,gps lng,location lng,geo lng,langengrad,geographische lange,lange,longitud,longitudine,lengtegraad,x coord"
    ),
    (
      .mapsURL,
      """
      maps url,google maps url,google maps link,maps link,google maps,gmaps url,map url,map link,place url,location link,google url,google maps uri,googlemapsuri,gmb url,gmb link,
      google my business url,google business profile,place link,maps,listing url,karte,google maps adresse,lien google maps,enlace de google maps,link google maps,cid link
      """
    ),
    (
      .website,
      """
      website,web site,website url,company website,business website,homepage,home page,web,url,site,site url,domain,company domain,company domain name,domain name,root domain,company url,www,web address,web page,
      webseite,website adresse,internetseite,internet,internetadresse,domane,webadresse,site web,site internet,adresse web,pagina web,sitio web,sitio,pagina,web empresa,pagina na internet,
      sito,sito web,sito internet,website bedrijf,webadres
      """
    ),
    (
      .contactName,
      """
      contact name,full name,contact,contact person,person,person name,owner,owner name,decision maker,primary contact,contact full name,name of contact,lead name,customer name,authorized official,
      ansprechpartner,ansprechpartnerin,kontaktperson,kontakt,kontaktname,inhaber,inhaberin,geschaftsfuhrer,geschaftsfuhrerin,vollstandiger name,contact principal,nom du contact,nom complet,personne de contact,interlocuteur,
      dirigeant,gerant,contacto,nombre de contacto,persona de contacto,nombre completo,responsable,contato,nome do contato,nome do contacto,pessoa de contato,nome completo,responsavel,
      contatto,nome contatto,persona di contatto,referente,titolare,nome e cognome,contactpersoon,naam contactpersoon,volledige naam,eigenaar
      """
    ),
    (
      .firstName,
      """
      first name,firstname,fname,given name,givenname,forename,first,contact first name,owner first name,vorname,rufname,prenom,nombre,nombre de pila,primer nombre,primeiro nome,nome proprio,nome,voornaam,roepnaam
      """
    ),
    (
      .lastName,
      """
      last name,lastname,lname,surname,family name,familyname,last,contact last name,owner last name,nachname,familienname,zuname,nom de famille,nom,apellido,apellidos,primer apellido,sobrenome,apelido,ultimo nome,cognome,achternaam,familienaam
      """
    ),
    (
      .email,
      """
      email,e mail,email address,e mail address,emailaddress,mail,work email,business email,company email,primary email,contact email,email 1,emails,mail address,owner email,person email,personal email,public email,
      e mail adresse,emailadresse,mailadresse,e mail 1,e mail geschaftlich,email adresse,kontakt e mail,courriel,adresse e mail,adresse mail,adresse email,adresse courriel,mel,email professionnel,
      correo,correo electronico,direccion de correo,direccion de correo electronico,e mail de contacto,endereco de email,endereco de e mail,correio eletronico,email comercial,
      posta elettronica,indirizzo email,indirizzo e mail,indirizzo di posta elettronica,e mailadres,mailadres,emailadres,work e mail
      """
    ),
    (
      .phone,
      """
      phone,phone number,telephone,telephone number,tel,phone 1,work phone,business phone,company phone,main phone,corporate phone,work direct phone,office phone,contact phone,phones,primary phone,phone unformatted,
      mobile,mobile phone,mobile number,cell,cell phone,cellphone,whatsapp,whatsapp number,international phone number,formatted phone number,national phone number,
      telefon,telefonnummer,tel nr,rufnummer,festnetz,telefon geschaftlich,telefon 1,handy,handynummer,mobil,mobiltelefon,mobilnummer,numero de telephone,portable,telephone portable,telephone mobile,
      telefono,numero de telefono,movil,celular,telefono movil,telefono 1,telefone,numero de telefone,telemovel,numero di telefono,cellulare,recapito telefonico,telefoon,telefoonnummer,mobiel,mobiel nummer
      """
    ),
    (
      .pageURL,
      "page url,contact page,contact page url,contact url,contact form,contact form url,landing page,found on,source url,page,kontaktseite,kontaktformular,impressum url,page de contact,pagina de contacto,pagina contatti,contactpagina"
    ),
    (
      .pageTitle,
      "page title,website title,site title,meta title,html title,web title,seitentitel,titre de la page,titulo de la pagina,titulo da pagina,titolo pagina,paginatitel"
    ),
    (.domainAuthority, "domain authority,da,domain rating,dr,domain rank,authority score,moz da,ahrefs dr,domain score"),
    (
      .contactMethod,
      "contact method,contact type,contact channel,preferred contact method,contact via,kontaktart,kontaktweg,moyen de contact,metodo de contacto,metodo di contatto,contactmethode"
    ),
    (
      .notes,
      "notes,note,comment,comments,remark,remarks,description,memo,notiz,notizen,bemerkung,bemerkungen,anmerkung,anmerkungen,kommentar,beschreibung,remarque,remarques,commentaire,commentaires,notas,nota,comentario,comentarios,observaciones,observacoes,commenti,osservazioni,opmerking,opmerkingen,notities"
    ),
    (
      .tags,
      "tags,tag,labels,label,keywords,lists,list,segment,segments,schlagworte,schlagworter,stichworte,etiquettes,mots cles,etiquetas,etiqueta,etichette,etichetta,trefwoorden"
    ),
    (
      .source,
      "source,lead source,data source,origin,original source,quelle,herkunft,provenance,fuente,origen,fonte,origem,origine,bron,herkomst"
    ),
    (
      .confidence,
      "confidence,confidence score,email confidence,certainty,konfidenz,vertrauen,confiance,confianza,confianca,affidabilita,betrouwbaarheid"
    ),
  ]

  /// Folded header to its field and rank within the field's row, 0 being the best.
  static let index: [String: (field: ColumnField.Known, rank: Int)] = {
    var out: [String: (field: ColumnField.Known, rank: Int)] = [:]
    for row in rows {
      let words = row.headers.split { $0 == "," || $0 == "\n" }.map { InvisibleText.trimmed(String($0)) }
      for (rank, word) in words.enumerated() where !word.isEmpty && out[word] == nil { out[word] = (row.field, rank) }
      // "businessName" and "business_name" fold to different words; both are known.
      for (rank, word) in words.enumerated() {
        let joined = word.split(separator: " ").joined()
        if joined.utf8.count > 5, out[joined] == nil { out[joined] = (row.field, rank) }
      }
    }
    // What two languages use for different things stays with the first.
    for row in more {
      let words = row.headers.split { $0 == "," || $0 == "\n" }
      for (rank, text) in words.enumerated() {
        let word = HeaderName.folded(String(text))
        if !word.isEmpty, out[word] == nil { out[word] = (row.field, rank) }
      }
    }
    return out
  }()

  /// Columns of exports that look like a field and are none.
  static let never: Set<String> = [
    "place id", "google id", "cid", "kgmid", "reviews id", "email status", "email validation", "email type", "phone type",
    "phone status", "website status", "address type", "company id", "record id",
    "contact id", "account id", "lead status", "owner id", "hubspot owner", "contact owner", "account owner", "company owner",
    "deal owner", "lead owner", "email opt out", "unsubscribed from all email",
    "first phone type", "email sent", "email open", "email bounced", "do not call", "country code phone", "person linkedin url",
    "company linkedin url", "linkedin", "linkedin url", "facebook url", "twitter url",
    "facebook", "instagram", "twitter", "youtube", "tiktok", "position", "job title", "seniority", "departments", "logo", "photo",
    "owner link", "owner title", "reviews link", "booking appointment link",
    "menu link", "order links", "connected on", "salutation", "anrede", "titel", "rating", "reviews", "review count",
    "email source", "primary email source", "primary email verification source", "email domain",
    "website traffic", "website generator", "website description", "website keywords", "website has fb pixel", "street view",
    "located in", "verified", "query", "plus code", "area service",
  ]
}
