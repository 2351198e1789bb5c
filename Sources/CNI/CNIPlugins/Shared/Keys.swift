import CNISpec
import NetworkTypes

/// The keys of a plugin's configuration; a wrong type is an error that names the key and the value.
struct Keys {
  let fields: JSONFields

  init(_ configuration: PluginConfiguration) { fields = configuration.fields }
  /// Those of a section.
  init(_ fields: JSONFields) { self.fields = fields }

  func bool(_ key: String) throws(CNIError) -> Bool {
    try reading { () throws(CNIDecodingError) in try fields.bool(key) } ?? false
  }

  /// Nil where the key is absent or the text is empty.
  func text(_ key: String) throws(CNIError) -> String? {
    let text = try reading { () throws(CNIDecodingError) in try fields.string(key) }
    return text?.isEmpty == false ? text : nil
  }

  func integer<Number: FixedWidthInteger>(_ key: String, as: Number.Type = Number.self)
    throws(CNIError) -> Number?
  {
    try reading { () throws(CNIDecodingError) in try fields.integer(key, as: Number.self) }
  }

  func strings(_ key: String) throws(CNIError) -> [String] {
    try reading { () throws(CNIDecodingError) in try fields.strings(key) }
  }

  func objects(_ key: String) throws(CNIError) -> [JSONFields] {
    try reading { () throws(CNIDecodingError) in try fields.objects(key) }
  }

  /// In bytes; nil where the key is absent or 0, which leaves it to the kernel.
  func mtu() throws(CNIError) -> UInt32? {
    let mtu = try integer("mtu", as: Int64.self) ?? 0
    guard let number = UInt32(exactly: mtu), number <= Int32.max else {
      throw CNIError(.other, "invalid MTU \(mtu)")
    }
    return number == 0 ? nil : number
  }

  private func reading<Value>(_ body: () throws(CNIDecodingError) -> Value) throws(CNIError)
    -> Value
  {
    do { return try body() } catch { throw CNIError(.other, "failed to load netconf: \(error)") }
  }
}

extension PluginCall {
  /// The hardware address that somebody asked for: `runtimeConfig.mac`, else `args.cni.mac`, else
  /// `MAC` of `CNI_ARGS`, else the key `mac` of the configuration.
  ///
  /// - Parameters:
  ///   - hasKey: Whether the plugin has a key `mac`.
  ///   - hasArgs: Whether the plugin looks into `args.cni`.
  func requestedMACAddress(hasKey: Bool, hasArgs: Bool = false) throws(CNIError) -> MACAddress? {
    var text = hasKey ? configuration.fields.value("mac")?.string : nil
    if !environment.argumentText.isEmpty {
      let arguments = try arguments
      try arguments.requireKnown(["MAC"])
      if let address = arguments["MAC"], !address.isEmpty { text = address }
    }
    if hasArgs, let address = configuration.fields.value("args")?["cni"]?["mac"]?.string,
      !address.isEmpty
    {
      text = address
    }
    if let address = configuration.fields.value("runtimeConfig")?["mac"]?.string,
      !address.isEmpty
    {
      text = address
    }
    guard let text, !text.isEmpty else { return nil }
    guard let address = MACAddress(text), address.byteCount == 6 else {
      throw CNIError(.other, "address \(text): invalid MAC address")
    }
    return address
  }

  /// The section `dns` where it has anything.
  func ownDNS() throws(CNIError) -> CNIResult.DNS? {
    let dns = try configuration.dns
    return dns.isEmpty ? nil : dns
  }
}
