import Testing
@Suite struct NetPlaceholder {}
