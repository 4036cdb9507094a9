import Text

/// What trades are called in several languages, and how OpenStreetMap tags them (wiki.openstreetmap.org/wiki/Map_features).
enum TradeWords {
  /// The keys that make something a business, the more telling first.
  static let keys = ["shop", "craft", "office", "amenity", "healthcare", "tourism", "leisure", "sport"]

  /// A tag of OpenStreetMap.
  struct Tag: Hashable {
    let key: String
    let value: String
  }

  /// The form to compare words in: lower case, marks off letters, single blanks.
  static func folded(_ text: String) -> String { Folding.text(text).split(separator: " ").joined(separator: " ") }

  /// The tags of a trade by a folded word, singular or plural; nil where the table does not know it.
  static func tags(for word: String) -> [Tag]? {
    if let tags = table[word] { return tags }
    for ending in ["s", "es", "en", "n", "e", "i"] where word.hasSuffix(ending) && word.count > ending.count + 2 {
      if let tags = table[String(word.dropLast(ending.count))] { return tags }
    }
    if word.hasSuffix("ies") { return table[word.dropLast(3) + "y"] }
    return nil
  }

  private static let table: [String: [Tag]] = {
    var table: [String: [Tag]] = [:]
    for (tags, words) in rows {
      let tags = tags.split(separator: ",").map { tag in
        let sides = tag.split(separator: "=").map(String.init)
        return Tag(key: sides.first ?? "", value: sides.last ?? "")
      }
      for word in words.split(separator: "|") { table[folded(String(word))] = tags }
    }
    return table
  }()

