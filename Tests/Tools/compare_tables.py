"""The tables of a namespace as rows of one form, from iproute2 and from cnitop."""

TABLES = {'default': 253, 'main': 254, 'local': 255}
NUD = {'NOARP': 'noARP'}
NEIGHBOUR_FLAGS = {'router': 'router', 'extern_learn': 'externLearn', 'offload': 'offloaded'}
ADDRESS_FLAGS = {'tentative': 'tentative', 'deprecated': 'deprecated', 'dadfailed': 'dadFailed',
                 'noprefixroute': 'noPrefixRoute', 'mngtmpaddr': 'manageTemporaryAddresses',
                 'temporary': 'temporary', 'secondary': 'secondary', 'nodad': 'noDAD',
                 'optimistic': 'optimistic', 'home': 'homeAddress', 'autojoin': 'autoJoin',
                 'stable-privacy': 'stablePrivacy'}
ROUTE_FLAGS = {'onlink': 'onLink', 'linkdown': 'linkDown', 'dead': 'dead',
               'pervasive': 'pervasive', 'offload': 'offload', 'trap': 'trap'}
METRICS = {
    'window': 'windowBytes', 'advmss': 'advertisedMSSBytes', 'reordering': 'reordering',
    'hoplimit': 'hopLimit', 'initcwnd': 'initialCongestionWindow',
    'rto_min': 'minRTOMilliseconds', 'initrwnd': 'initialReceiveWindow', 'quickack': 'quickACK',
    'ssthresh': 'slowStartThreshold', 'cwnd': 'congestionWindow', 'congestion': 'congestionControl',
}
NEXT_HOP_PROTOCOLS = {'unspecified': 'unspec'}
IP_PROTOCOLS = {'ipproto-99': 99, 'icmp': 1, 'tcp': 6, 'udp': 17, 'sctp': 132}


def addresses(links):
    rows = []
    for link in links:
        for a in link.get('addr_info', []):
            flags = {ADDRESS_FLAGS[f] for f in ADDRESS_FLAGS if a.get(f)}
            if not a.get('dynamic'):
                flags.add('permanent')
            rows.append({
                'dev': link['ifname'], 'address': a['local'], 'length': a['prefixlen'],
                'peer': a.get('address'), 'broadcast': a.get('broadcast'), 'scope': a['scope'],
                'label': a.get('label'), 'metric': a.get('metric'), 'flags': sorted(flags),
                'for ever': a['valid_life_time'] == 2**32 - 1})
    return rows


def own_addresses(links):
    return [{'dev': l['name'], 'address': a['address'], 'length': a['prefixLength'],
             'peer': a.get('peer'), 'broadcast': a.get('broadcast'), 'scope': a['scope'],
             'label': a.get('label'), 'metric': a.get('metric'), 'flags': sorted(a['flags']),
             'for ever': a['validSeconds'] == 2**32 - 1}
            for l in links for a in l['addresses']]


def prefix(text, family):
    if text in ('default', 'all'):
        return '0.0.0.0/0' if family == 'ipv4' else '::/0'
    return text if '/' in text else text + ('/32' if family == 'ipv4' else '/128')


def routes(rows, family):
    result = []
    for r in rows:
        metrics = {k: v for m in r.get('metrics', []) for k, v in m.items()}
        result.append({
            'type': r.get('type', 'unicast'), 'destination': prefix(r['dst'], family),
            'gateway': r.get('gateway'), 'device': r.get('dev'),
            'table': TABLES.get(r['table']) or int(r['table']), 'protocol': r['protocol'],
            'scope': r['scope'], 'priority': r.get('metric'), 'source': r.get('prefsrc'),
            'flags': sorted(ROUTE_FLAGS.get(f, f) for f in r['flags']), 'nhid': r.get('nhid'),
            'mtu': metrics.get('mtu'), 'rtt': metrics.get('rtt'),
            'metrics': {k: metrics.get(k) for k in METRICS},
            'tos': int(r['tos'], 16) if 'tos' in r else None,
            'tunnel': tunnel(r),
            'hops': [{'gateway': h.get('gateway'), 'device': h['dev'], 'weight': h['weight'],
                      'flags': sorted(ROUTE_FLAGS.get(f, f) for f in h['flags'])}
                     for h in r.get('nexthops', [])]})
    return result


def milliseconds(eighths):
    return None if eighths is None else eighths // 8


def tunnel(route):
    """The encapsulation of a route in an IP tunnel."""
    inner = route.get('tunnel')
    return inner and [inner['id'], inner['dst'], inner['ttl'], inner['tos']]


def own_tunnel(route):
    inner = route.get('encapsulation')
    return inner and [inner.get(name) for name in ('id', 'destination', 'ttl', 'tos')]


def own_routes(rows):
    return [{'type': r['type'], 'destination': r['destination'],
             'gateway': r.get('gateway'), 'device': r.get('device'), 'table': r['table'],
             'protocol': r['protocol'].replace('unknown:', ''), 'scope': r['scope'],
             'priority': r.get('priority'), 'source': r.get('source'),
             'flags': sorted(r['flags']), 'nhid': r.get('nextHopId'), 'mtu': r.get('mtu'),
             'rtt': milliseconds(r.get('metrics', {}).get('rttEighthMilliseconds')),
             'metrics': {k: r.get('metrics', {}).get(v) for k, v in METRICS.items()},
             'tos': r.get('tos'), 'tunnel': own_tunnel(r),
             'hops': [{'gateway': h.get('gateway'), 'device': h['device'], 'weight': h['weight'],
                       'flags': sorted(h['flags'])} for h in r['nextHops']]}
            for r in rows]


