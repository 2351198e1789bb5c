extension SchemaText {
  /// The part `cni`.
  static let cni = #"""
    object cniState closed: What the node has of CNI.
      configurations! [cniConfiguration] In the order in which a runtime reads them.
      attachments! [cniAttachment] By network, container and interface.
      plugins! [cniPlugin] By type and path.
      solutions! [networkSolution] Active ones first.

    object cniConfiguration closed: A file of `/etc/cni/net.d`.
      path! string
      name string The name of the network; absent where the file cannot be understood.
      cniVersion string The highest version that it names and cnitop speaks.
      plugins! [string] The types of its plugins, in the order in which they run.
      active! boolean Whether the runtime takes it as the network of pods.
      problems! [string] Why it cannot be used, a line each.
      document string The file as compact JSON, without its secrets; absent where it is none.

    object cniAttachment closed: An interface that a runtime attached and did not detach, by the
        cache of results.
      network! string
      containerId! string
      ifname! string Its name in the pod.
      netnsPath string The path of the namespace, as the runtime gave it.
      pod string `NAMESPACE/NAME`, where the runtime named a pod.
      addresses! [string] With their prefix lengths, as the result has them.
      plugins! [string] The types of the plugins that made it.
      path! string The file of the entry.

    object cniPlugin closed: A program in a folder for plugins.
      type! string What a configuration calls it.
      path! string
      versions [string] The versions of the specification that it speaks; absent where it was not
        asked, or did not answer.
      configured! boolean Whether a configuration or an attachment names it.
      problem string Why it did not answer.

    object networkSolution closed: A network solution that runs here, or left something behind.
      name! string{flannel,calico,cilium,weave,kube-router,openvswitch}
      evidence! [string] What tells of it, a line each.
      active! boolean Whether the active configuration names it, or its process runs.
    """#
}
