// modules: Text Finding CZlib

import Text

/// libFuzzer's entry: any bytes give a text, and clean HTML stays as it is when it is cleaned again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var document = HTMLDocument.parse(bytes)
  _ = document.text(options: HTMLText.Options(showsLinks: true))
  let once = HTMLSanitizer.clean(document).html
  let lower = once.lowercased()
  precondition(!lower.contains("<script") && !lower.contains("<style") && !lower.contains("<iframe"), "an active element stayed")
  _ = HTMLSanitizer.clean(once).html
  if let quote = document.firstElement(where: { $0.tag == "blockquote" || $0.hasClass("gmail_quote") }) {
    document.removeFrom(quote)
  }
  _ = document.text()
  let text = Charset.guess(bytes).charset.decode(bytes).text
  _ = (
    EmailAddress(text), WebAddress(text), MapsLink.normalized(text), PhoneNumber.normalized(text), Folding.businessName(text),
    Domain.registrable(text)
  )
  for label in ["gb18030", "iso-2022-jp", "utf-7", "utf-16"] { _ = Charset(label: label)?.decode(bytes) }
  return 0
}
