import CNIPlan
import CNISpec
import Glibc
import LinuxSystem
import NetworkTypes

/// The programs of iptables for one family, whatever they are built on.
///
/// Each operation reads a table once and writes it once: the kernel takes the whole input or
/// nothing of it.
struct IPTables {
  let family: AddressFamily
  private let savePath: String
  private let restorePath: String

  /// - Parameter legacy: Those of the old tables, under the names that they have beside others.
  init?(_ family: AddressFamily, legacy: Bool = false) {
    let start = (family == .ipv4 ? "iptables" : "ip6tables") + (legacy ? "-legacy" : "")
    guard let save = Self.find("\(start)-save"), let restore = Self.find("\(start)-restore")
    else { return nil }
    self.family = family
    savePath = save
    restorePath = restore
  }

  /// Whether the programs are there and can read a table of the kernel.
  static func works(_ family: AddressFamily = .ipv4) -> Bool {
    guard let programs = IPTables(family) else { return false }
    // Those on nf_tables work where that does, which is quicker to ask than them.
    if programs.isOnNFTables, RuleBackend.supportsNFTables { return true }
    return (try? programs.table("filter")) != nil
  }

  /// Whether the file that the name leads to says so: `xtables-nft-multi`.
  var isOnNFTables: Bool {
    guard let path = realpath(savePath, nil) else { return false }
    defer { free(path) }
    return String(cString: path).split(separator: "/").last?.contains("nft") ?? false
  }

  /// Finds a program; a runtime may start plugins without the folders of administration.
  static func find(_ name: String) -> String? {
    let folders = (ProcessVariables.value("PATH") ?? "").split(separator: ":").map(String.init)
    let all = folders + ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]
    return all.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  func table(_ name: String) throws(CNIError) -> IPTablesTable {
    let end = try run(savePath, ["-t", name], input: "")
    return IPTablesTable(String(decoding: end.output, as: UTF8.self))
  }

  /// Makes changes: lines as `iptables-restore` takes them between the name and `COMMIT`.
  func apply(_ table: String, _ lines: [String]) throws(CNIError) {
    guard !lines.isEmpty else { return }
    // A name from outside must not start a line of its own.
    if let bad = lines.first(where: { line in line.utf8.contains { $0 < 32 || $0 == 127 } }) {
      throw CNIError(.invalidConfiguration, "not a rule of iptables: \(JSONValue.string(bad))")
    }
    let input = (["*\(table)"] + lines + ["COMMIT", ""]).joined(separator: "\n")
    _ = try run(restorePath, ["--noflush", "-w", "30"], input: input)
  }

  private func run(_ path: String, _ arguments: [String], input: String) throws(CNIError)
    -> ProgramEnd
  {
    let end: ProgramEnd
    do {
      end = try Subprogram.run(
        path, arguments: arguments, input: Array(input.utf8), capturesErrors: true)
    } catch {
      throw CNIError(.other, "cannot run \(path): \(error)")
    }
    guard end.isSuccess else {
      let text = String(decoding: end.errors.prefix(1000), as: UTF8.self)
        .split(separator: "\n").joined(separator: "; ")
      throw CNIError(.other, "\(path) failed with \(end): \(text)", details: input)
    }
    return end
  }
}

/// A table as `iptables-save` writes it.
struct IPTablesTable {
  private(set) var chains: Set<String> = []
  /// The rules, `-A CHAIN …`, in the order of each chain.
  private(set) var rules: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      if line.hasPrefix(":") {
        chains.insert(String(line.dropFirst().prefix { $0 != " " }))
      } else if line.hasPrefix("-A ") {
        rules.append(String(line))
      } else if line.hasPrefix("["), let start = line.firstIndex(of: "]") {
        // Counters, where a program writes them unasked.
        rules.append(String(line[start...].dropFirst(2)))
      }
    }
  }

  func rules(of chain: String) -> [String] { rules.filter { $0.hasPrefix("-A \(chain) ") } }

  /// Rules that lead to a chain.
  func references(to chain: String) -> [String] {
    rules.filter { rule in
      rule.hasSuffix(" -j \(chain)") || rule.hasSuffix(" -g \(chain)")
        || rule.contains(" -j \(chain) ") || rule.contains(" -g \(chain) ")
    }
  }

  /// A line that makes a chain, if it is missing.
  func creating(_ chain: String) -> [String] { chains.contains(chain) ? [] : ["-N \(chain)"] }

  /// Lines that make rules that are missing, at the end of their chain or at the start.
  func adding(_ wanted: [String], atStart: Bool = false) -> [String] {
    let present = Set(rules)
    let missing = wanted.filter { !present.contains($0) }
    return atStart ? missing.map { $0.replacingStart("-A ", with: "-I ") } : missing
  }

  /// Lines that take rules away, if they are there, however often.
  func deleting(_ unwanted: [String]) -> [String] {
    let unwanted = Set(unwanted)
    return rules.filter { unwanted.contains($0) }.map { $0.replacingStart("-A ", with: "-D ") }
  }

  /// Lines that take a chain away with all that leads to it.
  func removing(_ chain: String) -> [String] {
    guard chains.contains(chain) else { return [] }
    return references(to: chain).map { $0.replacingStart("-A ", with: "-D ") }
      + ["-F \(chain)", "-X \(chain)"]
  }
}

extension String {
  func replacingStart(_ start: String, with other: String) -> String {
    hasPrefix(start) ? other + dropFirst(start.count) : self
  }

  /// In quotes, as `iptables-save` writes a comment of more than one word.
  var quoted: String {
    "\"" + flatMap { "\"\\'".contains($0) ? "\\\($0)" : "\($0)" } + "\""
  }
}

extension String {
  /// A word of a rule; in quotes where it is more than one.
  var quotedIfNeeded: String {
    allSatisfy { $0.isASCII && !$0.isWhitespace && !"\"'\\".contains($0) } ? self : quoted
  }
}

extension AddressFamily {
  /// An address as `iptables-save` writes it.
  func text(_ address: IPAddress) -> String { "\(address)/\(bits)" }
}
