import NetlinkRoute
import NetworkTypes
import TestSupport

/// The keys of `ip -j -d link` for the kinds with many of them.
extension BridgeData {
  var members: [String: JSON?] {
    let spanningTree: [String: JSON?] = [
      "forward_delay": .number(forwardDelay), "hello_time": .number(helloTime),
      "max_age": .number(maxAge), "ageing_time": .number(ageingTime),
      "stp_state": .number(stpState), "priority": .number(priority),
      "bridge_id": .text(bridgeID.map(short)), "root_id": .text(rootID.map(short)),
      "root_port": .number(rootPort), "root_path_cost": .number(rootPathCost),
      "topology_change": .number(topologyChange),
      "topology_change_detected": .number(topologyChangeDetected),
      "hello_timer": .seconds(helloTimer), "tcn_timer": .seconds(topologyChangeNotificationTimer),
      "topology_change_timer": .seconds(topologyChangeTimer),
      "gc_timer": .seconds(garbageCollectionTimer), "group_addr": .text(groupAddress),
      "group_fwd_mask": groupForwardMask == 0 ? "0" : hexadecimal(groupForwardMask),
    ]
    let switches: [String: JSON?] = [
      "vlan_filtering": .number(vlanFiltering),
      "vlan_protocol": vlanProtocol == 0x8100 ? "802.1Q" : "?",
      "vlan_default_pvid": .number(vlanDefaultPVID),
      "vlan_stats_enabled": .number(vlanStatistics),
      "vlan_stats_per_port": .number(vlanStatisticsPerPort),
      "no_linklocal_learn": JSON(options.map { $0.values.rawValue & 1 } ?? 9),
      "mcast_vlan_snooping": JSON(options.map { $0.values.rawValue >> 1 & 1 } ?? 9),
      "nf_call_iptables": .number(callsIPTables), "nf_call_ip6tables": .number(callsIP6Tables),
      "nf_call_arptables": .number(callsARPTables),
    ]
    let multicast: [String: JSON?] = [
      "mcast_snooping": .number(multicastSnooping), "mcast_router": .number(multicastRouter),
      "mcast_query_use_ifaddr": .number(multicastQueryUsesAddress),
      "mcast_querier": .number(multicastQuerier),
      "mcast_hash_elasticity": .number(multicastHashElasticity),
      "mcast_hash_max": .number(multicastHashMaximum),
      "mcast_last_member_cnt": .number(multicastLastMemberCount),
      "mcast_startup_query_cnt": .number(multicastStartupQueryCount),
      "mcast_last_member_intvl": .number(multicastLastMemberInterval),
      "mcast_membership_intvl": .number(multicastMembershipInterval),
      "mcast_querier_intvl": .number(multicastQuerierInterval),
      "mcast_query_intvl": .number(multicastQueryInterval),
      "mcast_query_response_intvl": .number(multicastQueryResponseInterval),
      "mcast_startup_query_intvl": .number(multicastStartupQueryInterval),
      "mcast_stats_enabled": .number(multicastStatistics),
      "mcast_igmp_version": .number(multicastIGMPVersion),
      "mcast_mld_version": .number(multicastMLDVersion),
    ]
    return spanningTree.merging(switches) { $1 }.merging(multicast) { $1 }
  }
}

/// The bytes of the address without leading zeros, as `ip` has them here.
private func short(_ id: BridgeID) -> String {
  let digits = String(id.priority, radix: 16)
  return String(repeating: "0", count: 4 - digits.count) + digits + "."
    + id.address.bytes.map { String($0, radix: 16) }.joined(separator: ":")
}

