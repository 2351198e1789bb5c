public import CNICore

/// The plugins that are part of this program.
public enum BuiltInPlugins {
  public static let all: [any Plugin] = [
    BandwidthPlugin(), BridgePlugin(), DHCPPlugin(), DummyPlugin(), FirewallPlugin(),
    HostDevicePlugin(), HostLocalPlugin(), IPVLANPlugin(), LoopbackPlugin(), MACVLANPlugin(),
    OverlayPlugin(), PortMapPlugin(), PTPPlugin(), SBRPlugin(), StaticPlugin(), TapPlugin(),
    TuningPlugin(),
    VLANPlugin(), VRFPlugin(),
  ]
}
