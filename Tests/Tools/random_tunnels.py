"""Builds a node at random with tunnels of kinds that only the test kernel has."""
import base64
import random
import time

from random_node import run


def build(node, seed):
    """WireGuard devices with and without everything that one may have, and two that talk."""
    dice = random.Random(seed)
    for name in ('node', 'far'):
        node.namespace(name)
    build_pair(node, dice)
    build_device(node, 'wr0', dice, [2000, 0, 1, 700, 2])
    for i in range(1, dice.randint(2, 4)):
        counts = [dice.randint(0, 4) for _ in range(dice.choice([0, 1, 5, 200]))]
        build_device(node, f'wr{i}', dice, counts)


def key(dice):
    """A key at random; any 32 bytes are one, after some bits are set."""
    return base64.b64encode(dice.randbytes(32)).decode()


def public(private):
    return run('wg', 'pubkey', text=private).strip()


def build_pair(node, dice):
    """Two devices that shake hands over a veth pair and count what they send."""
    node.ip('node', 'link add un0 type veth peer name un1')
    node.move('un1', 'node', 'far')
    private = {'node': key(dice), 'far': key(dice)}
    port = {name: dice.randint(1024, 65535) for name in private}
    for name, other, own in (('node', 'far', 1), ('far', 'node', 2)):
        node.ip(name, f'address add 192.0.2.{own}/24 dev un{own - 1}')
        node.ip(name, f'link set un{own - 1} up')
        node.ip(name, 'link add wg0 type wireguard')
        node.ip(name, f'address add 10.8.0.{own}/24 dev wg0')
        configure(node, name, 'wg0', f'[Interface]\nPrivateKey = {private[name]}\n'
                  f'ListenPort = {port[name]}\n[Peer]\nPublicKey = {public(private[other])}\n'
                  f'AllowedIPs = 10.8.0.{3 - own}/32\n'
                  + (f'Endpoint = 192.0.2.{3 - own}:{port[other]}\n' if own == 1 else ''))
        node.ip(name, 'link set wg0 up')
    for _ in range(50):
        node.command('node', 'ping', '-c 1 -W 1 10.8.0.2', check=False)
        if '\t0\t0\t0\t' not in node.command('node', 'wg', 'show wg0 dump'):
            return
        time.sleep(0.1)


def configure(node, name, device, text):
    path = f'{node.folder}/wg.conf'
    with open(path, 'w') as file:
        file.write(text)
    node.command(name, 'wg', f'setconf {device} {path}')


def build_device(node, name, dice, counts):
    """A device that talks to nobody, with peers that have so many prefixes: every attribute there,
    or not. Two thousand prefixes do not fit into one message of the answer."""
    node.ip('node', f'link add {name} type wireguard')
    text = '[Interface]\n'
    if dice.random() < 0.8:
        text += f'PrivateKey = {key(dice)}\n'
    if dice.random() < 0.7:
        text += f'ListenPort = {dice.randint(1, 65535)}\n'
    if dice.random() < 0.5:
        text += f'FwMark = {dice.randint(1, 2**32 - 1)}\n'
    for count in counts:
        text += f'[Peer]\nPublicKey = {key(dice)}\n'
        if dice.random() < 0.5:
            text += f'PresharedKey = {key(dice)}\n'
        if dice.random() < 0.6:
            address = dice.choice(['198.51.100.%d' % dice.randint(1, 254),
                                   '[2001:db8::%x]' % dice.randint(1, 65535)])
            text += f'Endpoint = {address}:{dice.randint(1, 65535)}\n'
        if dice.random() < 0.4:
            text += f'PersistentKeepalive = {dice.randint(1, 65535)}\n'
        prefixes = [prefix(dice) for _ in range(count)]
        if prefixes:
            text += f'AllowedIPs = {", ".join(prefixes)}\n'
    configure(node, 'node', name, text)
    if dice.random() < 0.5:
        node.ip('node', f'link set {name} up', check=False)


def prefix(dice):
    if dice.random() < 0.5:
        octets = '.'.join(str(dice.randint(1, 223)) for _ in range(4))
        return f'{octets}/{dice.randint(1, 32)}'
    return f'2001:db8:{dice.randint(0, 65535):x}::/{dice.randint(32, 128)}'
