"""Compares tunnels with what `wg` prints."""
from comparison import Comparison
from random_node import run


def compare_wireguard(check: Comparison, node, name, where, tunnels, document):
    """`tunnels` are those of the namespace, by the names of their devices."""
    rows = [line.split('\t') for line in
            run('wg', 'show', 'all', 'dump', namespace=node.path(name)).splitlines()]
    devices = {row[0]: row[1:] for row in rows if len(row) == 5}
    check.same(f'{where} wireguard devices', sorted(devices),
               sorted(n for n, t in tunnels.items() if t['kind'] == 'wireguard'))
    for device, (private, public, port, mark) in devices.items():
        own = tunnels[device]
        place = f'{where} {device}'
        check.same(f'{place} key', None if public == '(none)' else public, own.get('publicKey'))
        check.same(f'{place} port', int(port), own['listenPort'])
        check.same(f'{place} mark', 0 if mark == 'off' else int(mark, 16), own.get('fwMark', 0))
        peers = [row[1:] for row in rows if len(row) == 9 and row[0] == device]
        check.same_list(f'{place} peer', [theirs(peer) for peer in peers],
                        [ours(peer) for peer in own['peers']])
        check.same(f'{place} remotes',
                   sorted({theirs(peer)['endpoint'][0] for peer in peers} - {None}),
                   sorted(own['remotes']))
        for secret in [private] + [peer[1] for peer in peers]:
            if secret != '(none)':
                check.same(f'{place}: the document has a secret key', False, secret in document)
        for peer, mine in zip(peers, own['peers']):
            # These run, and only ever up.
            for key, text in (('rxBytes', peer[5]), ('txBytes', peer[6])):
                check.between(f'{place} {key}', 0, mine[key], int(text))
                check.same(f'{place} {key} there', text != '0', mine[key] > 0)


def theirs(peer):
    key, _, endpoint, prefixes, handshake, _, _, keepalive = peer
    address, _, port = endpoint.rpartition(':')
    return {
        'key': key, 'shaken': handshake != '0',
        'endpoint': [address.strip('[]'), int(port)] if address else [None, None],
        'prefixes': [] if prefixes == '(none)' else sorted(prefixes.split(',')),
        'keepalive': 0 if keepalive == 'off' else int(keepalive)}


def ours(peer):
    return {
        'key': peer['publicKey'], 'shaken': 'lastHandshakeAt' in peer,
        'endpoint': [peer.get('endpoint'), peer.get('endpointPort')],
        'prefixes': sorted(peer['allowedIps']), 'keepalive': peer.get('keepaliveSeconds', 0)}
