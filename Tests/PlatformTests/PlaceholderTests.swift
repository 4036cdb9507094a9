import Testing

@Suite struct PlatformPlaceholderTests {}
