// sources: Sources/Templates
// The input is a byte of options and a template, rendered with a small context under small limits. It must neither trap nor take long.

/// Compiles and renders one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTemplate(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  var options = TemplateOptions()
  options.trimBlocks = first & 1 != 0
  options.lstripBlocks = first & 2 != 0
  options.autoescape = first & 4 != 0
  options.undefined = first & 8 != 0 ? .chainable : .default
  let source = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let environment = TemplateEnvironment(
    options: options, functions: LeadFunctions.functions, filters: LeadFunctions.filters,
    loader: { $0 == "a" ? source : nil })
  var limits = TemplateLimits()
  limits.steps = 20_000
  limits.outputBytes = 100_000
  limits.listItems = 2000
  let place = RecipientPlace(zone: { "Asia/Kolkata" }, language: { "de" }) { zone, seconds in
    zone == "Asia/Kolkata" ? 19_800 : zone.hasPrefix("E") ? (seconds / 15_000_000 % 2 == 0 ? 3600 : 7200) : nil
  }
  var context: [String: TemplateValue] = [
    "a": .string("Anna <b>"), "b": .int(3), "c": .list([.int(1), .string("x"), .float(2.5)]),
    "d": .dict([("k", .string("v")), ("items", .none)]), "now": .int(1_777_879_800), "zone_offset": .int(60),
  ]
  if first & 16 != 0 { context[place.entry.0] = place.entry.1 }
  if let template = try? environment.compile(source, name: "fuzz") { _ = try? template.render(context, limits: limits) }
  return 0
}
