import CCurl
import Glibc

/// One libcurl easy handle with its error buffer; both end with it.
final class EasyHandle {
  /// libcurl's handle; used by one thread at a time.
  let raw: UnsafeMutableRawPointer
  private let errorBuffer: UnsafeMutablePointer<CChar>
  /// The first option that libcurl refused; nothing may be sent then, since it could be one that protects.
  private(set) var refusedOption: CURLcode?

  /// A fresh handle, or nil where memory is out.
  init?() {
    LibCurl.start()
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    note(ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorBuffer))
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_NOPROXY, "*")
  }

  deinit {
    curl_easy_cleanup(raw)
    errorBuffer.deallocate()
  }

  /// Sets a number or a switch.
  func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_long(raw, option, value)) }

  /// Sets a string; libcurl keeps a copy.
  func set(_ option: CURLoption, _ value: String) { note(ccurl_set_string(raw, option, value)) }

  /// Sets a pointer that must live as long as the transfer.
  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) { note(ccurl_set_pointer(raw, option, value)) }

  /// Sets a list that must live as long as the transfer.
  func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) { note(ccurl_set_list(raw, option, list)) }

  /// Sets bytes; libcurl keeps a copy.
  func set(_ option: CURLoption, blob: [UInt8]) {
    note(blob.withUnsafeBytes { ccurl_set_blob(raw, option, $0.baseAddress, $0.count) })
  }

  /// Sets the request's body; libcurl keeps a copy.
  func set(body: [UInt8]) { note(body.withUnsafeBytes { ccurl_set_body(raw, $0.baseAddress, $0.count) }) }

  /// Sets where lines or content go.
  func set(_ option: CURLoption, sink: @escaping ccurl_sink) { note(ccurl_set_sink(raw, option, sink)) }

  /// Sets who opens sockets, and so who decides on addresses.
  func set(opensocket callback: @escaping curl_opensocket_callback) { note(ccurl_set_opensocket(raw, callback)) }

  /// A number that libcurl tells after a transfer; 0 where it doesn't.
  func number(_ info: CURLINFO) -> Int {
    var value = 0
    return ccurl_get_long(raw, info, &value) == CURLE_OK ? value : 0
  }

  /// Microseconds from the start until a step was done; 0 where it wasn't reached.
  func time(_ info: CURLINFO) -> Int64 {
    var value: curl_off_t = 0
    return ccurl_get_time(raw, info, &value) == CURLE_OK ? Int64(value) : 0
  }

  /// libcurl's own words about the last failure, for telling cases apart; empty where it has none.
  var errorText: String { String(cString: errorBuffer) }

  private func note(_ code: CURLcode) {
    if code != CURLE_OK, refusedOption == nil { refusedOption = code }
  }
}

/// libcurl as a whole: started once, before any handle.
enum LibCurl {
  private static let started: Bool = {
    // A peer that closed must be an error, not the end of the program: libcurl leaves SIGPIPE to us with NOSIGNAL set.
    signal(SIGPIPE, SIG_IGN)
    return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  }()

  /// Starts it where it isn't yet.
  static func start() { _ = started }
}
