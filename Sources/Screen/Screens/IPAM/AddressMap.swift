import Canvas
import NetworkTypes
import NodeModel

/// A range as a grid of cells, each of which stands for one address or for a block of them.
struct AddressMap {
  /// What is told of a cell: of a block, the worst of what is in it.
  enum Kind: Int, CaseIterable, Comparable {
    case free, used, reserved, unknown, leaked, conflict

    init(_ state: LeaseState) {
      self =
        switch state {
        case .inUse: .used
        case .reserved: .reserved
        case .unknown: .unknown
        case .leaked: .leaked
        case .missing, .duplicate: .conflict
        }
    }

    static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }

    var role: Role {
      switch self {
      case .free: .mutedText
      case .used: .gauge
      case .reserved: .accent
      case .unknown: .unknown
      case .leaked: .warning
      case .conflict: .down
      }
    }

    /// Each has a sign of its own, for terminals without colours.
    func sign(_ glyphs: Glyphs) -> Character {
      switch self {
      case .free: glyphs == .ascii ? "." : "·"
      case .used: glyphs.scrollThumb
      case .reserved: "R"
      case .unknown: "?"
      case .leaked: "L"
      case .conflict: "!"
      }
    }

    var word: String { "\(self)" }
  }

  struct Cell: Hashable {
    var kind = Kind.free
    /// How many addresses of it are not free.
    var taken: UInt64 = 0
  }

  /// The address that the first cell begins with.
  let first: IPAddress
  /// A cell stands for two to this power of addresses.
  let shift: Int
  /// Only as many as the range has room for.
  let cells: [Cell]
  /// Whether it is not the whole range that is shown.
  let isPart: Bool

  /// - Parameters:
  ///   - limit: The number of cells that there is room for, at least 1.
  ///   - zoom: How many times the blocks are halved, from those with which the whole fits.
  ///   - centre: What a zoomed map is around.
  init(
    _ range: IPAMState.Range, leases: [IPAMState.Lease], limit: Int, zoom: Int = 0,
    centre: IPAddress? = nil
  ) {
    let limit = UInt128(max(limit, 1))
    // Blocks begin where prefixes do, so that a cell is a prefix.
    let network = range.subnet.network.address.number
    let start = min(range.first.number, range.last.number)
    let end = range.last.number
    var shift = 0
    while shift < 127,
      ((end - network) >> UInt128(shift)) - ((start - network) >> UInt128(shift))
        >= limit
    { shift += 1 }
    let whole = shift
    shift = max(shift - max(zoom, 0), 0)
    let block = UInt128(shift)
    var low = (start - network) >> block
    let top = (end - network) >> block
    if shift < whole {
      let middle = (centre.map { min(max($0.number, start), end) } ?? start) - network
      // A window of whole rows, wherever the centre is in it.
      low = max(low, (middle >> block) / limit * limit)
    }
    let count = Int(min(top - low + 1, limit))
    self.shift = shift
    isPart = shift < whole
    first =
      IPAddress(number: network + low << block, family: range.first.family) ?? range.first
    var cells = [Cell](repeating: Cell(), count: count)
    for lease in leases where range.contains(lease.address) {
      let place = ((lease.address.number - network) >> block)
      guard place >= low, place - low < UInt128(count) else { continue }
      let index = Int(place - low)
      cells[index].kind = max(cells[index].kind, Kind(lease.state))
      cells[index].taken += 1
    }
    self.cells = cells
  }

  /// The cell that an address is in; nil outside of what is shown.
  func place(of address: IPAddress) -> Int? {
    guard address.family == first.family, address >= first else { return nil }
    let place = (address.number - first.number) >> UInt128(shift)
    return place < UInt128(cells.count) ? Int(place) : nil
  }

  /// The first address of a cell.
  func address(of place: Int) -> IPAddress {
    IPAddress(number: first.number + UInt128(place) << UInt128(shift), family: first.family)
      ?? first
  }

  func sign(_ place: Int, _ glyphs: Glyphs) -> Character {
    let cell = cells[place]
    guard shift > 0, cell.kind == .used, glyphs.levels.count > 1 else {
      return cell.kind.sign(glyphs)
    }
    // Of a block, how full it is.
    let share = shift < 60 ? Double(cell.taken) / Double(UInt64(1) << UInt64(shift)) : 0
    let level = min(Int(share * Double(glyphs.levels.count)), glyphs.levels.count - 1)
    return glyphs.levels[level]
  }

  /// What a cell stands for, for a person.
  var unit: String {
    let bits = Int(first.family.bits) - shift
    return shift == 0 ? "1 address" : "a /\(bits)"
  }
}
