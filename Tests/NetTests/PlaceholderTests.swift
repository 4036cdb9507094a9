import Testing

@Suite struct NetPlaceholderTests {}
