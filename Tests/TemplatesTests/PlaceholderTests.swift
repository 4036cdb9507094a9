import Testing

@Suite struct TemplatesPlaceholderTests {}
