extension SchemaText {
  /// The keys `services`, `serviceProblems`, and of namespaces `filters` and `conntrack`.
  static let services = #"""
    object service closed: One port of a service of the cluster, as the rules of this node have it.
      namespace string Of Kubernetes; absent where the rules name no service, as those of IPVS.
      name string
      portName string Absent for a service with one port that has no name.
      port integer
      protocol! string `tcp`, `udp`, `sctp`, or the number.
      mode! enum{iptables,nftables,ipvs}
      clusterIPs! [address]
      externalIPs! [address] In nftables mode those of load balancers, too, unless the service says
        who may use them.
      loadBalancerIPs! [address]
      nodePort integer
      healthCheckNodePort integer
      affinitySeconds integer How long a client stays with an endpoint; absent without affinity.
      externalTrafficPolicy enum{cluster,local} `local`: clients from outside are served by
        endpoints of this node alone; absent for a service without an outside.
      internalTrafficPolicy enum{cluster,local} The same for clients in the cluster.
      sourceRanges! [prefix] Who may use the addresses of the load balancer; empty for all.
      scheduler string How IPVS chooses.
      refusal enum{reject,drop} What happens to packets where there is no endpoint.
      endpoints! [serviceEndpoint] In the order of the rules.
      problems! [string] What is wrong with its rules, a line each.

    object serviceEndpoint closed: Where connections of a service go.
      address! address
      port integer
      sharePermille integer The part of new connections that it gets; absent where nothing chooses
        it at random.
      weight integer In IPVS; 0 takes no new connection.
      pod string `NAMESPACE/NAME` of the pod of this node that has the address.
      local boolean Whether it is on this node; absent where nothing tells.

    object serviceProblem closed: Rules of services that belong to none.
      subject! string A chain.
      text! string What is wrong with it.

    object filterState closed: The rules of the firewall of a namespace.
      generation! integer Of nf_tables: another one after each change.
      tables! [filterTable] In the order of the kernel.

    object filterTable closed: A table of rules.
      family! string{ip,ip6,inet,arp,bridge,netdev}
      name! string
      backend! enum{nftables,iptables-nft,iptables-legacy} Who keeps it.
      chains! [filterChain]
      sets! [filterSet] Those that have a name.

    object filterChain closed: Rules one after another.
      name! string
      hook string Where it is called; absent for one that only rules jump to.
      type string `filter`, `nat` or `route`.
      priority integer The lower, the earlier.
      policy string What happens at its end.
      rules! [string] As `nft` or `iptables-save` writes them; what is not known has its name and
        its bytes.

    object filterSet closed: A set, or a map from keys to values.
      name! string
      map! boolean
      elements! [string]

    object connectionCount closed: How full the table of tracked connections is.
      count! integer
      max! integer
    """#
}
