extension SchemaText {
  /// The part `ipam`.
  static let ipam = #"""
    object ipamState closed: Who has which address, by the stores of this node.
      networks! [ipamNetwork] By name and path.

    object ipamNetwork closed: A pool of addresses with one store.
      name! string
      store! string{host-local,podman,aws} Who keeps it.
      path! string The folder or file of the store.
      size integer How many addresses there are to give out, at most 18446744073709551615; absent
        where no configuration tells the ranges.
      used integer How many of them are not free.
      free integer How many containers still find an address, by the fullest set of ranges.
      states! leaseStates How many addresses are in which state.
      problems! [string] What is odd about the store, a line each.
      ranges! [ipamRange] By set; empty where no configuration tells them.
      leases! [ipamLease] By address.

    object leaseStates closed: Counts of leases by their states, which `ipamLease` explains.
      inUse! integer
      leaked! integer
      missing! integer
      duplicate! integer
      reserved! integer
      unknown! integer

    object ipamRange closed: Addresses that are given out, both ends included.
      set! integer A container gets an address of each set.
      subnet! prefix
      rangeStart! address
      rangeEnd! address
      gateway address Never given out.
      size! integer Without the gateway, at most 18446744073709551615.
      used! integer

    object ipamLease closed: An address that somebody has, or that is kept from others.
      address! address
      containerId string As the store has it.
      ifname string The interface, as the store has it.
      pod string The pod, or the place of a namespace, that the address belongs to.
      state! enum{inUse,leaked,missing,duplicate,reserved,unknown} `leaked`: nobody has it, and
        nothing is left of whom it was given to; `missing`: it is used, and no store knows;
        `duplicate`: two have it, or another than it was given to; `reserved`: kept from being
        given out; `unknown`: it cannot be told.
      ageSeconds integer Since the store wrote it.
      evidence! [string] What speaks for the state, the strongest first.

    object segment closed: A range of addresses that has a purpose on this node or in its cluster.
      purpose! enum{node,pod,service,tunnel,other}
      prefix! prefix
      source! string What says so.
      overlaps! [string] The segments of another purpose that share addresses with it.
    """#
}
