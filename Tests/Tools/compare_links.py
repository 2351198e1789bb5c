"""Compares links with what `ip link` prints."""
from comparison import compare_details
from link_details import DETAIL, PORT, encapsulation

FLAGS = {'UP': 'up', 'BROADCAST': 'broadcast', 'DEBUG': 'debug', 'LOOPBACK': 'loopback',
         'POINTOPOINT': 'pointToPoint', 'NOTRAILERS': 'noTrailers', 'NOARP': 'noARP',
         'PROMISC': 'promiscuous', 'ALLMULTI': 'allMulticast', 'MASTER': 'master',
         'SLAVE': 'slave', 'MULTICAST': 'multicast', 'LOWER_UP': 'lowerUp', 'DORMANT': 'dormant',
         'ECHO': 'echo'}
STATES = {'LOWERLAYERDOWN': 'lowerLayerDown', 'NOTPRESENT': 'notPresent'}
LINK = {
    'ifindex': 'ifindex', 'ifname': 'name', 'mtu': 'mtu', 'qdisc': 'qdisc', 'txqlen': 'txQueueLength',
    'link_type': 'hardwareType', 'address': 'macAddress', 'broadcast': 'broadcast',
    'promiscuity': 'promiscuity', 'allmulti': 'allMulticast', 'min_mtu': 'minMTU',
    'max_mtu': 'maxMTU', 'num_tx_queues': 'numTxQueues', 'num_rx_queues': 'numRxQueues',
    'gso_max_size': 'gsoMaxSize', 'gso_max_segs': 'gsoMaxSegments', 'tso_max_size': 'tsoMaxSize',
    'tso_max_segs': 'tsoMaxSegments', 'gro_max_size': 'groMaxSize', 'ifalias': 'alias',
    'link_netnsid': 'linkNsid', 'inet6_addr_gen_mode': 'inet6AddressGeneration',
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
