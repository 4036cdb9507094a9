// swift-tools-version: 6.2
import PackageDescription

// The modules and what each may import: the table is in ARCHITECTURE.md, and scripts/check-layers keeps both the same.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The product's modules besides: regular expressions, which come with every module unasked, would be 2 MB of the program for a few searches.
let withoutRegex: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

/// In a release: small code, but for what is called for each byte. Templates and the reading of mail take some 5 % longer for it.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// A module of the product under Sources/.
func module(_ name: String, _ dependencies: [String] = [], hot: Bool = false) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: strict + withoutRegex + (hot ? [] : small))
}

/// A module map over a C library, with the few C lines that hide variadic calls and macros.
func library(_ name: String, links: [String]) -> Target {
  .target(name: name, linkerSettings: links.map { .linkedLibrary($0) })
}

/// The tests of one module, under Tests/<Module>Tests.
func tests(_ name: String, _ dependencies: [String] = [], _ settings: [SwiftSetting] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ([name] + dependencies).map { .byName(name: $0) },
    exclude: [], swiftSettings: strict + settings)
}

let package = Package(
  name: "ColdOutreach",
  products: [.executable(name: "cold-outreach", targets: ["ColdOutreach"])],
  targets: [
    library("CSQLite", links: ["sqlite3"]),
    library("CCurl", links: ["curl"]),
    library("COpenSSL", links: ["crypto"]),
    library("CZlib", links: ["z"]),
    .target(name: "CSystem", linkerSettings: [.linkedLibrary("resolv")]),
    module("JSONText", hot: true),
    module("Finding", hot: true),
    module("Outreach", ["JSONText", "Finding"]),
    module("Text", ["CZlib", "Finding"]),
    module("Templates"),
    module("SQLite", ["CSQLite"], hot: true),
    module("Crypto", ["COpenSSL"], hot: true),
    module("Net", ["CZlib"], hot: true),
    module("Platform", ["CSystem", "Finding"]),
    module("Store", ["Outreach", "SQLite", "Crypto", "Text", "JSONText", "Finding"]),
    module("Curl", ["CCurl", "Net", "Finding"]),
    module("Mail", ["Outreach", "Net", "Text", "Finding"]),
    module("Practice", ["Outreach", "Text", "Finding"]),
    module("Connectors", ["Outreach", "Net", "Platform", "Text", "JSONText", "Finding"]),
    module("Engine", ["Outreach", "Templates", "Text", "Store", "SQLite", "Platform", "JSONText", "Finding"]),
    module("API", ["Engine", "Outreach", "Net", "Store", "JSONText", "Finding"]),
    .executableTarget(
      name: "ColdOutreach",
      dependencies: [
        "API", "Engine", "Connectors", "Practice", "Mail", "Curl", "Store", "Platform", "Net", "Crypto", "SQLite", "Templates",
        "Text", "Outreach", "JSONText", "Finding",
      ], swiftSettings: strict + withoutRegex + small),
    .target(
      name: "Fakes",
      dependencies: [
        "Outreach", "Text", "Templates", "SQLite", "Crypto", "Net", "Platform", "Store", "Curl", "Mail", "Practice", "Connectors",
        "Engine", "JSONText",
      ], path: "Tests/Fakes", swiftSettings: strict),
    tests("JSONText", ["Fakes"]),
    tests("Finding", ["Fakes"], withoutRegex),
    tests("Outreach"),
    tests("Text"),
    tests("Templates"),
    tests("SQLite"),
    tests("Crypto"),
    tests("Net"),
    tests("Platform"),
    tests("Store", ["Outreach", "SQLite", "Crypto", "Text"]),
    tests("Curl", ["Fakes", "Net"]),
    tests("Mail", ["Fakes", "Outreach", "Net", "Text", "Curl", "Platform"]),
    tests("Practice", ["Outreach"]),
    tests("Connectors", ["Fakes", "Curl", "Outreach", "Net", "Text", "JSONText"]),
    tests("Engine", ["Fakes", "Outreach", "Store", "SQLite", "Crypto", "Text"]),
    tests("API", ["Fakes", "Engine", "Outreach", "Net", "Store", "Mail", "Practice", "JSONText"]),
    tests("ColdOutreach", ["Fakes", "Outreach", "Platform", "Net", "API", "Engine", "Store", "JSONText"]),
  ],
  swiftLanguageModes: [.v6]
)
