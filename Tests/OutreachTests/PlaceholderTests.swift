import Testing

@Suite struct OutreachPlaceholderTests {}
