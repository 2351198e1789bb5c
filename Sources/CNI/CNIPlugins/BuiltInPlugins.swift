public import CNICore

/// The plugins that are part of this program.
public enum BuiltInPlugins {
  public static let all: [any Plugin] = [
    BandwidthPlugin(), BridgePlugin(), DummyPlugin(), FirewallPlugin(), HostDevicePlugin(),
    IPVLANPlugin(), LoopbackPlugin(), MACVLANPlugin(), PortMapPlugin(), PTPPlugin(), SBRPlugin(),
    TapPlugin(), TuningPlugin(), VLANPlugin(), VRFPlugin(),
  ]
}
