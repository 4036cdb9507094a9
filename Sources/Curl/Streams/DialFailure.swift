import CCurl
import Finding
import Glibc
import Net

/// Turns libcurl's result into a plain sentence that names the step that failed.
struct DialFailure {
  private let code: CURLcode
  private let handle: EasyHandle
  private let target: StreamTarget
  private let lines: LineCollector

  /// A failed dial and what was heard until then.
  init(_ code: CURLcode, _ handle: EasyHandle, _ target: StreamTarget, _ lines: LineCollector) {
    (self.code, self.handle, self.target, self.lines) = (code, handle, target, lines)
  }

  /// The failure for a person; no credentials in it.
  var error: NetworkError {
    let place = "\(target.host) at port \(target.port)"
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return ConnectFailure.unknownHost(target.host)
    case CURLE_COULDNT_CONNECT: return ConnectFailure.noConnection(place, errno: handle.number(CURLINFO_OS_ERRNO))
    case CURLE_OPERATION_TIMEDOUT: return timeout(place)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER:
      return CertificateFailure(code, handle, host: target.host, port: target.port).error
    case CURLE_USE_SSL_FAILED:
      return NetworkError(.tls, "\(place) offers no STARTTLS. Try port \(tlsPort) with TLS from the start.")
    case CURLE_LOGIN_DENIED, CURLE_REMOTE_ACCESS_DENIED:
      return NetworkError(
        .login, "\(target.host) refused the sign-in.", serverLines: lines.last(CurlDialer.shownLines))
    case CURLE_AUTH_ERROR:
      return NetworkError(.login, "\(target.host) offers no way of signing in that this program knows.")
    default: return other(place)
    }
  }

  private var tlsPort: Int { target.service == .smtp ? 465 : 993 }

  /// libcurl has one timeout for everything; how far it came tells which step was silent.
  private func timeout(_ place: String) -> NetworkError {
    let seconds = Int(target.connectTimeoutSeconds.rounded(.up))
    if handle.time(CURLINFO_NAMELOOKUP_TIME_T) == 0 {
      return NetworkError(.dns, "The name \(target.host) could not be looked up within \(seconds) s. Is the computer online?")
    }
    if handle.time(CURLINFO_CONNECT_TIME_T) == 0 {
      return NetworkError(.connect, "\(place) did not answer within \(seconds) s. A firewall may block the port.")
    }
    if target.security == .tls, handle.time(CURLINFO_APPCONNECT_TIME_T) == 0 {
      return NetworkError(.tls, "\(place) did not answer to TLS within \(seconds) s. Does it want STARTTLS instead?")
    }
    let advice = lines.lines.isEmpty && target.security != .tls ? " Does it want TLS from the start?" : ""
    return NetworkError(
      .timeout, "\(place) took longer than \(seconds) s for greeting and sign-in.\(advice)",
      serverLines: lines.last(CurlDialer.shownLines))
  }

  private func other(_ place: String) -> NetworkError {
    let said = lines.last(CurlDialer.shownLines)
    if code == CURLE_WEIRD_SERVER_REPLY, !said.isEmpty {
      return NetworkError(.protocolError, "\(place) refused to talk: \(said.last ?? "")", serverLines: said)
    }
    if lines.lines.isEmpty {
      return NetworkError(.closed, "\(place) hung up without a greeting. Is it a mail server, and the port right?")
    }
    return NetworkError(.closed, "\(place) hung up while signing in.", serverLines: said)
  }
}

/// Sentences for names and ports that don't answer, the same for mail and web.
enum ConnectFailure {
  /// The name has no address.
  static func unknownHost(_ host: String) -> NetworkError {
    NetworkError(.dns, "There is no server named \(host), or the computer is offline.")
  }

  /// No TCP connection came about.
  static func noConnection(_ place: String, errno code: Int) -> NetworkError {
    let reason =
      switch Int32(clamping: code) {
      case ECONNREFUSED: "nothing listens there"
      case ENETUNREACH, EHOSTUNREACH: "the network does not lead there; is the computer online?"
      case ETIMEDOUT: "it does not answer; a firewall may block the port"
      default: "the connection was not possible"
      }
    return NetworkError(.connect, "\(place) can't be reached: \(reason).")
  }
}

/// Sentences for certificates and TLS, telling apart what the person can do something about.
struct CertificateFailure {
  private let code: CURLcode
  private let handle: EasyHandle
  private let host: String
  private let port: Int

  /// A failed TLS handshake.
  init(_ code: CURLcode, _ handle: EasyHandle, host: String, port: Int) {
    (self.code, self.handle, self.host, self.port) = (code, handle, host, port)
  }

  /// The failure for a person.
  var error: NetworkError {
    if code == CURLE_SSL_CACERT_BADFILE { return NetworkError(.tls, "The list of certificate authorities can't be read.") }
    if code == CURLE_PEER_FAILED_VERIFICATION { return NetworkError(.tls, certificateSentence) }
    let text = handle.errorText
    if text.contains("wrong version number") || text.contains("packet length too long") {
      return NetworkError(.tls, "\(host) at port \(port) does not speak TLS from the start. Does it want STARTTLS?")
    }
    return NetworkError(.tls, "No TLS connection to \(host) at port \(port) came about.")
  }

  /// Numbers of OpenSSL's x509_vfy.h, X509_V_ERR_…; the words are looked at where libcurl keeps the number to itself.
  private var certificateSentence: String {
    let text = handle.errorText
    switch handle.number(CURLINFO_SSL_VERIFYRESULT) {
    case 10: return "The certificate of \(host) has expired."
    case 9: return "The certificate of \(host) is not valid yet. Is this computer's clock right?"
    case 18: return "The certificate of \(host) is self-signed, so it proves nothing."
    case 19, 20, 21, 2: return "The certificate of \(host) was issued by nobody that this computer trusts."
    case 62, 64: return wrongHost
    default: break
    }
    if text.contains("has expired") { return "The certificate of \(host) has expired." }
    if text.contains("subject name") || text.contains("does not match") { return wrongHost }
    return "The certificate of \(host) can't be verified."
  }

  private var wrongHost: String { "The certificate is for another server than \(host). Check the server's name." }
}
