"""What iproute2 calls the details of each kind of link, and what cnitop does.

By kind, `iproute2's key: our key`, or `(our key, form)` where the value has another form too: `form`
makes ours of theirs. A key that both have to print is in here; one with None is passed over, with
the reason beside it. A key of neither kind is a difference: nobody thought of it.
"""

def number(text):
    return int(text, 16)


def key(text):
    """A key of a tunnel is printed as four octets."""
    a, b, c, d = map(int, text.split('.'))
    return a << 24 | b << 16 | c << 8 | d


def colons(text):
    """An address in a bridge id is printed without leading zeros."""
    priority, address = text.split('.', 1)
    return priority + '.' + ':'.join(part.zfill(2) for part in address.split(':'))


def low_high(span):
    return {'low': span['low'], 'high': span['high']}


def words(names):
    return lambda flags: [names[flag] for flag in flags]


ENCAPSULATION = {'encap': None}  # compared by `encapsulation` below
TUNNEL4 = {
    'remote': ('remote', lambda v: None if v == 'any' else v),
    'local': ('local', lambda v: None if v == 'any' else v),
    'ttl': ('ttl', lambda v: v or None), 'tos': ('tos', number), 'pmtudisc': 'pathMTUDiscovery',
    'external': 'external', **ENCAPSULATION,
}
TUNNEL6 = {
    'remote': 'remote', 'local': 'local', 'ttl': 'ttl', 'encap_limit': 'encapsulationLimit',
    'tclass': None,  # in the flow information, with the label
    'flowlabel': ('flowInformation', number), **ENCAPSULATION,
    'ip6_tnl_f_ign_encap_limit': None,  # in the flags
}
KEYS = {
    'ikey': ('inputKey', key), 'okey': ('outputKey', key),
    # In the flags of each direction.
    'iseq': None, 'oseq': None, 'icsum': None, 'ocsum': None,
}
ERSPAN = {
    'erspan_index': 'erspanIndex', 'erspan_ver': 'erspanVersion', 'erspan_dir': 'erspanDirection',
    'erspan_hwid': ('erspanHardwareId', number),
}
PROTOCOL = {'proto': ('protocol', {'any': 0, 'ip6ip6': 41, 'ipip6': 4, 'ipip': 4, 'ip4ip6': 4,
                                   'ip6ip': 41}.get)}