  /// Tags, and the words for them: English, German, French, Spanish, Portuguese, Italian, Dutch and some more.
  private static let rows: [(String, String)] = [
    ("amenity=restaurant", "restaurant|restaurante|gaststätte|gasthaus|ristorante|restauracja|ravintola|étterem"),
    ("amenity=cafe", "cafe|café|coffee shop|kaffeehaus|cafetería|cafeteria|caffè|kahvila|kawiarnia"),
    ("amenity=bar", "bar|cocktail bar"),
    ("amenity=pub", "pub|kneipe|tavern|taberna"),
    ("amenity=fast_food", "fast food|imbiss|takeaway|snack bar|lanchonete"),
    ("amenity=ice_cream,shop=ice_cream", "ice cream|eisdiele|gelateria|heladería|sorveteria|glacier"),
    (
      "amenity=dentist,healthcare=dentist",
      "dentist|zahnarzt|zahnärztin|dentista|dentiste|tandarts|tandläkare|tannlege|tandlæge|dentysta|hammaslääkäri|стоматолог"
    ),
    ("amenity=doctors,healthcare=doctor", "doctor|arzt|ärztin|médecin|médico|medico|huisarts|lekarz"),
    ("amenity=clinic,healthcare=clinic", "clinic|klinik|clinique|clínica|clinica"),
    ("amenity=pharmacy", "pharmacy|chemist|apotheke|pharmacie|farmacia|farmácia|apotheek|apteka"),
    ("amenity=veterinary", "vet|veterinary|veterinarian|tierarzt|vétérinaire|veterinario|veterinário|dierenarts|weterynarz"),
    ("amenity=kindergarten", "kindergarten|nursery|daycare|kita|crèche|guardería|creche|asilo nido"),
    ("amenity=driving_school", "driving school|fahrschule|auto-école|autoescuela|autoescola|autoscuola|rijschool"),
    ("amenity=language_school", "language school|sprachschule|école de langue|academia de idiomas|escola de idiomas"),
    ("amenity=music_school", "music school|musikschule|école de musique|escuela de música|escola de música|scuola di musica"),
    ("amenity=school", "school|schule|école|escuela|escola|scuola"),
    ("amenity=cinema", "cinema|kino|cinéma|cine"),
    ("amenity=theatre", "theatre|theater|théâtre|teatro"),
    ("amenity=nightclub", "nightclub|club|diskothek|discothèque|discoteca|balada"),
    ("amenity=coworking_space,office=coworking", "coworking|coworking space"),
    ("amenity=events_venue", "event venue|wedding venue|veranstaltungsort|salle de fêtes|salón de eventos|espaço de eventos"),
    ("amenity=car_wash", "car wash|autowaschanlage|lavage auto|lavado de coches|lava rápido|autolavaggio"),
    ("amenity=car_rental", "car rental|autovermietung|location de voitures|alquiler de coches|aluguel de carros|autonoleggio"),
    ("amenity=bank", "bank|banque|banco|banca"),
    ("amenity=studio", "recording studio|tonstudio|studio"),
    (
      "shop=bakery",
      "bakery|bäckerei|baeckerei|bäcker|boulangerie|panadería|panaderia|padaria|panificio|bakkerij|bageri|bakeri|piekarnia|leipomo|пекарня"
    ),
    (
      "shop=pastry,shop=confectionery",
      "pastry shop|confectionery|konditorei|pâtisserie|patisserie|pastelería|confeitaria|pasticceria"
    ),
    ("shop=butcher", "butcher|metzgerei|fleischerei|metzger|boucherie|carnicería|açougue|macelleria|slagerij|slakteri"),
    (
      "shop=hairdresser",
      "hairdresser|hair salon|barber|friseur|frisör|coiffeur|peluquería|peluqueria|cabeleireiro|barbearia|parrucchiere|kapper|fryzjer|frisør"
    ),
    (
      "shop=beauty",
      "beauty salon|beauty|kosmetikstudio|kosmetik|institut de beauté|salón de belleza|salão de beleza|centro estetico|schoonheidssalon"
    ),
    ("shop=massage", "massage|massagesalon|masaje|massagem"),
    ("shop=tattoo", "tattoo|tattoo studio|tatuaje|tatuagem|tatoueur"),
    (
      "shop=florist",
      "florist|flower shop|blumenladen|blumengeschäft|florista|fleuriste|floristería|floricultura|fiorista|bloemist|kwiaciarnia"
    ),
    ("shop=optician", "optician|optiker|opticien|óptica|ottico|optyk"),
    ("shop=jewelry", "jewelry|jeweller|jewelry store|juwelier|bijouterie|bijoutier|joyería|joalheria|gioielleria"),
    (
      "shop=clothes,shop=boutique",
      "clothes|clothing store|boutique|modegeschäft|bekleidung|vêtements|tienda de ropa|loja de roupas|abbigliamento"
    ),
    ("shop=shoes", "shoe shop|shoes|schuhgeschäft|chaussures|zapatería|sapataria|calzature"),
    ("shop=books", "bookshop|book store|buchhandlung|librairie|librería|libreria|livraria|boekhandel|księgarnia"),
    (
      "shop=furniture,shop=interior_decoration",
      "furniture|furniture store|möbelhaus|möbel|meubles|muebles|móveis|mobili|meubelzaak"
    ),
    ("shop=bicycle", "bicycle shop|bike shop|fahrradladen|fahrrad|vélo|tienda de bicicletas|bicicletaria|fietsenwinkel"),
    (
      "shop=car_repair",
      "car repair|garage|mechanic|autowerkstatt|kfz-werkstatt|garage automobile|taller mecánico|oficina mecânica|officina|autogarage"
    ),
    ("shop=car", "car dealer|autohaus|concessionnaire|concesionario|concessionária|concessionaria"),
    ("shop=pet,shop=pet_grooming", "pet shop|pet grooming|tierhandlung|hundesalon|animalerie|tienda de mascotas"),
    ("shop=wine,shop=alcohol", "wine shop|weinhandlung|vinothek|caviste|vinoteca|enoteca"),
    ("shop=supermarket", "supermarket|supermarkt|supermarché|supermercado|supermercato"),
    ("shop=convenience", "convenience store|corner shop|kiosk|épicerie|tienda|mercearia"),
    ("shop=farm", "farm shop|hofladen|vente à la ferme"),
    ("shop=art,tourism=gallery", "gallery|art gallery|galerie|kunstgalerie|galería|galeria|galería de arte|galleria d'arte"),
    ("shop=photo,craft=photographer", "photographer|fotograf|fotografin|photographe|fotógrafo|fotografo|fotograaf|fotografi"),
    (
      "shop=travel_agency",
      "travel agency|reisebüro|agence de voyages|agencia de viajes|agência de viagens|agenzia viaggi|reisbureau"
    ),
    ("shop=electronics", "electronics|elektronik|électronique|electrónica|eletrônicos"),
    ("shop=mobile_phone", "phone shop|handyladen|téléphonie|móviles|celulares"),
    ("shop=hardware,shop=doityourself", "hardware store|baumarkt|quincaillerie|ferretería|ferragem|ferramenta"),
    ("shop=garden_centre", "garden centre|garden center|gärtnerei|gartencenter|jardinerie|centro de jardinería"),
    ("shop=gift", "gift shop|geschenkeladen|cadeaux|regalos|presentes"),
    ("shop=toys", "toy shop|spielwaren|jouets|juguetería|loja de brinquedos|giocattoli"),
    ("shop=sports", "sports shop|sportgeschäft|magasin de sport|tienda de deportes"),
    (
      "shop=tailor,craft=tailor,craft=dressmaker",
      "tailor|dressmaker|schneider|schneiderei|tailleur|couturier|sastre|alfaiate|sarto"
    ),
    ("shop=laundry,shop=dry_cleaning", "laundry|dry cleaning|reinigung|wäscherei|pressing|blanchisserie|lavandería|lavanderia"),
    ("shop=kitchen", "kitchen studio|küchenstudio|cuisiniste"),
    ("shop=funeral_directors", "funeral director|undertaker|bestatter|pompes funèbres|funeraria|funerária"),
    (
      "office=lawyer",
      "lawyer|attorney|law firm|solicitor|rechtsanwalt|anwalt|anwältin|kanzlei|avocat|abogado|advogado|avvocato|advocaat|adwokat"
    ),
    ("office=notary", "notary|notar|notaire|notario|notário|notaio"),
    (
      "office=tax_advisor",
      "tax advisor|tax consultant|steuerberater|conseiller fiscal|asesor fiscal|consultor fiscal|commercialista|belastingadviseur"
    ),
    (
      "office=accountant",
      "accountant|bookkeeper|buchhalter|comptable|expert-comptable|contador|contable|contabilidade|ragioniere|boekhouder"
    ),
    (
      "office=estate_agent,shop=estate_agent",
      "estate agent|real estate|real estate agency|realtor|immobilienmakler|makler|agence immobilière|inmobiliaria|imobiliária|agenzia immobiliare|makelaar"
    ),
    ("office=insurance", "insurance|insurance agency|versicherung|assurance|seguros|assicurazione"),
    ("office=architect", "architect|architekt|architekturbüro|architecte|arquitecto|arquiteto|architetto|architectenbureau"),
    ("office=engineer", "engineer|ingenieurbüro|bureau d'études|ingeniería|engenharia"),
    ("office=it", "it company|it service|software company|it-dienstleister|informatique|informática|software"),
    (
      "office=advertising_agency,office=marketing",
      "advertising agency|marketing agency|werbeagentur|agence de publicité|agence de communication|agencia de publicidad|agência de publicidade|agenzia pubblicitaria|reclamebureau"
    ),
    ("office=graphic_design", "graphic designer|designagentur|graphiste|diseñador gráfico|designer gráfico"),
    ("office=consulting", "consulting|consultant|unternehmensberatung|conseil|consultoría|consultoria"),
    ("office=financial_advisor,office=financial", "financial advisor|finanzberater|conseiller financier|asesor financiero"),
    ("office=employment_agency", "employment agency|recruiter|personalvermittlung|zeitarbeit|agence d'intérim|agencia de empleo"),
    ("office=association,office=ngo", "association|ngo|verein|asociación|associação"),
    ("office=company", "company|firma|unternehmen|entreprise|empresa|azienda"),
    (
      "craft=plumber",
      "plumber|klempner|installateur|sanitär|plombier|fontanero|plomero|encanador|idraulico|loodgieter|hydraulik|rörmokare"
    ),
    (
      "craft=electrician",
      "electrician|elektriker|elektroinstallateur|électricien|electricista|eletricista|elettricista|elektricien|elektryk"
    ),
    (
      "craft=carpenter,craft=joiner",
      "carpenter|joiner|tischler|schreiner|zimmerei|menuisier|charpentier|carpintero|carpinteiro|falegname|timmerman|stolarz"
    ),
    ("craft=painter", "painter|maler|malerbetrieb|peintre|pintor|imbianchino|schilder|malarz"),
    ("craft=roofer", "roofer|dachdecker|couvreur|techador|telhadista|dakdekker|dekarz"),
    (
      "craft=hvac,craft=heating_engineer",
      "hvac|heating|heizungsbau|heizung|chauffagiste|climatización|ar condicionado|termoidraulico"
    ),
    ("craft=gardener", "gardener|landscaper|gartenbau|gärtner|paysagiste|jardinier|jardinero|jardineiro|giardiniere|hovenier"),
    ("craft=tiler", "tiler|fliesenleger|carreleur|alicatador|azulejista|piastrellista"),
    ("craft=locksmith,shop=locksmith", "locksmith|schlüsseldienst|serrurier|cerrajero|chaveiro|fabbro|slotenmaker"),
    ("craft=brewery", "brewery|brauerei|brasserie|cervecería|cervejaria|birrificio|brouwerij"),
    ("craft=winery", "winery|weingut|domaine viticole|bodega|vinícola|cantina"),
    ("craft=caterer", "caterer|catering|traiteur"),
    ("craft=cleaning", "cleaning service|gebäudereinigung|nettoyage|limpieza|limpeza|pulizie|schoonmaakbedrijf"),
    ("craft=metal_construction", "metal construction|metallbau|schlosserei|métallerie|metalúrgica"),
    (
      "craft=builder,craft=construction,office=construction_company",
      "builder|construction company|bauunternehmen|entreprise de construction|constructora|construtora|impresa edile|aannemer"
    ),
    ("craft=printer,shop=copyshop", "print shop|printer|druckerei|imprimerie|imprenta|gráfica|tipografia|drukkerij"),
    ("craft=pottery", "pottery|töpferei|poterie|cerámica|cerâmica"),
    ("craft=upholsterer", "upholsterer|polsterei|tapissier|tapicero"),
    ("craft=shoemaker,shop=shoe_repair", "shoemaker|schuster|cordonnier|zapatero|sapateiro|calzolaio"),
    ("craft=watchmaker,shop=watches", "watchmaker|uhrmacher|horloger|relojero|relojoeiro|orologiaio"),
    ("craft=stonemason", "stonemason|steinmetz|marbrier|marmorista"),
    (
      "craft=photographer",
      "wedding photographer|hochzeitsfotograf|photographe de mariage|fotógrafo de casamento|fotógrafo de bodas"
    ),
    ("tourism=hotel", "hotel|hôtel|albergo"),
    (
      "tourism=guest_house,tourism=chalet",
      "guest house|bed and breakfast|b&b|pension|chambre d'hôtes|casa rural|pousada|agriturismo"
    ),
    ("tourism=hostel", "hostel|jugendherberge|auberge de jeunesse|albergue"),
    ("tourism=apartment", "holiday apartment|ferienwohnung|gîte|apartamento turístico"),
    ("tourism=camp_site", "camp site|camping|campingplatz"),
    ("tourism=museum", "museum|musée|museo|museu"),
    (
      "leisure=fitness_centre",
      "gym|fitness|fitness studio|fitnessstudio|salle de sport|gimnasio|academia|palestra|sportschool|siłownia"
    ),
    ("leisure=sports_centre", "sports centre|sportzentrum|centre sportif|centro deportivo|centro esportivo"),
    (
      "leisure=dance,amenity=dancing_school",
      "dance school|dance studio|tanzschule|école de danse|escuela de baile|escola de dança|scuola di danza"
    ),
    ("leisure=golf_course", "golf course|golf club|golfplatz"),
    ("leisure=horse_riding", "riding school|reitschule|reiterhof|centre équestre|hípica"),
    ("leisure=marina", "marina|yachthafen"),
    ("sport=yoga", "yoga|yoga studio|yogastudio"),
    ("sport=climbing", "climbing gym|kletterhalle|salle d'escalade|rocódromo"),
    (
      "healthcare=physiotherapist",
      "physiotherapist|physiotherapy|physiotherapie|physiotherapeut|kinésithérapeute|fisioterapeuta|fisioterapia|fysiotherapeut"
    ),
    (
      "healthcare=psychotherapist",
      "psychotherapist|psychologist|therapist|psychotherapeut|psychologe|psychologue|psicólogo|psicologo|psycholoog"
    ),
    ("healthcare=alternative", "naturopath|heilpraktiker|naturopathe|naturópata"),
    ("healthcare=optometrist", "optometrist|optometrista"),
    ("healthcare=podiatrist", "podiatrist|podologe|podologue|podólogo"),
    ("healthcare=midwife", "midwife|hebamme|sage-femme|matrona|ostetrica"),
    ("healthcare=speech_therapist", "speech therapist|logopäde|logopädie|orthophoniste|logopeda|fonoaudiólogo"),
  ]
}
