"""The least of rtnetlink that a rig needs: messages, sent in batches.

The rig must not be built by the code that it measures, and thousands of calls of `ip` take minutes;
a batch of messages in one send takes milliseconds.
"""

import os
import socket
import struct

AF_INET, AF_INET6, AF_BRIDGE = socket.AF_INET, socket.AF_INET6, 7

RTM_NEWLINK, RTM_DELLINK, RTM_SETLINK = 16, 17, 19
RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH, RTM_NEWRULE = 20, 24, 28, 32
NLM_F_REQUEST, NLM_F_ACK = 1, 4
NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE = 0x100, 0x200, 0x400
NLMSG_ERROR = 2

SO_SNDBUFFORCE, SO_RCVBUFFORCE = 32, 33
SOL_NETLINK, NETLINK_CAP_ACK = 270, 10

IFF_UP = 1
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_MASTER = 1, 3, 4, 10
IFLA_PROTINFO, IFLA_LINKINFO, IFLA_NET_NS_FD = 12, 18, 28
IFLA_INFO_KIND, IFLA_INFO_DATA = 1, 2
IFLA_BRPORT_MCAST_FLOOD, IFLA_BRPORT_BCAST_FLOOD = 27, 30
IFLA_BR_MCAST_SNOOPING = 23
IFLA_VXLAN_ID, IFLA_VXLAN_LINK, IFLA_VXLAN_LEARNING, IFLA_VXLAN_PORT = 1, 3, 7, 15
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS = 1, 2, 8
IFA_F_NODAD = 2
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY = 1, 4, 5, 6
FRA_SRC, FRA_PRIORITY = 2, 6
NDA_DST, NDA_LLADDR = 1, 2
NUD_REACHABLE, NUD_PERMANENT, NTF_SELF = 0x02, 0x80, 0x02
NLA_F_NESTED = 0x8000
RTPROT_STATIC, RTPROT_BGP = 4, 186

LAST_OF_BATCH = 0x0BA7C4


def attribute(kind, value):
    length = 4 + len(value)
    return struct.pack("=HH", length, kind) + value + b"\0" * (-length % 4)


def u32(value):
    return struct.pack("=I", value)


def text(value):
    return value.encode() + b"\0"


def packed(address):
    family = AF_INET6 if ":" in address else AF_INET
    return family, socket.inet_pton(family, address)


def message(kind, flags, body):
    length = 16 + len(body)
    return struct.pack("=IHHII", length, kind, flags | NLM_F_REQUEST, 0, 0) + body


def link_header(index=0, up=False, family=0):
    return struct.pack("=BxHiII", family, 0, index, IFF_UP if up else 0, IFF_UP if up else 0)


def new_link(kind, name, data=b"", more=b"", up=True, index=0):
    info = attribute(IFLA_INFO_KIND, text(kind))
    if data:
        info += attribute(IFLA_INFO_DATA, data)
    body = link_header(index, up) + attribute(IFLA_IFNAME, text(name)) + more
    return message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, body + attribute(IFLA_LINKINFO, info))


def new_veth(name, peer, peer_netns, peer_mac=None, more=b"", index=0, mtu=1500):
    """A pair whose other end is made in the namespace of the descriptor `peer_netns`."""
    size = attribute(IFLA_MTU, u32(mtu))
    more += size
    other = link_header() + attribute(IFLA_IFNAME, text(peer)) + size
    other += attribute(IFLA_NET_NS_FD, u32(peer_netns))
    if peer_mac:
        other += attribute(IFLA_ADDRESS, peer_mac)
    return new_link("veth", name, attribute(1, other), more, up=False, index=index)


def link_up(index):
    return message(RTM_NEWLINK, 0, link_header(index, up=True))


def delete_link(index):
    return message(RTM_DELLINK, 0, link_header(index))


def no_flood(index):
    """No broadcast or multicast to this port: 1,000 ports copy nothing to each other."""
    off = attribute(IFLA_BRPORT_MCAST_FLOOD, b"\0") + attribute(IFLA_BRPORT_BCAST_FLOOD, b"\0")
    body = link_header(index, family=AF_BRIDGE) + attribute(NLA_F_NESTED | IFLA_PROTINFO, off)
    return message(RTM_SETLINK, 0, body)


def new_address(index, address, length):
    family, value = packed(address)
    body = struct.pack("=BBBBI", family, length, 0, 0, index)
    body += attribute(IFA_LOCAL, value) + attribute(IFA_ADDRESS, value)
    if family == AF_INET6:
        body += attribute(IFA_FLAGS, u32(IFA_F_NODAD))
    return message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, body)


def new_route(device, gateway, destination=None, length=0, table=254):
    family, value = packed(gateway)
    body = struct.pack("=BBBBBBBBI", family, length, 0, 0, table, RTPROT_STATIC, 0, 1, 0)
    if destination is not None:
        body += attribute(RTA_DST, packed(destination)[1])
    body += attribute(RTA_OIF, u32(device)) + attribute(RTA_GATEWAY, value)
    return message(RTM_NEWROUTE, NLM_F_CREATE, body)


def new_rule(source, length, table, priority):
    body = struct.pack("=BBBBBBBBI", AF_INET, 0, length, 0, table, 0, 0, 1, 0)
    body += attribute(FRA_SRC, packed(source)[1]) + attribute(FRA_PRIORITY, u32(priority))
    return message(RTM_NEWRULE, NLM_F_CREATE, body)


def new_neighbour(index, mac, address, family=AF_INET, state=NUD_PERMANENT, flags=0):
    body = struct.pack("=BxHiHBB", family, 0, index, state, flags, 0)
    body += attribute(NDA_DST, address) + attribute(NDA_LLADDR, mac)
    return message(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, body)


class RouteSocket:
    """A socket of the namespace that its thread was in when it was made."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 8 << 20)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        # An error then carries no copy of the request.
        self.socket.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.socket.bind((0, 0))

    def send(self, messages, what):
        """Sends all in one call; raises OSError with the first refusal of the kernel."""
        if not messages:
            return
        last = bytearray(messages[-1])
        flags = struct.unpack_from("=H", last, 6)[0]
        struct.pack_into("=HI", last, 6, flags | NLM_F_ACK, LAST_OF_BATCH)
        self.socket.send(b"".join(messages[:-1]) + bytes(last))
        refusal = 0
        while True:
            answer = self.socket.recv(1 << 16)
            offset = 0
            while offset + 20 <= len(answer):
                length, kind, _, sequence, _, code = struct.unpack_from("=IHHIIi", answer, offset)
                refusal = refusal or (-code if kind == NLMSG_ERROR else 0)
                if kind == NLMSG_ERROR and sequence == LAST_OF_BATCH:
                    if refusal:
                        raise OSError(refusal, f"{what}: {os.strerror(refusal)}")
                    return
                offset += (length + 3) & ~3

    def send_all(self, messages, what, batch=1000):
        """Sends an iterable of any length in batches."""
        pending = []
        for one in messages:
            pending.append(one)
            if len(pending) == batch:
                self.send(pending, what)
                pending = []
        self.send(pending, what)

    def close(self):
        self.socket.close()
