// Kernel interfaces that Swift's Glibc module does not carry: headers where a header will do,
// functions only for what Swift cannot import (macros, calls that glibc hides).
#ifndef CLINUX_H
#define CLINUX_H

// First: with it, the kernel's headers leave out what the C library defines too.
#include <netinet/in.h>

#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/lwtunnel.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
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
/// O_PATH, which glibc hides behind _GNU_SOURCE.
extern const int clinux_o_path;
/// openat2(2) with RESOLVE_IN_ROOT, for which glibc has no wrapper: no `..` and no absolute
/// symbolic link leads out of `directory`.
int clinux_open_in_root(int directory, const char *_Nonnull path, int flags);
/// Whether a descriptor is of nsfs, by fstatfs(2); one opened with O_PATH will do.
int clinux_is_namespace(int fd);

#endif