def rules(rows, family):
    def source(row, key):
        text = row.get(key)
        if text in (None, 'all'):
            return None
        return f'{text}/{row[key + "len"]}' if key + 'len' in row else prefix(text, family)
    def ports(row, key):
        if key in row:
            return [row[key], row[key]]
        return [row[key + '_start'], row[key + '_end']] if key + '_start' in row else None
    result = []
    for r in rows:
        action = 'goto' if 'goto' in r else r.get('action', 'toTable')
        result.append({
            'priority': r['priority'], 'from': source(r, 'src'), 'to': source(r, 'dst'),
            'iif': r.get('iif'), 'oif': r.get('oif'), 'mark': int(r.get('fwmark', '0'), 16),
            'mask': int(r['fwmask'], 16) if 'fwmask' in r else None, 'action': action,
            'table': (TABLES.get(r['table']) or int(r['table'])) if 'table' in r else 0,
            'goto': r.get('goto') if isinstance(r.get('goto'), int) else None,
            'protocol': r['protocol'], 'tos': int(r.get('tos', '0'), 16),
            'ipproto': IP_PROTOCOLS.get(r.get('ipproto'), r.get('ipproto')),
            'sport': ports(r, 'sport'), 'dport': ports(r, 'dport'), 'uid': ports(r, 'uid'),
            'tun_id': r.get('tun_id'), 'prefixlen': r.get('suppress_prefixlen'),
            'ifgroup': None if 'suppress_ifgroup' not in r else int(r['suppress_ifgroup']),
            'realms': [int(r.get('flow_from', 0)), int(r.get('flow_to', 0))],
            'not': 'not' in r, 'iif detached': 'iif_detached' in r,
            'oif detached': 'oif_detached' in r})
    return result


def own_rules(rows):
    return [{'priority': r['priority'], 'from': r.get('from'), 'to': r.get('to'),
             'iif': r.get('iif'), 'oif': r.get('oif'), 'mark': r.get('fwMark', 0),
             'mask': None if r.get('fwMask') in (None, 2**32 - 1) else r['fwMask'],
             'action': r['action'], 'table': r['table'] if r['action'] == 'toTable' else 0,
             'goto': r.get('goto'), 'protocol': {'unspecified': 'unspec'}.get(
                 r['protocol'], r['protocol']), 'tos': r.get('tos', 0),
             'ipproto': r.get('ipProtocol'), 'sport': span(r, 'sourcePorts'),
             'dport': span(r, 'destinationPorts'), 'uid': span(r, 'users'),
             'tun_id': r.get('tunnelId'), 'prefixlen': r.get('suppressPrefixLength'),
             'ifgroup': r.get('suppressInterfaceGroup'),
             'realms': [r.get('realms', {}).get('from', 0), r.get('realms', {}).get('to', 0)],
             'not': 'invert' in r['flags'], 'iif detached': 'inputDetached' in r['flags'],
             'oif detached': 'outputDetached' in r['flags']}
            for r in rows]


def span(row, key):
    return [row[key]['low'], row[key]['high']] if key in row else None


def neighbours(rows):
    return [{'address': r['dst'], 'mac': r.get('lladdr'), 'device': r.get('dev'),
             'state': [NUD.get(s, s.lower()) for s in r.get('state', ['NONE'])],
             'flags': sorted(NEIGHBOUR_FLAGS[f] for f in NEIGHBOUR_FLAGS if f in r)}
            for r in rows]


def own_neighbours(rows):
    return [{'address': r['address'], 'mac': r.get('macAddress'), 'device': r.get('device'),
             'state': [r['state']], 'flags': sorted(set(r['flags']) - {'proxy'})}
            for r in rows]


def fdb(rows):
    return [{'mac': r['mac'], 'device': r['ifname'], 'bridge': r.get('master'),
             'vlan': r.get('vlan'), 'remote': r.get('dst'), 'port': r.get('port'),
             'vni': r.get('vni'), 'self': 'self' in r['flags'],
             'permanent': r['state'] == 'permanent'} for r in rows]


def own_fdb(rows):
    return [{'mac': r['macAddress'], 'device': r['device'], 'bridge': r.get('bridge'),
             'vlan': r.get('vlan'), 'remote': r.get('remote'), 'port': r.get('port'),
             'vni': r.get('vni'), 'self': 'self' in r['flags'],
             'permanent': r['state'] == 'permanent'} for r in rows]


def next_hops(rows):
    return [{'id': r['id'], 'gateway': r.get('gateway'), 'device': r.get('dev'),
             'blackhole': 'blackhole' in r, 'scope': r['scope'],
             'protocol': r['protocol'],
             'flags': sorted(ROUTE_FLAGS.get(f, f) for f in r['flags']),
             'group': [[g['id'], g.get('weight', 1)] for g in r.get('group', [])]} for r in rows]


def own_next_hops(rows):
    return [{'id': r['id'], 'gateway': r.get('gateway'), 'device': r.get('device'),
             'blackhole': r.get('blackhole', False), 'scope': r['scope'],
             'protocol': NEXT_HOP_PROTOCOLS.get(r['protocol'],
                                                r['protocol'].replace('unknown:', '')),
             'flags': sorted(r['flags']),
             'group': [[g['id'], g['weight']] for g in r['group']]} for r in rows]
