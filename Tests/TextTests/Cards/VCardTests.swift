import Testing
import Text

@Suite struct VCardTests {
  @Test func `cards of every version are read`() {
    let text = """
      BEGIN:VCARD\r\nVERSION:3.0\r\nN:Stein;Anna;;Dr.;\r\nFN:Dr. Anna Stein\r\nORG:Praxis Stein\\; Bremen;Labor\r\nEMAIL;TYPE=INTERNET:anna@praxis.example\r
      TEL;TYPE=FAX:1\r\nitem1.TEL:+49 421\r\n  12345\r\nADR;TYPE=WORK:;;Am Deich 4;Bremen;;28195;Germany\r\nNOTE:a\\nb\r\nEND:VCARD\r
      BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\nORG:M\r\nEND:VCARD\r
      BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cafe X\r\nTEL;VALUE=uri;TYPE="voice,work":tel:+1-555\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEND:VCARD
      """
    let cards = VCard.cards(in: Array(text.utf8))
    #expect(cards.map(\.name) == ["Dr. Anna Stein", "Jörg Müller", "Cafe X"])
    let first = Dictionary(cards.first?.leadFields ?? []) { first, _ in first }
    let expected = [
      "business_name": "Praxis Stein; Bremen", "contact_name": "Dr. Anna Stein", "email": "anna@praxis.example",
      "phone": "+49 421 12345", "address": "Am Deich 4",
      "city": "Bremen", "postal_code": "28195", "country": "Germany", "notes": "a\nb",
    ]
    for (field, value) in expected { #expect(first[field] == value, "\(field)") }
    #expect(cards.last?.phones == ["+1-555"] && cards.last?.leadFields.first?.1 == "Cafe X")
  }
}
