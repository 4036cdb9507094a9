extension Domain {
  /// Whether a host belongs to nobody for ever: `.test`, `.example`, `.invalid`, `.localhost`, `example.com`, `.net`, `.org` (RFC 2606, RFC 6761).
  public static func isReserved(_ host: some StringProtocol) -> Bool {
    let labels = host.lowercased().split(separator: ".")
    guard let top = labels.last else { return true }
    if ["test", "example", "invalid", "localhost"].contains(top) { return true }
    return labels.count >= 2 && labels[labels.count - 2] == "example" && ["com", "net", "org"].contains(top)
  }
}
