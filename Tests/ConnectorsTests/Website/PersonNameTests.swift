import Testing

@testable import Connectors

@Suite struct PersonNameTests {
  @Test func `the person behind a site is taken only where a label says so`() {
    let rows: [(String, String?)] = [
      ("Inhaber: Max Mustermann", "Max Mustermann"), ("Geschäftsführer:\nDr. Peter von der Heide", "Peter von der Heide"),
      ("Vertreten durch: Anna-Lena Berg, Bernd Stein", "Anna-Lena Berg"), ("Geschäftsführung: Berg Web GmbH", nil),
      ("Owner: Jane Doe", "Jane Doe"),
      ("Directeur de la publication : Jean Dupont", "Jean Dupont"), ("Titular: María José García", "María José García"),
      ("Responsável: João da Silva", "João da Silva"), ("Titolare: Mario Rossi", "Mario Rossi"), ("Wir backen seit 1900", nil),
      ("Inhaber und Betreiber dieser Seite", nil), ("Verantwortlich nach § 18 MStV: Eva Klein", "Eva Klein"),
      ("Owner manual download", nil),
    ]
    for (text, expected) in rows {
      #expect(PersonName.responsible(in: text.split(separator: "\n").map(String.init)) == expected, "\(text)")
    }
  }

  @Test func `a number is taken from a line that says that it is one`() {
    let rows: [(String, String?)] = [
      ("Tel.: 0421 / 12345", "0421 / 12345"), ("Telefon +49 (0) 421 12345", "+49 (0) 421 12345"), ("Fax: 0421 12345", nil),
      ("Telefax: 0421 12345", nil),
      ("Call us on 020 7946 0018 now", "020 7946 0018"), ("Tel", nil), ("Est. 1982-2020", nil),
      ("Mobil: 0171-1234567", "0171-1234567"),
    ]
    for (text, expected) in rows { #expect(PhoneLine.number(in: text[...]) == expected, "\(text)") }
  }
}
