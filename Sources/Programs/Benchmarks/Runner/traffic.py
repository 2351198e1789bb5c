"""Packets on every veth of a node, so that all counters of a page change between two refreshes."""

import contextlib
import os
import signal
import socket
import time

import rig

# IEEE 802: for local experiments. Nothing in a pod listens to it.
ETHERTYPE = b"\x88\xb5"
SECONDS_BETWEEN = 0.25


@contextlib.contextmanager
def traffic(node):
    """Sends while the `with` block runs."""
    process = os.fork()
    if process == 0:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            send_forever(node)
        finally:
            os._exit(1)
    try:
        yield
    finally:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)


def send_forever(node):
    rig.enter(os.open(node.netns, os.O_RDONLY | os.O_CLOEXEC))
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    frames = []
    for number in range(node.pod_count):
        pod = rig.Pod(number)
        # Other lengths for each pod, so that no two rows show the same digits.
        payload = bytes(100 + number * 37 % 1200)
        frames.append((pod.veth, pod.mac + b"\x02\0\0\0\0\1" + ETHERTYPE + payload))
    while True:
        for veth, frame in frames:
            sender.sendto(frame, (veth, 0))
        time.sleep(SECONDS_BETWEEN)