extension BridgePortData {
  var members: [String: JSON?] {
    let spanningTree: [String: JSON?] = [
      "state": .text(state), "priority": .number(priority), "cost": .number(cost),
      "id": hexadecimal(portID), "no": hexadecimal(portNumber),
      "designated_port": .number(designatedPort), "designated_cost": .number(designatedCost),
      "bridge_id": .text(designatedBridge.map(short)),
      "root_id": .text(designatedRoot.map(short)), "hold_timer": .seconds(holdTimer),
      "message_age_timer": .seconds(messageAgeTimer),
      "forward_delay_timer": .seconds(forwardDelayTimer),
      "topology_change_ack": .number(topologyChangeAcknowledge),
      "config_pending": .number(configurationPending),
    ]
    let switches: [String: JSON?] = [
      "hairpin": .bool(hairpin), "guard": .bool(bpduGuard), "root_block": .bool(rootGuard),
      "fastleave": .bool(fastLeave), "learning": .bool(learning), "flood": .bool(unicastFlood),
      "proxy_arp": .bool(proxyARP), "proxy_arp_wifi": .bool(proxyARPWiFi),
      "multicast_router": .number(multicastRouter), "mcast_flood": .bool(multicastFlood),
      "bcast_flood": .bool(broadcastFlood), "mcast_to_unicast": .bool(multicastToUnicast),
      "neigh_suppress": .bool(neighbourSuppress), "vlan_tunnel": .bool(vlanTunnel),
      "isolated": .bool(isolated), "locked": .bool(locked),
      "group_fwd_mask": .text(groupForwardMask.map { String($0, radix: 16) }),
      "group_fwd_mask_str": hexadecimal(groupForwardMask),
    ]
    return spanningTree.merging(switches) { $1 }
  }
}

extension BondData {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    let timers: [String: JSON?] = [
      "mode": .text(mode), "miimon": .number(miiMonitorMilliseconds),
      "updelay": .number(upDelayMilliseconds), "downdelay": .number(downDelayMilliseconds),
      "peer_notify_delay": .number(peerNotificationDelayMilliseconds),
      "use_carrier": .number(usesCarrier), "arp_interval": .number(arpIntervalMilliseconds),
      "arp_missed_max": .number(missedMaximum),
      "arp_ip_target": .array(arpTargets.map { .string("\($0)") }),
      "arp_validate": arpValidate.map { $0 == 0 ? .null : $0 == 3 ? "all" : "?" },
      "arp_all_targets": arpAllTargets == 0 ? "any" : "all",
      "primary": primary.map { .string(names[$0] ?? "?") },
      "active_slave": activePort.map { .string(names[$0] ?? "?") },
      "primary_reselect": .text(primaryReselect), "fail_over_mac": .text(failOverMAC),
      "xmit_hash_policy": .text(transmitHashPolicy), "resend_igmp": .number(resendIGMP),
      "num_peer_notif": .number(peerNotifications),
      "all_slaves_active": .number(allPortsActive), "min_links": .number(minimumLinks),
      "lp_interval": .number(learningPacketIntervalSeconds),
      "packets_per_slave": .number(packetsPerPort),
      "tlb_dynamic_lb": .number(dynamicLoadBalancing),
    ]
    let lacp: [String: JSON?] = [
      "ad_lacp_active": lacpActive.map { $0 ? "on" : "off" }, "ad_lacp_rate": .text(lacpRate),
      "ad_select": .text(aggregatorSelection),
      "ad_info": aggregator.map {
        [
          "aggregator": JSON($0.id ?? 0), "num_ports": JSON($0.ports ?? 0),
          "actor_key": JSON($0.actorKey ?? 0), "partner_key": JSON($0.partnerKey ?? 0),
          "partner_mac": .string("\($0.partnerMAC?.description ?? "")"),
        ]
      },
      "ad_actor_sys_prio": .number(actorSystemPriority),
      "ad_user_port_key": .number(userPortKey), "ad_actor_system": .text(actorSystem),
    ]
    return timers.merging(lacp) { $1 }
  }
}

extension VXLANData {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    let ends: [String: JSON?] = [
      "id": .number(id), "group": .text(remote), "remote": .text(remote),
      "remote6": .text(remote), "local": .text(local), "local6": .text(local),
      "link": link.map { .string(names[$0] ?? "?") }, "port": .number(port),
      "port_range": sourcePorts.map { ["low": JSON($0.low), "high": JSON($0.high)] },
      "ttl": .number(ttl), "tos": hexadecimal(tos), "df": .text(df), "label": hexadecimal(label),
    ]
    let switches: [String: JSON?] = [
      "learning": .bool(learning), "proxy": .bool(proxy), "rsc": .bool(routeShortCircuit),
      "l2miss": .bool(l2Miss), "l3miss": .bool(l3Miss), "ageing": .number(ageingSeconds),
      "limit": .number(limit), "udp_csum": .bool(udpChecksum),
      "udp_zero_csum6_tx": .bool(udpZeroChecksum6Transmit),
      "udp_zero_csum6_rx": .bool(udpZeroChecksum6Receive), "gbp": .bool(groupPolicy),
      "gpe": .bool(genericProtocol), "external": .bool(collectMetadata),
      "vnifilter": .bool(vniFilter),
    ]
    return ends.merging(switches) { $1 }
  }
}

