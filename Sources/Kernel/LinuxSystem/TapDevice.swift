internal import CLinux

/// Taps, which only their own driver makes, and netlink does not.
public enum TapDevice {
  /// Makes a tap that stays, in the namespace of the calling thread.
  ///
  /// - Parameters:
  ///   - vnetHeader: Frames have the header of virtio.
  ///   - owner, group: The ids of who may open it; nil for root alone.
  public static func make(
    _ name: String, isMultiQueue: Bool, vnetHeader: Bool, owner: UInt32?, group: UInt32?
  ) throws(SystemCallError) {
    try systemCall("TUNSETIFF") {
      clinux_make_tap(
        name, isMultiQueue ? 1 : 0, vnetHeader ? 1 : 0, owner.map(Int64.init) ?? -1,
        group.map(Int64.init) ?? -1)
    }
  }
}