IPVLAN = {
    'mode': 'mode', 'bridge': ('flags', lambda v: []), 'private': ('flags', lambda v: ['private']),
    'vepa': ('flags', lambda v: ['vepa']),
}
MACVLAN = {
    'mode': 'mode', 'bcqueuelen': 'broadcastQueueLength',
    'usedbcqueuelen': 'broadcastQueueLengthUsed', 'macaddr_count': 'addressCount',
    'macaddr_data': 'addresses', 'nopromisc': ('flags', lambda v: ['noPromiscuous']),
}
DETAIL = {
    'bridge': {
        'forward_delay': 'forwardDelayCentiseconds', 'hello_time': 'helloTimeCentiseconds',
        'max_age': 'maxAgeCentiseconds', 'ageing_time': 'ageingTimeCentiseconds',
        'stp_state': ('stpState', ['disabled', 'kernel', 'user'].__getitem__),
        'priority': 'priority', 'vlan_filtering': ('vlanFiltering', bool),
        'vlan_protocol': 'vlanProtocol', 'bridge_id': ('bridgeId', colons),
        'root_id': ('rootId', colons), 'root_port': 'rootPort', 'root_path_cost': 'rootPathCost',
        'topology_change': ('topologyChange', bool),
        'topology_change_detected': ('topologyChangeDetected', bool),
        # These run.
        'hello_timer': None, 'tcn_timer': None, 'topology_change_timer': None, 'gc_timer': None,
        'vlan_default_pvid': 'vlanDefaultPVID', 'vlan_stats_enabled': ('vlanStatistics', bool),
        'vlan_stats_per_port': ('vlanStatisticsPerPort', bool),
        'group_fwd_mask': ('groupForwardMask', number), 'group_addr': 'groupAddress',
        'group_fwd_mask_str': None,  # the mask again
        'mcast_snooping': ('multicastSnooping', bool),
        # In the options.
        'no_linklocal_learn': None, 'mcast_vlan_snooping': None,
        'mcast_router': ('multicastRouter', ['never', 'learn', 'always'].__getitem__),
        'mcast_query_use_ifaddr': ('multicastQueryUsesAddress', bool),
        'mcast_querier': ('multicastQuerier', bool),
        'mcast_hash_elasticity': 'multicastHashElasticity',
        'mcast_hash_max': 'multicastHashMaximum',
        'mcast_last_member_cnt': 'multicastLastMemberCount',
        'mcast_startup_query_cnt': 'multicastStartupQueryCount',
        'mcast_last_member_intvl': 'multicastLastMemberIntervalCentiseconds',
        'mcast_membership_intvl': 'multicastMembershipIntervalCentiseconds',
        'mcast_querier_intvl': 'multicastQuerierIntervalCentiseconds',
        'mcast_query_intvl': 'multicastQueryIntervalCentiseconds',
        'mcast_query_response_intvl': 'multicastQueryResponseIntervalCentiseconds',
        'mcast_startup_query_intvl': 'multicastStartupQueryIntervalCentiseconds',
        'mcast_stats_enabled': ('multicastStatistics', bool),
        'mcast_igmp_version': 'multicastIGMPVersion', 'mcast_mld_version': 'multicastMLDVersion',
        'nf_call_iptables': ('callsIPTables', bool),
        'nf_call_ip6tables': ('callsIP6Tables', bool),
        'nf_call_arptables': ('callsARPTables', bool),
    },
    'vxlan': {
        'id': 'id', 'local': 'local', 'local6': 'local', 'remote': 'remote', 'remote6': 'remote',
        'group': 'group', 'group6': 'group', 'ttl': 'ttl', 'tos': ('tos', number), 'port': 'port',
        'link': None, 'link_index': None,  # the parent of the link
        'label': ('flowLabel', number), 'df': 'dontFragment',
        'ageing': 'ageingSeconds', 'limit': 'limit', 'learning': 'learning', 'proxy': 'proxy',
        'rsc': 'routeShortCircuit', 'l2miss': 'l2Miss', 'l3miss': 'l3Miss',
        'udp_csum': 'udpChecksum', 'udp_zero_csum6_tx': 'udpZeroChecksum6Transmit',
        'udp_zero_csum6_rx': 'udpZeroChecksum6Receive', 'external': 'external',
        'gbp': 'groupPolicy', 'gpe': 'genericProtocol', 'vnifilter': 'vniFilter',
        'port_range': ('portRange', low_high),
    },
    'geneve': {
        'id': 'id', 'remote': 'remote', 'remote6': 'remote', 'ttl': 'ttl', 'tos': ('tos', number),
        'df': 'dontFragment', 'port': 'port', 'external': 'external', 'udp_csum': 'udpChecksum',
        'udp_zero_csum6_tx': 'udpZeroChecksum6Transmit',
        'udp_zero_csum6_rx': 'udpZeroChecksum6Receive',
    },
    'macvlan': MACVLAN, 'macvtap': MACVLAN, 'ipvlan': IPVLAN, 'ipvtap': IPVLAN,
    'vlan': {
        'protocol': 'protocol', 'id': 'id',
        'flags': ('flags', words({
            'REORDER_HDR': 'reorderHeader', 'GVRP': 'gvrp', 'LOOSE_BINDING': 'looseBinding',
            'MVRP': 'mvrp', 'BRIDGE_BINDING': 'bridgeBinding'})),
        'ingress_qos': 'ingressPriorities', 'egress_qos': 'egressPriorities',
    },
    'vrf': {'table': 'table'},
    'bond': {
        'mode': 'mode', 'miimon': 'miiMonitorMilliseconds', 'updelay': 'upDelayMilliseconds',
        'downdelay': 'downDelayMilliseconds',
        'peer_notify_delay': 'peerNotificationDelayMilliseconds',
        'use_carrier': ('usesCarrier', bool), 'arp_interval': 'arpIntervalMilliseconds',
        'arp_missed_max': 'missedMaximum', 'arp_ip_target': 'arpTargets',
        'arp_validate': ('arpValidate', lambda v: v or 'none'),
        'arp_all_targets': 'arpAllTargets', 'primary_reselect': 'primaryReselect',
        'fail_over_mac': 'failOverMAC', 'xmit_hash_policy': 'transmitHashPolicy',
        'resend_igmp': 'resendIGMP', 'num_peer_notif': 'peerNotifications',
        'all_slaves_active': ('allPortsActive', bool), 'min_links': 'minimumLinks',
        'lp_interval': 'learningPacketIntervalSeconds', 'packets_per_slave': 'packetsPerPort',
        'ad_lacp_active': ('lacpActive', 'on'.__eq__), 'ad_lacp_rate': 'lacpRate',
        'ad_select': 'aggregatorSelection', 'ad_actor_sys_prio': 'actorSystemPriority',
        'ad_user_port_key': 'userPortKey', 'ad_actor_system': 'actorSystem',
        'tlb_dynamic_lb': ('dynamicLoadBalancing', bool),
        'ad_info': ('aggregator', lambda v: {
            'id': v['aggregator'], 'ports': v['num_ports'], 'actorKey': v['actor_key'],
            'partnerKey': v['partner_key'], 'partnerMAC': v['partner_mac']}),
        'active_slave': None, 'primary': None,  # names; ours are indices
    },
    'gre': {**TUNNEL4, **KEYS}, 'gretap': {**TUNNEL4, **KEYS},
    'erspan': {**TUNNEL4, **KEYS, **ERSPAN},
    'ip6erspan': {**TUNNEL6, **KEYS, **ERSPAN},
    'ip6gre': {**TUNNEL6, **KEYS}, 'ip6gretap': {**TUNNEL6, **KEYS},
    'ipip': {**TUNNEL4, **PROTOCOL}, 'sit': {**TUNNEL4, **PROTOCOL},
    'ip6tnl': {**TUNNEL6, **PROTOCOL},
    'vti': {'remote': 'remote', 'local': 'local', **KEYS},
    'vti6': {'remote': 'remote', 'local': 'local', **KEYS},
    'xfrm': {'if_id': ('interfaceId', number)},
    'bareudp': {
        'dstport': 'port', 'ethertype': ('etherType', {'mpls_uc': 0x8847}.get),
        'srcportmin': 'minimumSourcePort', 'multiproto': ('multiProtocol', lambda v: v or None),
    },
    'macsec': {
        'sci': 'sci', 'protect': 'protect', 'icv_len': 'icvLengthBytes',
        'cipher_suite': ('cipherSuite', {'GCM-AES-256': 'gcmAES256', 'GCM-AES-128': 'gcmAES128'}.get),
        'encoding_sa': 'encodingSA', 'validation': 'validation', 'offload': 'offload',
        'encrypt': 'encrypt', 'inc_sci': 'includesSCI', 'es': 'endStation',
        'scb': 'singleCopyBroadcast', 'replay_protect': 'replayProtect', 'window': 'window',
    },
    'hsr': {
        'slave1': None, 'slave2': None,  # names; ours are indices
        'seq_nr': None,  # runs
        'supervision_addr': 'supervisionAddress', 'proto': ('protocol', ['hsr', 'prp'].__getitem__),
    },
    'tun': {
        'type': 'type', 'pi': 'packetInformation', 'vnet_hdr': 'virtualHeader',
        'multi_queue': 'multiQueue', 'persist': 'persistent', 'numqueues': 'queues',
        'numdisabled': 'disabledQueues', 'user': None, 'group': None,  # names; ours are numbers
    },
}
BRIDGE_PORT = {
    'state': 'state', 'priority': 'priority', 'cost': 'cost', 'hairpin': 'hairpin',
    'guard': 'bpduGuard', 'root_block': 'rootGuard', 'fastleave': 'fastLeave',
    'learning': 'learning', 'flood': 'unicastFlood', 'proxy_arp': 'proxyARP',
    'proxy_arp_wifi': 'proxyARPWiFi', 'mcast_flood': 'multicastFlood',
    'bcast_flood': 'broadcastFlood', 'mcast_to_unicast': 'multicastToUnicast',
    'isolated': 'isolated', 'neigh_suppress': 'neighbourSuppress', 'locked': 'locked',
    'vlan_tunnel': 'vlanTunnel', 'designated_port': 'designatedPort',
    'designated_cost': 'designatedCost', 'id': ('portId', number), 'no': ('portNumber', number),
    'bridge_id': ('designatedBridge', colons), 'root_id': ('designatedRoot', colons),
    # These run.
    'hold_timer': None, 'message_age_timer': None, 'forward_delay_timer': None,
    'topology_change_ack': ('topologyChangeAcknowledge', bool),
    'config_pending': ('configurationPending', bool),
    'multicast_router': ('multicastRouter', ['never', 'learn', 'always', 'learned'].__getitem__),
    'group_fwd_mask': ('groupForwardMask', number), 'group_fwd_mask_str': None,
}
PORT = {
    'bridge': BRIDGE_PORT,
    'vrf': {'table': 'table'},
    'bond': {
        'state': ('state', str.lower), 'perm_hwaddr': 'permanentMACAddress',
        'queue_id': 'queueId', 'prio': 'priority', 'ad_aggregator_id': 'aggregatorId',
        # These run.
        'mii_status': None, 'link_failure_count': None, 'ad_actor_oper_port_state': None,
        'ad_actor_oper_port_state_str': None, 'ad_partner_oper_port_state': None,
        'ad_partner_oper_port_state_str': None,
    },
}


def encapsulation(encap):
    """UDP around a tunnel, in our words; nothing where there is none."""
    return {} if encap is None else {
        'encapsulationType': encap['type'], 'encapsulationSourcePort': encap['sport'],
        'encapsulationDestinationPort': encap['dport'],
        'encapsulationFlags': [name for key, name in (
            ('csum', 'checksum'), ('csum6', 'checksum6'), ('remcsum', 'remoteChecksum'))
            if encap[key]],
    }
