import CNISpec
import CNIStores
import NetworkTypes

/// Addresses as plugins of addresses read them, with the reference's words where one is none.
enum AddressTexts {
  /// An address with a prefix length, as Go's `net.ParseCIDR` reads it; nil for any other text.
  static func prefix(_ text: String) -> IPPrefix? {
    text.utf8.contains(UInt8(ascii: "/")) ? IPPrefix(text) : nil
  }

  /// The addresses of a list of strings, such as `args.cni.ips`.
  static func list(
    _ fields: JSONFields?, _ key: String
  ) throws(CNIError) -> [String] {
    guard let fields else { return [] }
    do { return try fields.strings(key) } catch { throw CNIError(error) }
  }

  /// What a runtime asks for in `args.cni.ips` and in `runtimeConfig.ips`.
  static func requested(
    _ configuration: PluginConfiguration
  ) throws(CNIError) -> (arguments: [String], runtime: [String]) {
    var arguments: JSONFields?
    do { arguments = try configuration.args?.object("cni") } catch let error as CNIDecodingError {
      throw CNIError(error)
    } catch let error as CNIError { throw error } catch {
      throw CNIError(.decoding, "\(error)")
    }
    return (
      try list(arguments, "ips"), try list(try configuration.runtimeConfig, "ips")
    )
  }

  /// Versions before 0.3.0 have room for one address of a family.
  static func requireRoom(
    for families: [AddressFamily], _ configuration: PluginConfiguration
  ) throws(CNIError) {
    guard configuration.version < CNIVersion(0, 3, 0) else { return }
    for family in [AddressFamily.ipv4, .ipv6] where families.count(where: { $0 == family }) > 1 {
      throw CNIError(
        .other,
        "CNI version \(configuration.versionText) does not support more than 1 address per family")
    }
  }

  /// The routes of a section `ipam`.
  static func routes(_ ipam: JSONFields) throws(CNIError) -> [CNIResult.Route] {
    do throws(CNIDecodingError) {
      var routes: [CNIResult.Route] = []
      for entry in try ipam.objects("routes") { routes.append(try CNIResult.Route(entry)) }
      return routes
    } catch { throw CNIError(error) }
  }

  /// The section `ipam`, which may be empty but not absent.
  static func section(_ configuration: PluginConfiguration) throws(CNIError) -> JSONFields {
    let section: JSONFields?
    do { section = try configuration.fields.object("ipam") } catch { throw CNIError(error) }
    guard let section else { throw CNIError(.other, "IPAM config missing 'ipam' key") }
    return section
  }
}
