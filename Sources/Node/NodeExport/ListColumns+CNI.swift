import NodeModel

enum ConfigurationColumns {
  static let all: [ListColumn<CNIState.Configuration>] = [
    ListColumn("active", "ACTIVE") { $2.add($0.isActive) },
    ListColumn("name", "NETWORK") { $2.add($0.name) },
    ListColumn("cniVersion", "VERSION") { $2.add($0.version) },
    ListColumn("plugins", "PLUGINS") { $2.add($0.plugins) },
    ListColumn("path", "FILE") { $2.add($0.path) },
    ListColumn("problems", "PROBLEMS") { $2.add($0.problems) },
  ]
}

enum PluginColumns {
  static let all: [ListColumn<CNIState.Plugin>] = [
    ListColumn("type", "TYPE") { $2.add($0.type) },
    ListColumn("configured", "CONFIGURED") { $2.add($0.isConfigured) },
    ListColumn("versions", "VERSIONS") { plugin, _, text in text.add(plugin.versions ?? []) },
    ListColumn("path", "FILE") { $2.add($0.path) },
    ListColumn("problem", "PROBLEM") { $2.add($0.problem) },
  ]
}