extension GeneveData {
  var members: [String: JSON?] {
    [
      "id": .number(id), "remote": .text(remote), "remote6": .text(remote), "ttl": .number(ttl),
      "tos": hexadecimal(tos), "df": .text(df), "port": .number(port),
      "udp_csum": .bool(udpChecksum), "udp_zero_csum6_tx": .bool(udpZeroChecksum6Transmit),
      "udp_zero_csum6_rx": .bool(udpZeroChecksum6Receive), "external": .bool(collectMetadata),
    ]
  }
}

extension GREData {
  var members: [String: JSON?] {
    let header: [String: JSON?] = [
      "local": end(local), "remote": end(remote), "ttl": .number(ttl),
      "pmtudisc": .bool(pathMTUDiscovery), "ikey": key(inputKey), "okey": key(outputKey),
      "icsum": .bool(inputFlags?.words.contains("checksum")),
      "ocsum": .bool(outputFlags?.words.contains("checksum")),
      "iseq": .bool(inputFlags?.words.contains("sequence")),
      "oseq": .bool(outputFlags?.words.contains("sequence")),
      "external": .bool(collectMetadata),
    ]
    let others: [String: JSON?] = [
      "encap_limit": .number(encapsulationLimit),
      "tclass": hexadecimal(flowInformation.map { $0 >> 20 & 0xFF }, digits: 2),
      "flowlabel": hexadecimal(flowInformation.map { $0 & 0xFFFFF }, digits: 5),
      "ip6_tnl_f_ign_encap_limit": .bool(flags?.words.contains("ignoreEncapsulationLimit")),
      "erspan_index": .number(erspanIndex), "erspan_ver": .number(erspanVersion),
      "erspan_dir": erspanDirection.map { $0 == 1 ? "egress" : "ingress" },
      "erspan_hwid": hexadecimal(erspanHardwareID),
    ]
    return header.merging(others) { $1 }
  }
}

extension IPTunnelData {
  var members: [String: JSON?] {
    [
      "local": end(local), "remote": end(remote), "ttl": .number(ttl),
      "proto": self.protocol.map { $0 == 0 ? "any" : $0 == 41 ? "ip6ip6" : "?" },
      "pmtudisc": .bool(pathMTUDiscovery), "encap_limit": .number(encapsulationLimit),
      "tclass": hexadecimal(flowInformation.map { $0 >> 20 & 0xFF }, digits: 2),
      "flowlabel": hexadecimal(flowInformation.map { $0 & 0xFFFFF }, digits: 5),
      "ip6_tnl_f_rcv_dscp_copy": .bool(flags.map { $0 & 0x10 != 0 }),
      "external": .bool(collectMetadata),
      "encap": [
        "type": .string(encapsulationType?.word ?? ""),
        "sport": JSON(encapsulationSourcePort ?? 1),
        "dport": JSON(encapsulationDestinationPort ?? 1),
        "csum": .bool(encapsulationFlags?.words.contains("checksum") ?? true),
        "csum6": .bool(encapsulationFlags?.words.contains("checksum6") ?? true),
        "remcsum": .bool(encapsulationFlags?.words.contains("remoteChecksum") ?? true),
      ],
    ]
  }
}

extension MACsecData {
  var members: [String: JSON?] {
    [
      "sci": .text(sci.map { String($0, radix: 16) }), "protect": .bool(protect),
      // MACSEC_CIPHER_ID_GCM_AES_128, or MACSEC_DEFAULT_CIPHER_ID, which means the same.
      "cipher_suite": [0x0080_C201_0001_0000, 0x0080_0200_0100_0001].contains(cipherSuite)
        ? "GCM-AES-128" : hexadecimal(cipherSuite),
      "icv_len": .number(icvLength),
      "encoding_sa": .number(encodingSA), "validation": .text(validation),
      "offload": .text(offload), "encrypt": .bool(encrypt), "inc_sci": .bool(includesSCI),
      "es": .bool(endStation), "scb": .bool(singleCopyBroadcast),
      "replay_protect": .bool(replayProtect), "window": .number(window),
    ]
  }
}
