public import CNICore

/// The plugins that are part of this program.
public enum BuiltInPlugins {
  public static let all: [any Plugin] = [LoopbackPlugin()]
}
