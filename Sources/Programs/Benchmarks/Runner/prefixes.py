"""Route messages by the million, with prefixes spread like a full Internet table."""

import socket
import struct

from netlink import NLM_F_CREATE, NLM_F_EXCL, NLM_F_REQUEST, RTM_NEWROUTE, RTPROT_BGP
from netlink import RTA_DST, RTA_GATEWAY, RTA_OIF, RTA_PRIORITY

# A hundred prefix lengths in the shares that public full tables have.
LENGTHS = (
    [24] * 60 + [22] * 11 + [23] * 10 + [21] * 5 + [20] * 5
    + [19] * 3 + [18] * 2 + [16] * 2 + [17] + [15]
)  # fmt: skip
GATEWAYS = 16


def prefixes(count):
    """`count` distinct (address, length), always the same; none that the rig uses otherwise."""
    seen = set()
    # An odd stride walks the whole space of /24s, 1.0.0.0 to 223.255.255.0.
    span, stride = 223 * 65536, 2654435
    position, number = 12345, 0
    while len(seen) < count:
        position = (position + stride) % span
        number += 1
        address = (position + 65536) << 8
        # Not where the rig or the kernel have addresses of their own.
        if address >> 24 in (10, 100, 127, 192) or address >> 16 in range(0xAC10, 0xAC20):
            continue
        length = LENGTHS[number % 100]
        address &= 0xFFFFFFFF << (32 - length)
        key = address | length
        if key not in seen:
            seen.add(key)
            yield address, length


def bgp_routes(count, device):
    """Messages for `count` routes in the main table through 192.0.2.2 and its neighbours."""
    # One pack a message: a million of these are the longest part of building a rig.
    shape = struct.Struct("=IHHII BBBBBBBBI HHI HHI HHI HHI")
    flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL
    gateways = [socket.htonl(0xC0000202 + number) for number in range(GATEWAYS)]
    pack, htonl, size = shape.pack, socket.htonl, shape.size
    for number, (address, length) in enumerate(prefixes(count)):
        yield pack(
            size, RTM_NEWROUTE, flags, 0, 0,
            socket.AF_INET, length, 0, 0, 254, RTPROT_BGP, 0, 1, 0,
            8, RTA_DST, htonl(address), 8, RTA_OIF, device,
            8, RTA_GATEWAY, gateways[number * 7 % GATEWAYS], 8, RTA_PRIORITY, 20,
        )  # fmt: skip
