public import NetworkTypes

/// Takes the fields of a model value one after another, under the keys of the snapshot.
///
/// Each key stands in one place, a `describe(to:names:)`; the JSON and YAML documents, the rows
/// of lists, the detail pane and the fields of a change are different sinks for it. A sink gets
/// a key and then one value, which may be an object or a list.
public protocol FieldSink: ~Copyable {
  mutating func beginObject()
  mutating func endObject()
  mutating func beginList()
  mutating func endList()
  mutating func key(_ key: String)
  mutating func value(_ flag: Bool)
  mutating func value(_ number: Int64)
  mutating func value(_ number: UInt64)
  mutating func value(_ text: String)
  mutating func value(_ address: IPAddress)
  mutating func value(_ prefix: IPPrefix)
  mutating func value(_ address: MACAddress)
  mutating func value(_ namespace: NamespaceID)
  mutating func value(_ link: LinkID)
}

extension FieldSink where Self: ~Copyable {
  public mutating func value(_ address: IPAddress) { value(address.description) }
  public mutating func value(_ prefix: IPPrefix) { value(prefix.description) }
  public mutating func value(_ address: MACAddress) { value(address.description) }
  public mutating func value(_ namespace: NamespaceID) { value(namespace.description) }
  public mutating func value(_ link: LinkID) { value(link.description) }
}

/// Keys with their values; nil, which is "not known", writes nothing.
extension FieldSink where Self: ~Copyable {
  public mutating func field(_ name: String, _ flag: Bool?) {
    guard let flag else { return }
    key(name)
    value(flag)
  }

  public mutating func field(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    value(text)
  }

  public mutating func field<Number: FixedWidthInteger>(_ name: String, _ number: Number?) {
    guard let number else { return }
    key(name)
    if Number.isSigned {
      value(Int64(truncatingIfNeeded: number))
    } else {
      value(UInt64(truncatingIfNeeded: number))
    }
  }

  public mutating func field(_ name: String, _ address: IPAddress?) {
    guard let address else { return }
    key(name)
    value(address)
  }

  public mutating func field(_ name: String, _ prefix: IPPrefix?) {
    guard let prefix else { return }
    key(name)
    value(prefix)
  }

  public mutating func field(_ name: String, _ address: MACAddress?) {
    guard let address else { return }
    key(name)
    value(address)
  }

  public mutating func field(_ name: String, _ namespace: NamespaceID?) {
    guard let namespace else { return }
    key(name)
    value(namespace)
  }

  public mutating func field(_ name: String, _ link: LinkID?) {
    guard let link else { return }
    key(name)
    value(link)
  }

  public mutating func field(_ name: String, _ word: (some KernelWord)?) {
    guard let word else { return }
    key(name)
    value(word.word)
  }

  public mutating func field(_ name: String, _ flags: some KernelFlags) {
    field(name, words: flags.words)
  }

  public mutating func field(_ name: String, words: [String]) {
    key(name)
    beginList()
    for word in words { value(word) }
    endList()
  }

  public mutating func object(_ name: String, _ fields: (inout Self) -> Void) {
    key(name)
    beginObject()
    fields(&self)
    endObject()
  }

  /// A list of objects, empty ones too.
  public mutating func objects<Element>(
    _ name: String, _ elements: some Sequence<Element>, _ fields: (Element, inout Self) -> Void
  ) {
    key(name)
    beginList()
    for element in elements {
      beginObject()
      fields(element, &self)
      endObject()
    }
    endList()
  }

  /// The facts as further fields of the object that is open.
  public mutating func fields(_ facts: Facts) {
    for field in facts.fields {
      key(field.key)
      value(field.value)
    }
  }

  public mutating func value(_ fact: Facts.Value) {
    switch fact {
    case .flag(let flag): value(flag)
    case .number(let number): value(number)
    case .text(let text): value(text)
    case .list(let list):
      beginList()
      for element in list { value(element) }
      endList()
    case .facts(let facts):
      beginObject()
      fields(facts)
      endObject()
    }
  }
}

/// A value of the model that can say what it is, field by field, under the keys of the snapshot.
public protocol Described {
  /// Writes the fields of the object that is open; `names` are those of its namespace's links.
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames)
}

/// The names of the links of one namespace, by index.
public struct DeviceNames: Sendable {
  private var names: [Int32: String]

  public init(_ names: [Int32: String] = [:]) { self.names = names }

  public init(_ namespace: Namespace) {
    names = [:]
    guard let links = namespace.links else { return }
    names.reserveCapacity(links.count)
    for link in links { names[link.id.index] = link.name }
  }

  /// The name for an index, `if7` where none is known for it, as `ip` prints it; nil for no
  /// index and for 0, which is no link.
  public subscript(index: Int32?) -> String? {
    guard let index, index != 0 else { return nil }
    return names[index] ?? "if\(index)"
  }

  /// These names, and those of `others` for links that are not among them.
  public func merging(_ others: DeviceNames) -> DeviceNames {
    DeviceNames(names.merging(others.names) { own, _ in own })
  }
}
