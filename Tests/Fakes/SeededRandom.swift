import Engine
import Synchronization

/// Dice that fall the same way for the same seed (SplitMix64).
public final class SeededRandom: RandomSource, RandomNumberGenerator {
  private let state: Mutex<UInt64>

  /// Dice from a seed.
  public init(_ seed: UInt64) { state = Mutex(seed) }

  /// The next 64 bits.
  public func next() -> UInt64 {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A whole number in a range.
  public func integer(in range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

  /// True in so many of a hundred cases.
  public func chance(_ percent: Int) -> Bool { integer(in: 1...100) <= percent }

  /// One of the elements; nil of none.
  public func pick<T>(_ elements: [T]) -> T? { elements.isEmpty ? nil : elements[integer(in: 0...(elements.count - 1))] }
}
