/// A number of the kernel that stands for a state or a kind.
///
/// An open struct and not an enum: the kernel may add values, and an unknown one keeps its
/// number, so two equal numbers are always two equal states.
public protocol KernelWord: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue: FixedWidthInteger & Sendable {
  /// The words of the known numbers, lower camel case, as exports write them.
  static var words: [RawValue: String] { get }
  /// The word of exports.
  var word: String { get }
  init(rawValue: RawValue)
}

extension KernelWord {
  /// By `words`; `unknown:17` for a number without a name.
  public var word: String { Self.words[rawValue] ?? "unknown:\(rawValue)" }
  public var description: String { word }
}

/// A set of bits of the kernel, each with a name.
public protocol KernelFlags: OptionSet, Hashable, Sendable
where RawValue: FixedWidthInteger & Sendable, Element == Self {
  /// The names of the known bits, in the order of the kernel's header.
  static var names: [(bit: RawValue, name: String)] { get }
}

extension KernelFlags {
  /// The names of the bits that are set; bits without a name as `unknown:0x40`.
  public var words: [String] {
    if rawValue == 0 { return [] }
    var rest = rawValue
    var result: [String] = []
    for (bit, name) in Self.names where rest & bit == bit && bit != 0 {
      result.append(name)
      rest &= ~bit
    }
    if rest != 0 { result.append("unknown:0x" + String(rest, radix: 16)) }
    return result
  }
}
