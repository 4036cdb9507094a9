import Foundation
import Testing

@testable import Templates

/// Printing of numbers, beside the C library.
@Suite struct NumberTextTests {
  @Test func `fixed, scientific and general formats are those of C`() {
    var state: UInt64 = 42
    for _ in 0..<3000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let magnitude = Double(state >> 11) / 9_007_199_254_740_992
      let number = magnitude * pow(10, Double(Int(state % 40)) - 20)
      let places = Int(state >> 7 % 9) % 9
      #expect(FloatText.fixed(number, places) == String(format: "%.\(places)f", number))
      #expect(FloatText.scientific(number, places) == String(format: "%.\(places)e", number))
      #expect(FloatText.general(number, places) == String(format: "%.\(places)g", number))
    }
  }

  @Test func `the shortest digits read back the same`() {
    for number in [0.1, 1e16, 1.8e16, 9_007_199_254_740_993, 5e-324, 1.7976931348623157e308, 1e-5, 123_456_789.125, 1e22, 1e23] {
      #expect(FloatText.parse(FloatText.repr(number)) == number)
    }
    let rows: [(Double, String)] = [
      (1e16, "1e+16"), (1.8e16, "1.8e+16"), (1e-5, "1e-05"), (100, "100.0"), (1e15, "1000000000000000.0"),
    ]
    for (number, text) in rows { #expect(FloatText.repr(number) == text) }
  }
}
