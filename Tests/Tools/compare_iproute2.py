#!/usr/bin/env python3
"""Compares `cnitop snapshot` with iproute2, field by field.

    compare_iproute2.py CNITOP [--seeds 1,2,3]      on nodes built at random
    compare_iproute2.py CNITOP --every-kind         on one with links of every kind
    compare_iproute2.py CNITOP --tunnels 1,2,3      on nodes with tunnels, built at random

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
import random_tunnels
from compare_links import compare_links
from compare_tables import (
    addresses, fdb, neighbours, next_hops, own_addresses, own_fdb, own_neighbours, own_next_hops,
    own_routes, own_rules, routes, rules)
from compare_tunnels import compare_wireguard
from comparison import Comparison, ip
from random_node import Node, build, run


def compare(check, node, title, earlier, document):
    snapshot = json.loads(document)
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
        tunnels = {names[t['link']]: t for t in snapshot['tunnels']
                   if t['link'].startswith(own['id'].replace('netns', 'link') + '/')}
        if any(t['kind'] == 'wireguard' for t in tunnels.values()):
            compare_wireguard(check, node, name, where, tunnels, document)
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
    compare(check, node, title, earlier, done.stdout)
    if options.schema:
        validate(check, options.cnitop, node, title, done.stdout)
    return check


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('cnitop')
    parser.add_argument('--seeds', default='1,2,3,4,5,6')
    parser.add_argument('--every-kind', action='store_true', help='not at random')
    parser.add_argument('--tunnels', help='seeds; in a kernel that has them all')
    parser.add_argument('--schema', action='store_true', help='validate each snapshot too')
    options = parser.parse_args()
    # The namespaces that are bound have to go also when somebody ends this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    builders = {f'seed {seed}': lambda node, seed=int(seed): build(node, seed)
                for seed in options.seeds.split(',')}
    if options.every_kind:
        builders = {'every kind': every_kind.build}
    if options.tunnels:
        builders = {f'tunnels {seed}': lambda node, seed=int(seed): random_tunnels.build(node, seed)
                    for seed in options.tunnels.split(',')}
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
