import CCurl
import Glibc
import Net

/// Which certificate authorities are trusted: the system's, found wherever the distribution keeps them, and one more file if given.
struct Certificates: Sendable {
  /// Where distributions keep the bundle: Debian and Arch, Fedora, openSUSE, older Red Hat, Alpine and BSD, Nix.
  static let places = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/pki/tls/cacert.pem", "/etc/ssl/cert.pem",
    "/etc/ssl/certs/ca-bundle.crt",
  ]
  /// Variables that name a bundle and go before the usual places, as with the curl tool and OpenSSL.
  static let variables = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"]
  /// A bundle larger than this is none.
  static let maximumFileBytes = 8 << 20

  /// The system's bundle, or nil where none is found and libcurl's own default has to do.
  static func systemBundle() -> String? {
    let named = variables.compactMap { name in getenv(name).map { String(cString: $0) } }
    return (named.filter { !$0.isEmpty } + places).first { access($0, R_OK) == 0 }
  }

  /// Tells a handle what to trust.
  /// - Throws: `.tls` where the extra file can't be read.
  static func apply(to handle: EasyHandle, extraFile: String?) throws(NetworkError) {
    let bundle = systemBundle()
    guard let extraFile else {
      if let bundle { handle.set(CURLOPT_CAINFO, bundle) }
      return
    }
    guard let extra = contents(of: extraFile) else {
      throw NetworkError(.tls, "The certificate file \(extraFile) can't be read. Check the path in the settings.")
    }
    let system = bundle.flatMap(contents(of:)) ?? []
    handle.set(CURLOPT_CAINFO_BLOB, blob: system + [0x0A] + extra)
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count <= 0 { return ferror(file) == 0 ? bytes : nil }
      bytes += chunk[..<count]
      if bytes.count > maximumFileBytes { return nil }
    }
  }
}
