#!/usr/bin/env python3
"""Compares `cnitop snapshot` with iproute2, field by field.

    compare_iproute2.py CNITOP [--seeds 1,2,3]      on nodes built at random
    compare_iproute2.py CNITOP --every-kind         on one with links of every kind

Every fact that both print has to be the same; nothing may be missing or doubled. Needs root.
Prints one line per difference and ends with status 1 if there was one.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time

import every_kind
from link_details import DETAIL, PORT, encapsulation
from random_node import Node, build, run

TABLES = {'default': 253, 'main': 254, 'local': 255}
FLAGS = {'UP': 'up', 'BROADCAST': 'broadcast', 'DEBUG': 'debug', 'LOOPBACK': 'loopback',
         'POINTOPOINT': 'pointToPoint', 'NOTRAILERS': 'noTrailers', 'NOARP': 'noARP',
         'PROMISC': 'promiscuous', 'ALLMULTI': 'allMulticast', 'MASTER': 'master',
         'SLAVE': 'slave', 'MULTICAST': 'multicast', 'LOWER_UP': 'lowerUp', 'DORMANT': 'dormant',
         'ECHO': 'echo'}
STATES = {'LOWERLAYERDOWN': 'lowerLayerDown', 'NOTPRESENT': 'notPresent'}
NUD = {'NOARP': 'noARP'}
NEIGHBOUR_FLAGS = {'router': 'router', 'extern_learn': 'externLearn', 'offload': 'offloaded'}
ADDRESS_FLAGS = {'tentative': 'tentative', 'deprecated': 'deprecated', 'dadfailed': 'dadFailed',
                 'noprefixroute': 'noPrefixRoute', 'mngtmpaddr': 'manageTemporaryAddresses',
                 'temporary': 'temporary', 'secondary': 'secondary', 'nodad': 'noDAD',
                 'optimistic': 'optimistic', 'home': 'homeAddress', 'autojoin': 'autoJoin',
                 'stable-privacy': 'stablePrivacy'}
ROUTE_FLAGS = {'onlink': 'onLink', 'linkdown': 'linkDown', 'dead': 'dead',
               'pervasive': 'pervasive', 'offload': 'offload', 'trap': 'trap'}
SCOPES = {0: 'global'}
LINK = {
    'ifindex': 'ifindex', 'ifname': 'name', 'mtu': 'mtu', 'qdisc': 'qdisc', 'txqlen': 'txQueueLength',
    'link_type': 'hardwareType', 'address': 'macAddress', 'broadcast': 'broadcast',
    'promiscuity': 'promiscuity', 'allmulti': 'allMulticast', 'min_mtu': 'minMTU',
    'max_mtu': 'maxMTU', 'num_tx_queues': 'numTxQueues', 'num_rx_queues': 'numRxQueues',
    'gso_max_size': 'gsoMaxSize', 'gso_max_segs': 'gsoMaxSegments', 'tso_max_size': 'tsoMaxSize',
    'tso_max_segs': 'tsoMaxSegments', 'gro_max_size': 'groMaxSize', 'ifalias': 'alias',
    'link_netnsid': 'linkNsid', 'inet6_addr_gen_mode': 'inet6AddressGeneration',
}


METRICS = {
    'window': 'windowBytes', 'advmss': 'advertisedMSSBytes', 'reordering': 'reordering',
    'hoplimit': 'hopLimit', 'initcwnd': 'initialCongestionWindow',
    'rto_min': 'minRTOMilliseconds', 'initrwnd': 'initialReceiveWindow', 'quickack': 'quickACK',
    'ssthresh': 'slowStartThreshold', 'cwnd': 'congestionWindow', 'congestion': 'congestionControl',
}
# What `ip -s -s` adds.
ERRORS = {
    ('rx', 'over_errors'): 'rxOverErrors', ('rx', 'length_errors'): 'rxLengthErrors',
    ('rx', 'crc_errors'): 'rxCrcErrors', ('rx', 'frame_errors'): 'rxFrameErrors',
    ('rx', 'fifo_errors'): 'rxFifoErrors', ('rx', 'missed_errors'): 'rxMissedErrors',
    ('tx', 'carrier_errors'): 'txCarrierErrors', ('tx', 'aborted_errors'): 'txAbortedErrors',
    ('tx', 'fifo_errors'): 'txFifoErrors', ('tx', 'window_errors'): 'txWindowErrors',
    ('tx', 'heartbeat_errors'): 'txHeartbeatErrors',
}
NEXT_HOP_PROTOCOLS = {'unspecified': 'unspec'}
IP_PROTOCOLS = {'ipproto-99': 99, 'icmp': 1, 'tcp': 6, 'udp': 17, 'sctp': 132}


class Comparison:
    def __init__(self):
        self.count = 0
        self.differences = []

    def same(self, where, theirs, ours):
        self.count += 1
        if theirs != ours:
            self.differences.append(f'{where}: iproute2 has {theirs!r}, cnitop {ours!r}')

    def same_list(self, where, theirs, ours):
        """Rows in the order of the kernel."""
        self.same(f'{where} count', len(theirs), len(ours))
        for theirs, ours in zip(theirs, ours):
            self.same(where, theirs, ours)

    def between(self, where, before, ours, after):
        """A counter that runs meanwhile."""
        self.count += 1
        if not before <= ours <= after:
            self.differences.append(
                f'{where}: iproute2 has {before} and then {after}, cnitop {ours}')

    def same_rows(self, where, theirs, ours):
        """Rows in any order, each as often on one side as on the other."""
        key = lambda row: json.dumps(row, sort_keys=True)
        left, right = sorted(map(key, theirs)), sorted(map(key, ours))
        self.count += len(left)
        rest = list(right)
        for row in left:
            if row in rest:
                rest.remove(row)
            else:
                self.differences.append(f'{where}: only iproute2 has {row}')
        self.differences += [f'{where}: only cnitop has {row}' for row in rest]


def ip(node, name, *arguments, tool='ip'):
    text = run(tool, '-j', '-d', '-s', '-s', *arguments, namespace=node.path(name))
    # iproute2 writes control characters of an alias as they are.
    return [row for row in json.loads(text or '[]', strict=False, object_pairs_hook=members)
            if row]


def members(pairs):
    """An object; what `encap ip` adds to a route, with a second "dst" and "tos", is kept apart."""
    result = dict(pairs)
    if result.get('encap') in ('ip', 'ip6'):
        names = [name for name, _ in pairs]
        inner = dict(pairs[names.index('encap') + 1:names.index('dev')])
        result = {name: value for name, value in reversed(pairs) if name not in inner}
        result['dst'], result['tunnel'] = pairs[names.index('dst')][1], inner
    return result


def compare_links(check, where, earlier, theirs, ours, names):
    check.same(f'{where} links', [l['ifname'] for l in theirs], [l['name'] for l in ours])
    by_index = {l['ifindex']: l for l in ours}
    for link in theirs:
        own = by_index.get(link['ifindex'])
        if not own:
            continue
        place = f'{where} {link["ifname"]}'
        for key, name in LINK.items():
            if key in link:
                check.same(f'{place} {key}', link[key], own.get(name))
        flags = {FLAGS.get(f, f) for f in link['flags'] if f not in ('NO-CARRIER', 'M-DOWN')}
        check.same(f'{place} flags', sorted(flags), sorted(set(own['flags']) - {'running'}))
        state = link['operstate']
        check.same(f'{place} operstate', STATES.get(state, state.lower()), own['operState'])
        check.same(f'{place} group', link.get('group'),
                   'default' if own['group'] == 0 else str(own['group']))
        check.same(f'{place} altnames', sorted(link.get('altnames', [])), own['altNames'])
        check.same(f'{place} master', link.get('master'), names.get(own.get('master')))
        compare_reference(check, place, link, own, by_index)
        compare_counters(check, place, earlier[link['ifindex']], link['stats64'],
                         own['statistics'])
        compare_kind(check, place, link.get('linkinfo', {}), own)


def compare_reference(check, place, link, own, by_index):
    other = own.get('peer') or own.get('parent')
    index = int(other.split('/')[1]) if other else None
    if 'link_index' in link:
        check.same(f'{place} link_index', link['link_index'], index)
    elif link.get('link'):
        check.same(f'{place} link', link['link'], by_index.get(index, {}).get('name'))
    elif 'link' not in link:
        check.same(f'{place} link', None, other)


def compare_counters(check, place, before, after, ours):
    names = {('rx', 'multicast'): 'multicast', ('tx', 'collisions'): 'collisions'}
    for side in ('rx', 'tx'):
        for key in ('bytes', 'packets', 'errors', 'dropped'):
            names[side, key] = side + key.capitalize()
    for (side, key), name in ERRORS.items():
        if key in before[side]:
            names[side, key] = name
    for (side, key), name in names.items():
        check.between(f'{place} {side} {key}', before[side][key], ours[name], after[side][key])


def compare_kind(check, place, info, own):
    check.same(f'{place} kind', info.get('info_kind'), own.get('kind'))
    if 'info_data' in info:
        compare_details(check, place, DETAIL.get(info['info_kind']), info['info_data'],
                        own['detail'])
    if 'info_slave_data' in info:
        compare_details(check, f'{place} port', PORT.get(info['info_slave_kind']),
                        info['info_slave_data'], own.get('port', {}))
    for key, value in encapsulation(info.get('info_data', {}).get('encap')).items():
        check.same(f'{place} {key}', value, own['detail'].get(key))
    if 'info_slave_kind' in info:
        check.same(f'{place} port', info['info_slave_kind'], own.get('port', {}).get('kind'))


def compare_details(check, place, names, theirs, ours):
    if names is None:
        check.differences.append(f'{place}: no names for {theirs}')
        return
    for key, value in theirs.items():
        if key not in names:
            check.differences.append(f'{place}: iproute2 has {key} {value!r}, which has no name')
        elif names[key]:
            name, form = names[key] if isinstance(names[key], tuple) else (names[key], None)
            check.same(f'{place} {key}', form(value) if form else value, ours.get(name))


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


def compare(check, node, title, earlier, snapshot):
    paths = {path: n for n in snapshot['namespaces'] for path in n['paths']}
    names = {l['id']: l['name'] for n in snapshot['namespaces'] for l in n.get('links', [])}
    inodes = {}
    for name in node.names:
        where = f'{title} {name}'
        own = paths.get(node.path(name))
        if own is None:
            check.differences.append(f'{where}: cnitop does not know this namespace')
            continue
        inodes[os.stat(node.path(name)).st_ino] = own
        compare_links(check, where, earlier[name], ip(node, name, 'link'), own['links'], names)
        check.same_rows(f'{where} addresses', addresses(ip(node, name, 'addr')),
                        own_addresses(own['links']))
        for option, family in (('-4', 'ipv4'), ('-6', 'ipv6')):
            check.same_list(
                f'{where} {family} routes',
                routes(ip(node, name, option, 'route', 'show', 'table', 'all'), family),
                own_routes([r for r in own['routes'] if r['family'] == family]))
            check.same(f'{where} {family} rules', rules(ip(node, name, option, 'rule'), family),
                       own_rules([r for r in own['rules'] if r['family'] == family]))
        entries = own['neighbours']
        check.same_rows(f'{where} neighbours',
                        neighbours(ip(node, name, 'neigh', 'show', 'nud', 'all')),
                        own_neighbours([r for r in entries if r['state'] != 'proxy']))
        check.same_rows(f'{where} proxies',
                        [(r['dst'], r.get('dev')) for r in ip(node, name, 'neigh', 'show', 'proxy')],
                        [(r['address'], r.get('device')) for r in entries if r['state'] == 'proxy'])
        check.same_rows(f'{where} fdb', fdb(ip(node, name, 'fdb', tool='bridge')),
                        own_fdb(own['fdb']))
        check.same_rows(f'{where} nexthops', next_hops(ip(node, name, 'nexthop')),
                        own_next_hops(own['nextHops']))
    compare_pairs(check, title, snapshot)
    if title == 'every kind':
        compare_overheads(check, names, snapshot)


def compare_overheads(check, names, snapshot):
    for tunnel in snapshot['tunnels']:
        if tunnel['kind'] in every_kind.SIZED:
            check.same(f'{names[tunnel["link"]]} overhead', 1500 - tunnel['mtu'],
                       tunnel['overheadBytes'])


def compare_pairs(check, title, snapshot):
    """The other end of the other end of a pair is the end itself, across all namespaces."""
    links = {l['id']: l for n in snapshot['namespaces'] for l in n['links']}
    for link in links.values():
        if link.get('kind') == 'veth':
            peer = links.get(link.get('peer'), {})
            check.same(f'{title} {link["name"]} peer of peer', link['id'], peer.get('peer'))


def settle(node):
    """Waits until the kernel has nothing more to add by itself: addresses that it checks, groups
    that it joins."""
    last, since = None, time.monotonic()
    while time.monotonic() < since + 10:
        state = [run('ip', *what, namespace=node.path(name)) for name in node.names
                 for what in (['neigh', 'show', 'nud', 'all'], ['-6', 'addr'])]
        if state == last and 'tentative' not in ''.join(state):
            return
        last = state
        time.sleep(0.7)


def validate(check, cnitop, node, where, document):
    """The document is as the schema says."""
    for name, text in (('schema', run(cnitop, 'schema')), ('document', document)):
        with open(f'{node.folder}/{name}.json', 'w') as file:
            file.write(text)
    tool = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'validate.py')
    done = subprocess.run([sys.executable, tool, f'{node.folder}/schema.json',
                           f'{node.folder}/document.json'], capture_output=True, text=True)
    check.same(f'{where} schema', '1 valid', done.stdout.strip() + done.stderr)


def state(node):
    """What two readings have to find alike; times that run are left out."""
    words = [('-6', 'addr'), ('-4', 'addr'), ('link',), ('neigh', 'show', 'nud', 'all'),
             ('-4', 'route', 'show', 'table', 'all'), ('-6', 'route', 'show', 'table', 'all')]
    texts = [run('ip', *what, namespace=node.path(name)) for name in node.names for what in words]
    texts += [run('bridge', 'fdb', namespace=node.path(name)) for name in node.names]
    return [re.sub(r'\d+sec', '', text) for text in texts]


def look(node, title, options):
    """One snapshot, compared with what iproute2 prints before and after it."""
    check = Comparison()
    earlier = {name: {l['ifindex']: l['stats64'] for l in ip(node, name, 'link')}
               for name in node.names}
    before = [ip(node, name, 'netns', 'list-id') for name in node.names]
    done = subprocess.run(
        [options.cnitop, 'snapshot', '--netns', node.path('node'), '--netns-dir', node.folder,
         '--proc', '/proc/tty/ldisc'], capture_output=True, text=True)
    if done.returncode:
        check.differences.append(f'{title}: cnitop ended with {done.returncode}: {done.stderr}')
        return check
    after = [ip(node, name, 'netns', 'list-id') for name in node.names]
    check.same(f'{title}: namespace ids after looking', before, after)
    compare(check, node, title, earlier, json.loads(done.stdout))
    if options.schema:
        validate(check, options.cnitop, node, title, done.stdout)
    return check


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('cnitop')
    parser.add_argument('--seeds', default='1,2,3,4,5,6')
    parser.add_argument('--every-kind', action='store_true', help='not at random')
    parser.add_argument('--schema', action='store_true', help='validate each snapshot too')
    options = parser.parse_args()
    # The namespaces that are bound have to go also when somebody ends this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    builders = {f'seed {seed}': lambda node, seed=int(seed): build(node, seed)
                for seed in options.seeds.split(',')}
    if options.every_kind:
        builders = {'every kind': every_kind.build}
    count, differences = 0, []
    for title, builder in builders.items():
        with Node() as node:
            builder(node)
            for _ in range(10):
                settle(node)
                before = state(node)
                result = look(node, title, options)
                # What went on by itself between the two readings makes them incomparable.
                if state(node) == before:
                    break
        count += result.count
        differences += result.differences
    for difference in differences[:60]:
        print(difference)
    print(f'{count} facts compared, {len(differences)} differences')
    return 1 if differences or count < 1000 else 0


if __name__ == '__main__':
    sys.exit(main())
