import Text

/// What the law of a country is known to ask of mail to businesses, as a hint and no legal advice. State: November 2026.
public enum CountryHint {
  /// A hint for a country as it is written in a lead; nil where the country is not known or we know nothing.
  public static func of(_ country: String?) -> String? {
    guard let country, let code = Country(country)?.code, let rule = rules[code] else { return nil }
    return rule + " This is a hint, not legal advice."
  }

  /// Every hint by ISO code, for the page that lists them.
  public static var all: [(code: String, name: String, text: String)] {
    Country.all.compactMap { country in rules[country.code].map { (country.code, country.name, $0) } }
  }

  private static let consent =
    "Mail to strangers needs their consent beforehand, also between businesses; cold mail is unlawful in principle. Under the GDPR say where you have the data from, and stop at the first no."
  private static let optOut =
    "Mail to companies about what concerns their work is allowed until they say no; sole traders count as persons. Under the GDPR say where you have the data from, and stop at the first no."
  private static let european =
    "Under the GDPR and the ePrivacy rules natural persons must have agreed; companies mostly may be written to until they say no. Say where you have the data from."

  private static let rules: [String: String] = {
    var rules: [String: String] = [
      "US":
        "CAN-SPAM: no misleading sender or subject, your postal address, and a way to opt out that is honoured within 10 business days.",
      "CA":
        "CASL: you need consent; a published business address may count where the mail concerns the person's role. Name yourself and your postal address; honour an opt-out within 10 business days.",
      "AU":
        "Spam Act: consent, which a published business address may imply; name yourself; honour an opt-out within 5 working days.",
      "NZ":
        "UEM Act: consent, which a published business address may imply; name yourself; honour an opt-out within 5 working days.",
      "CH":
        "Mass advertising needs consent (UWG Art. 3); single, relevant mails to businesses are usually tolerated. Name yourself and how to say no.",
      "BR":
        "LGPD: legitimate interest has to be weighed and written down; say where you have the data from, and stop at the first no.",
      "IN": "DPDP Act: personal data needs consent or another stated use; say who you are, and stop at the first no.",
      "JP": "Consent beforehand, but for business addresses that were published; name yourself and how to say no.",
    ]
    for code in ["DE", "AT", "ES", "IT", "PL"] { rules[code] = consent }
    for code in ["FR", "GB", "IE", "SE", "FI", "NL"] { rules[code] = optOut }
    for code in [
      "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "GR", "HU", "LV", "LT", "LU", "MT", "PT", "RO", "SK", "SI", "NO", "IS", "LI",
    ] {
      rules[code] = european
    }
    return rules
  }()
}
