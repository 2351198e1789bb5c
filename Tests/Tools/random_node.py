"""Builds a node at random out of network namespaces, with iproute2 and nothing of ours.

The namespaces are bound in a private folder, so that nothing on the machine sees them.
"""
import os
import random
import shutil
import subprocess
import tempfile


def run(*command, namespace=None, text=None, check=True):
    """Runs a command, inside a namespace if one is named, and returns what it printed."""
    if namespace:
        command = ('nsenter', f'--net={namespace}') + command
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if check and done.returncode:
        raise RuntimeError(f'{" ".join(command)}: {done.stderr.strip()}')
    return done.stdout


class Node:
    """The namespaces of one node; `with` removes them at the end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix=f'cnitop-tests-{os.getpid()}-', dir='/run')
        self.names = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for name in reversed(self.names):
            subprocess.run(['umount', '-l', self.path(name)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return f'{self.folder}/{name}'

    def namespace(self, name):
        open(self.path(name), 'w').close()
        run('unshare', f'--net={self.path(name)}', 'true')
        self.names.append(name)
        self.ip(name, 'link set lo up')

    def ip(self, name, line, check=True):
        return self.command(name, 'ip', line, check)

    def command(self, name, tool, line, check=True):
        return run(tool, *line.split(), namespace=self.path(name), check=check)

    def batch(self, name, lines, tool='ip', force=True):
        """Many commands at once; a random one that the kernel refuses is passed over."""
        flags = ['-force'] if force else []
        run(tool, *flags, '-batch', '-', namespace=self.path(name), text='\n'.join(lines) + '\n',
            check=False)

    def move(self, link, source, target):
        with open(self.path(target)) as file:
            subprocess.run(
                ['nsenter', f'--net={self.path(source)}', 'ip', 'link', 'set', link, 'netns',
                 f'/proc/self/fd/{file.fileno()}'],
                check=True, pass_fds=[file.fileno()], capture_output=True)


def build(node, seed):
    """Fills a node: links of the kinds that every kernel has, addresses, routes and the rest."""
    dice = random.Random(seed)
    pods = [f'pod{i}' for i in range(dice.randint(1, 4))]
    for name in ['node'] + pods:
        node.namespace(name)
    links = build_links(node, dice, pods)
    for name in ['node'] + pods:
        fill(node, name, links.get(name, []), dice)
    node.batch('node', [
        f'fdb append {mac(dice)} dev {link} dst 192.0.2.{dice.randint(1, 250)}'
        + dice.choice(['', f' port {dice.randint(1, 65535)}', f' vni {dice.randint(1, 9999)}'])
        for link in links['node'] if link.startswith('vx') for _ in range(dice.randint(0, 6))
    ] + [
        f'fdb add {mac(dice)} dev {link} master ' + dice.choice(['static', 'dynamic', 'local'])
        for link in links['node'] if link.startswith('ve') for _ in range(dice.randint(0, 3))
    ], tool='bridge')


def build_links(node, dice, pods):
    lines, links = [], {'node': []}
    for i in range(dice.randint(1, 3)):
        lines.append(f'link add br{i} type bridge stp_state {dice.randint(0, 1)} '
                     f'ageing_time {dice.randint(100, 90000)} priority {dice.randint(0, 15) * 4096} '
                     f'mcast_snooping {dice.randint(0, 1)} forward_delay {dice.randint(200, 3000)}')
        links['node'].append(f'br{i}')
    for i in range(dice.randint(1, 6)):
        lines.append(f'link add ve{i} mtu {dice.randint(68, 9000)} numtxqueues {dice.randint(1, 4)} '
                     f'type veth peer name vp{i} mtu {dice.randint(68, 9000)}')
        links['node'] += [f've{i}', f'vp{i}']
    for i in range(dice.randint(0, 4)):
        lines.append(f'link add vx{i} type vxlan id {dice.randint(1, 2**24 - 1)} '
                     + dice.choice(['', 'local 10.9.9.9 ', 'remote 198.51.100.7 ', 'dev ve0 ',
                                    'group 239.1.1.1 dev ve0 ', 'local fd00::9 '])
                     + f'dstport {dice.randint(1, 65535)} ttl {dice.randint(0, 255)} '
                     + dice.choice(['nolearning ', 'learning ', 'proxy ', 'rsc '])
                     + dice.choice(['', 'udpcsum ', 'noudpcsum ', 'ageing 77 ', 'maxaddress 9 '])
                     + dice.choice(['', f'srcport {dice.randint(1, 30000)} 40000']))
        links['node'].append(f'vx{i}')
    for i in range(dice.randint(0, 3)):
        mode = dice.choice(['bridge', 'private', 'vepa', 'passthru'])
        lines.append(f'link add link ve{i} mv{i} type macvlan mode {mode}')
        links['node'].append(f'mv{i}')
    for i in range(dice.randint(0, 2)):
        lines.append(f'link add if{i} type ifb')
        links['node'].append(f'if{i}')
    for link in list(links['node']):
        if dice.random() < 0.2:
            name = dice.choice(['a', '"up link"', "'quote\"'", 'größe-名', "'ctrl\x01\x1b[2J'"])
            lines.append(f'link set {link} alias {name}')
        if dice.random() < 0.3:
            lines.append(f'link property add dev {link} altname {link}-the-longer-name')
        if dice.random() < 0.2:
            lines.append(f'link set {link} group {dice.randint(0, 99)}')
        if dice.random() < 0.2:
            lines.append(f'link set {link} txqueuelen {dice.randint(0, 5000)}')
        if dice.random() < 0.2:
            lines.append(f'link set {link} promisc on')
        if dice.random() < 0.2:
            lines.append(f'link set {link} addrgenmode none')
        if link.startswith('ve') and dice.random() < 0.7:
            lines.append(f'link set {link} master br0')
            lines.append(f'link set {link} type bridge_slave hairpin {dice.choice(["on", "off"])} '
                         f'isolated {dice.choice(["on", "off"])} cost {dice.randint(1, 9999)}')
        if dice.random() < 0.8:
            lines.append(f'link set {link} up')
    node.batch('node', lines)
    for i, pod in enumerate(pods):
        end = f'vp{i}'
        if end in links['node'] and dice.random() < 0.9:
            node.move(end, 'node', pod)
            node.ip(pod, f'link set {end} name eth0 up', check=False)
            links['node'].remove(end)
            links[pod] = ['eth0']
        if f'mv{i}' in links['node'] and dice.random() < 0.5:
            try:
                node.move(f'mv{i}', 'node', pod)
            except subprocess.CalledProcessError:
                continue
            links['node'].remove(f'mv{i}')
            links.setdefault(pod, []).append(f'mv{i}')
            node.ip(pod, f'link set mv{i} up', check=False)
    return links


def mac(dice):
    return ':'.join(['02'] + [f'{dice.randint(0, 255):02x}' for _ in range(5)])


def v4(dice):
    return f'10.{dice.randint(0, 250)}.{dice.randint(0, 255)}.{dice.randint(1, 254)}'


def v6(dice):
    return f'fd00:{dice.randint(0, 0xffff):x}::{dice.randint(1, 0xffff):x}'


def fill(node, name, links, dice):
    links = links or ['lo']
    lines = []
    for link in links:
        for _ in range(dice.randint(0, 3)):
            lines.append(f'addr add {v4(dice)}/{dice.randint(8, 32)} dev {link}'
                         + dice.choice(['', ' scope link', ' scope host', ' noprefixroute',
                                        ' valid_lft 3000 preferred_lft 2000', ' metric 7'])
                         + dice.choice(['', f' label {link}:x', ' brd +']))
        if dice.random() < 0.3:
            lines.append(f'addr add {v4(dice)} peer {v4(dice)}/32 dev {link}')
        for _ in range(dice.randint(0, 2)):
            lines.append(f'addr add {v6(dice)}/{dice.randint(48, 128)} dev {link}'
                         + dice.choice(['', ' nodad', ' preferred_lft 0', ' noprefixroute']))
    for _ in range(dice.randint(0, 30)):
        table = dice.choice(['', '', f' table {dice.randint(1, 400)}'])
        extra = dice.choice(['', f' metric {dice.randint(1, 9999)}', ' mtu 1400', ' mtu lock 1300',
                             ' proto bird', ' proto 80', ' tos 4', ' advmss 1200 initcwnd 10',
                             ' scope link', ' realm 5', ' window 9 rtt 40ms hoplimit 7',
                             ' quickack 1 initrwnd 8 reordering 4', ' rto_min 5ms ssthresh 3',
                             ' congctl reno features ecn'])
        kind = dice.choice(['', '', '', 'blackhole ', 'unreachable ', 'prohibit ', 'throw '])
        if kind:
            lines.append(f'route append {kind}{v4(dice)}/32{table}')
        elif dice.random() < 0.2:
            hops = ' '.join(f'nexthop via {v4(dice)} dev {dice.choice(links)} weight '
                            f'{dice.randint(1, 9)} onlink' for _ in range(dice.randint(2, 4)))
            lines.append(f'route append {v4(dice)}/32{table} {hops}')
        else:
            via = dice.choice(['', f' via {v4(dice)}'])
            onlink = ' onlink' if via else ''
            lines.append(f'route append {v4(dice)}/32{via} dev {dice.choice(links)}{table}'
                         f'{extra}{onlink}')
    for _ in range(dice.randint(0, 10)):
        extra = dice.choice(['', ' metric 50', ' mtu 1300', ' pref high', ' expires 900'])
        via = dice.choice(['', ' via fe80::1'])
        lines.append(f'-6 route append {v6(dice)}/128{via} dev {dice.choice(links)}{extra}')
    if dice.random() < 0.5:
        hops = ' '.join(f'nexthop via fe80::{i} dev {dice.choice(links)}' for i in (2, 3))
        lines.append(f'-6 route append {v6(dice)}/128 {hops}')
    for i in range(dice.randint(0, 3)):
        lines.append(f'nexthop add id {10 + i} via {v4(dice)} dev {dice.choice(links)} onlink'
                     + dice.choice(['', ' protocol bird', ' protocol 33']))
    if dice.random() < 0.5:
        lines += ['nexthop add id 20 blackhole', 'nexthop add id 30 group 10,3/11,2',
                  f'route append {v4(dice)}/32 nhid 10', f'route append {v4(dice)}/32 nhid 30']
    for _ in range(dice.randint(0, 6)):
        selector = dice.choice([f'from {v4(dice)}/24', f'to {v4(dice)}/16', 'fwmark 0x10/0xff',
                                f'iif {dice.choice(links)}', 'oif nowhere0', 'ipproto tcp dport 80',
                                'sport 100-200 ipproto udp', 'tos 8', 'not from 10.1.1.1',
                                'uidrange 10-20', f'tun_id {dice.randint(1, 99)}', 'ipproto sctp',
                                'ipproto 99', 'fwmark 7'])
        action = dice.choice(['lookup 77', 'lookup 1000', 'blackhole', 'prohibit', 'unreachable',
                              'goto 32766', 'lookup 254 suppress_prefixlength 0',
                              'lookup 9 suppress_ifgroup 4', 'lookup 12 realms 3/4',
                              'lookup 13 protocol bird'])
        lines.append(f'rule add {selector} {action} priority {dice.randint(1, 30000)}')
    for _ in range(dice.randint(0, 2)):
        lines.append(f'-6 rule add from {v6(dice)}/64 lookup {dice.randint(1, 300)}')
    for _ in range(dice.randint(0, 6)):
        address = dice.choice([v4(dice), v6(dice)])
        lines.append(f'neigh add {address} lladdr {mac(dice)} dev {dice.choice(links)} nud '
                     + dice.choice(['permanent', 'stale', 'noarp'])
                     + dice.choice(['', ' router', ' extern_learn']))
    for _ in range(dice.randint(0, 2)):
        lines.append(f'neigh add proxy {dice.choice([v4(dice), v6(dice)])} dev {dice.choice(links)}')
    node.batch(name, lines)
