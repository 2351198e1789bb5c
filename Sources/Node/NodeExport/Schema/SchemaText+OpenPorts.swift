extension SchemaText {
  /// The part `ports`.
  static let openPorts = #"""
    object openPort closed: A port that answers: a socket that receives from anybody, or a port of
        the node that leads elsewhere.
      kind! enum{listener,hostPort} `listener`: a listening TCP socket, or a UDP one without a
        peer; `hostPort`: a port of the node that leads to one container.
      port! integer
      protocol! string{tcp,udp,sctp}
      address address Absent for every address of the node; the unspecified one is every address
        of its family, that of IPv6 of both unless `ipv6Only`.
      ipv6Only boolean Whether a socket takes no IPv4.
      device string The link that a socket is bound to.
      netns netnsId Where it is reached.
      pod string `NAMESPACE/NAME` of the pod that answers.
      process string The name of the program, at most 15 bytes; `kernel (vxlan0)` for the socket
        of a tunnel; absent where it is not known.
      pids [integer] All processes that have a socket.
      sockets integer How many share the port.
      uid integer Who made the socket.
      expectedBy string Whose port it is by the tables of well-known ports and the configuration of
        the node: `kubernetes: kubelet API`.
      targets! [string] Where it leads, `ADDRESS:PORT`; empty for a socket.
      problem string What is wrong with it, in one line.

    object portRanges closed: The ranges that ports are taken from.
      nodePorts! string Those of node ports of services, `30000-32767`.
      nodePortsSource string The setting that says so; absent for the default.
      ephemeral string Those that outgoing connections take; absent where it is not known.
      reserved! [string] What they leave out.
      problem string What is wrong with them, in one line.
    """#
}
