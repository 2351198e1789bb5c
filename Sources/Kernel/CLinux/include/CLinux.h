// Kernel interfaces that Swift's Glibc module does not carry: headers where a header will do,
// functions only for what Swift cannot import (macros, calls that glibc hides).
#ifndef CLINUX_H
#define CLINUX_H

// First: with it, the kernel's headers leave out what the C library defines too.
#include <netinet/in.h>

#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/fib_rules.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/inet_diag.h>
#include <linux/lwtunnel.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/wireguard.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

/// setns(2) with CLONE_NEWNET: glibc hides the prototype behind _GNU_SOURCE.
int clinux_enter_network_namespace(int fd);
/// unshare(2) with CLONE_NEWNET.
int clinux_new_network_namespace(void);
/// unshare(2) with CLONE_NEWUSER | CLONE_NEWNET.
int clinux_new_user_and_network_namespace(void);
/// unshare(2) with CLONE_NEWUSER: refused to a process with more than one thread.
int clinux_new_user_namespace(void);
/// unshare(2) with CLONE_NEWNS: threads that are started later share the new one.
int clinux_new_mount_namespace(void);
/// gettid(2).
int clinux_thread_id(void);
/// pthread_setname_np(3) for the calling thread: at most 15 bytes.
void clinux_name_thread(const char *_Nonnull name);
/// recv(2) of one netlink datagram with what its control messages say.
///
/// - size: the length of the datagram, also where the buffer is smaller (MSG_TRUNC).
/// - nsid: the namespace that the message is about (NETLINK_LISTEN_ALL_NSID), or -1.
/// - port: the sender; 0 is the kernel.
/// Returns the bytes in the buffer, or -1 with errno.
long clinux_receive(
    int fd, void *_Nonnull buffer, size_t capacity, int flags, size_t *_Nonnull size,
    int *_Nonnull nsid, uint32_t *_Nonnull port);
/// mallopt(3) with M_ARENA_MAX 1.
int clinux_use_one_heap(void);
/// O_PATH, which glibc hides behind _GNU_SOURCE.
extern const int clinux_o_path;
/// O_TMPFILE, likewise.
extern const int clinux_o_tmpfile;
/// openat2(2) with RESOLVE_IN_ROOT, for which glibc has no wrapper: no `..` and no absolute
/// symbolic link leads out of `directory`.
int clinux_open_in_root(int directory, const char *_Nonnull path, int flags);
/// Whether a descriptor is of a network namespace (nsfs, NS_GET_NSTYPE); one opened with O_PATH
/// will do.
int clinux_is_network_namespace(int fd);
/// memfd_create(2), which glibc hides behind _GNU_SOURCE: a file that closes on exec.
int clinux_memory_file(const char *_Nonnull name);
/// pipe2(2) with O_CLOEXEC, which glibc hides behind _GNU_SOURCE.
int clinux_pipe(int *_Nonnull ends);
/// `environ`, a global that Swift does not let anybody read.
char *_Nullable *_Nullable clinux_environment(void);
/// Makes a persistent tap device in the namespace of the calling thread (TUNSETIFF and on).
///
/// - owner, group: ids of who may open it, or -1.
/// Returns 0, or -1 with errno.
int clinux_make_tap(
    const char *_Nonnull name, int multi_queue, int vnet_header, int64_t owner, int64_t group);
/// A packet(7) socket for the IPv4 datagrams that come to a UDP port on an interface, whatever
/// their address: without link headers, filtered in the kernel, non-blocking.
int clinux_open_packet_socket(int index, uint16_t port);
/// Sends an IPv4 datagram to everybody on the link of an interface with Ethernet addresses.
long clinux_broadcast_packet(int fd, int index, const void *_Nonnull bytes, size_t count);
/// A UDP socket that is bound to a device, an address and a port (both in host order).
int clinux_open_udp_socket(const char *_Nonnull device, uint32_t local, uint16_t port);
/// sendto(2) to an IPv4 address and a port in host order.
long clinux_send_udp(
    int fd, uint32_t remote, uint16_t port, const void *_Nonnull bytes, size_t count);
/// A listening unix(7) stream socket that makes the file of its path, which must not be there.
int clinux_listen_unix(const char *_Nonnull path);
/// A connected unix(7) stream socket.
int clinux_connect_unix(const char *_Nonnull path);
/// The same, non-blocking: EAGAIN where the listener has no room for another connection.
int clinux_connect_unix_at_once(const char *_Nonnull path);
/// accept4(2): the new descriptor does not block.
int clinux_accept(int fd);

#endif
