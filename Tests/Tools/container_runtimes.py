#!/usr/bin/env python3
"""Runs containers of podman and of containerd on the plugins of a folder, as their users do.

    container_runtimes.py podman|ctr PLUGINS

In mount and network namespaces of its own: nothing of the machine is changed, and what they leave is
seen. Needs root, busybox-static, and podman with crun, or containerd with runc. Prints what was
checked, and ends with status 1 and a reason where something is not as it should be.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

ADDRESS, SUBNET = '10.92.0.77', '10.92.0'
LIMITS = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=4096:4096']
NETWORK = {
    'cniVersion': '1.0.0', 'name': 'boxes',
    'plugins': [
        {'type': 'bridge', 'bridge': 'cni-boxes', 'isGateway': True, 'ipMasq': True,
         'hairpinMode': True,
         'ipam': {'type': 'host-local', 'routes': [{'dst': '0.0.0.0/0'}],
                  'ranges': [[{'subnet': f'{SUBNET}.0/24'}]]}},
        {'type': 'portmap', 'capabilities': {'portMappings': True}},
        {'type': 'firewall', 'backend': 'iptables'},
        {'type': 'tuning', 'capabilities': {'mac': True}},
    ],
}


def run(*words, check=True, **more):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, **more)
    if check and done.returncode:
        sys.exit(f'{" ".join(words)}: {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout


def expect(condition, what, seen=''):
    if not condition:
        sys.exit(f'not so: {what}: {seen}')
    print(f'ok: {what}')


def eventually(question, what):
    """A container takes some time to listen."""
    for _ in range(100):
        answer = question()
        if answer:
            return expect(True, what)
        time.sleep(0.2)
    expect(False, what)


def says_hello():
    try:
        with urllib.request.urlopen('http://127.0.0.1:18080/index.html', timeout=2) as answer:
            return answer.read() == b'hello\n'
    except OSError:
        return False


def make_root(folder):
    """The files of a container: busybox and its names."""
    root = f'{folder}/root'
    for name in ('bin', 'proc', 'sys', 'dev', 'tmp', 'etc'):
        os.makedirs(f'{root}/{name}')
    run('cp', '/bin/busybox', f'{root}/bin/busybox')
    for name in ('sh', 'ip', 'ping', 'httpd', 'echo', 'sleep', 'cat'):
        os.symlink('busybox', f'{root}/bin/{name}')
    return root


def write_network(folder):
    os.makedirs(folder)
    with open(f'{folder}/10-boxes.conflist', 'w') as file:
        json.dump(NETWORK, file)


def expect_nothing_left(address):
    leases = [name for _, _, files in os.walk('/var/lib/cni') for name in files
              if name != 'lock' and not name.startswith('last_reserved_ip')]
    expect(not leases, 'no lease and no result is left', leases)
    links = [link['ifname'] for link in json.loads(run('ip', '-j', 'link'))]
    expect(set(links) <= {'lo', 'cni-boxes'}, 'no link is left', links)
    for program in ('iptables-save', 'nft'):
        rules = run(*([program] if program != 'nft' else ['nft', 'list', 'ruleset']))
        expect(f'{address}' not in rules, f'no rule is left ({program})', rules)


def podman(folder, plugins):
    root = make_root(folder)
    write_network(f'{folder}/networks')
    with open(f'{folder}/containers.conf', 'w') as file:
        file.write(f'''[containers]
cgroups = "disabled"
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[network]
network_backend = "cni"
cni_plugin_dirs = ["{plugins}"]
network_config_dir = "{folder}/networks"
default_network = "boxes"
''')
    os.environ['CONTAINERS_CONF'] = f'{folder}/containers.conf'
    base = ['podman', '--root', f'{folder}/pod/root', '--runroot', f'{folder}/pod/run',
            '--tmpdir', f'{folder}/pod/tmp', '--storage-driver', 'vfs']

    def call(*words, **more):
        return run(*base, *words, **more)

    said = call('run', '--rm', *LIMITS, '--network', 'boxes', '--rootfs', root, '/bin/sh', '-c',
                f'ip -o addr show dev eth0; ip route; ping -c1 -W5 {SUBNET}.1')
    expect(f'inet {SUBNET}.2/24' in said and f'default via {SUBNET}.1' in said,
           'a container has an address and a default route', said)
    expect_nothing_left(SUBNET)

    call('run', '-d', *LIMITS, '--name', 'web', '--network', 'boxes', '-p', '18080:8080',
         '--rootfs', root, '/bin/sh', '-c',
         'echo hello > /tmp/index.html; exec httpd -f -p 8080 -h /tmp')
    eventually(says_hello, 'its port is reached')
    second = subprocess.run(
        [*base, 'run', '--rm', *LIMITS, '--network', 'boxes', '-p', '18080:8080', '--rootfs', root,
         '/bin/sh', '-c', 'true'], capture_output=True, text=True)
    expect(second.returncode != 0, 'a second container with its port is refused', second.stdout)
    run('iptables', '-t', 'nat', '-F')
    call('network', 'reload', 'web')
    eventually(says_hello, 'it is again after a flush and a reload')
    call('rm', '-f', '-t', '0', 'web')
    expect_nothing_left(SUBNET)

    call('run', '-d', *LIMITS, '--name', 'fixed', '--network', 'boxes', '--ip', ADDRESS,
         '--mac-address', '02:00:00:00:00:77', '--rootfs', root, '/bin/sleep', '600')
    said = call('exec', 'fixed', '/bin/ip', 'addr', 'show', 'dev', 'eth0')
    expect(f'inet {ADDRESS}/24' in said and '02:00:00:00:00:77' in said,
           'its address and its MAC are those that were asked for', said)
    call('network', 'create', '--subnet', '10.94.0.0/24', 'other')
    call('network', 'connect', 'other', 'fixed')
    expect('inet 10.94.0.2/24' in call('exec', 'fixed', '/bin/ip', 'addr'), 'it is connected')
    call('network', 'disconnect', 'other', 'fixed')
    expect('10.94.0.' not in call('exec', 'fixed', '/bin/ip', 'addr'), 'it is disconnected')
    call('rm', '-f', '-t', '0', 'fixed')
    call('network', 'rm', '-f', 'other')
    expect_nothing_left(SUBNET)


def ctr(folder, plugins):
    root = make_root(folder)
    write_network(f'{folder}/networks')
    for target, source in (('/opt/cni/bin', plugins), ('/etc/cni/net.d', f'{folder}/networks')):
        os.makedirs(target, exist_ok=True)
        run('mount', '--bind', source, target)
    with open(f'{folder}/containerd.toml', 'w') as file:
        file.write(f'''version = 2
root = "{folder}/root-of-containerd"
state = "{folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "{folder}/socket"
''')
    with open(f'{folder}/log', 'w') as log:
        daemon = subprocess.Popen(['containerd', '-c', f'{folder}/containerd.toml'], stdout=log,
                                  stderr=log)
    try:
        base = ['ctr', '-a', f'{folder}/socket']
        eventually(lambda: 'Server:' in run(*base, 'version', check=False), 'containerd answers')
        said = run(*base, 'run', '--rm', '--cni', '--rootfs', root, 'box1', '/bin/sh', '-c',
                   f'ip -o addr show dev eth0; ip route; ping -c1 -W5 {SUBNET}.1')
        expect(f'inet {SUBNET}.2/24' in said and f'default via {SUBNET}.1' in said,
               'a container has an address and a default route', said)
        # Its DEL comes without a namespace.
        expect_nothing_left(SUBNET)
    finally:
        daemon.terminate()
        daemon.wait(timeout=30)


# What either wants: the machine's own folders are hidden, and sysfs is that of the new namespace.
PREPARE = '''
mkdir -p /run/netns /var/lib/cni /run/cni
for folder in /run/netns /var/lib/cni /run/cni; do mount -t tmpfs tmpfs $folder; done
if [ "$1" = ctr ]; then
  mkdir "$3/cgroup"; mount --rbind /sys/fs/cgroup "$3/cgroup"
  mount -t sysfs sysfs /sys; mount --rbind "$3/cgroup" /sys/fs/cgroup
else
  mount -t sysfs sysfs /sys; mount -t cgroup2 cgroup2 /sys/fs/cgroup
fi
ip link set lo up
exec "$0" -B "$4" "$1" "$2" "$3"
'''


def main():
    if len(sys.argv) == 4:
        {'podman': podman, 'ctr': ctr}[sys.argv[1]](sys.argv[3], sys.argv[2])
        return 0
    which, plugins = sys.argv[1:]
    # On a file system that containers can have their root on.
    with tempfile.TemporaryDirectory(prefix='cnitop-runtime-', dir='/var/tmp') as folder:
        done = subprocess.run(
            ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--propagation',
             'private', 'sh', '-c', 'mount -t proc proc /proc; ' + PREPARE, sys.executable, which,
             os.path.abspath(plugins), folder, os.path.abspath(__file__)])
        return done.returncode


if __name__ == '__main__':
    sys.exit(main())
