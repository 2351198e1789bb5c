#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

int clinux_enter_network_namespace(int fd) { return setns(fd, CLONE_NEWNET); }
int clinux_new_network_namespace(void) { return unshare(CLONE_NEWNET); }
int clinux_new_user_and_network_namespace(void) { return unshare(CLONE_NEWUSER | CLONE_NEWNET); }
int clinux_new_user_namespace(void) { return unshare(CLONE_NEWUSER); }
int clinux_new_mount_namespace(void) { return unshare(CLONE_NEWNS); }
int clinux_thread_id(void) { return (int)syscall(SYS_gettid); }
void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

long clinux_receive(
    int fd, void *buffer, size_t capacity, int flags, size_t *size, int *nsid, uint32_t *port) {
  struct sockaddr_nl sender = {0};
  struct iovec part = {buffer, capacity};
  // Aligned for the header; room for one NETLINK_LISTEN_ALL_NSID and more to come.
  union {
    struct cmsghdr header;
    char bytes[256];
  } control;
  struct msghdr message = {
      .msg_name = &sender,
      .msg_namelen = sizeof sender,
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = sizeof control.bytes,
  };
  ssize_t count = recvmsg(fd, &message, flags | MSG_TRUNC);
  *nsid = -1;
  if (count < 0) return -1;
  *size = (size_t)count;
  *port = sender.nl_pid;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
    if (c->cmsg_level == SOL_NETLINK && c->cmsg_type == NETLINK_LISTEN_ALL_NSID)
      memcpy(nsid, CMSG_DATA(c), sizeof *nsid);
  return (size_t)count < capacity ? count : (long)capacity;
}

int clinux_use_one_heap(void) { return mallopt(M_ARENA_MAX, 1); }

const int clinux_o_path = O_PATH;
const int clinux_o_tmpfile = O_TMPFILE;

int clinux_open_in_root(int directory, const char *path, int flags) {
  struct open_how how = {.flags = (uint64_t)(unsigned)flags, .resolve = RESOLVE_IN_ROOT};
  return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int clinux_is_network_namespace(int fd) {
  struct statfs system;
  if (fstatfs(fd, &system) != 0 || system.f_type != NSFS_MAGIC) return 0;
  // Namespaces of every kind are such files. What was opened with O_PATH cannot be asked.
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int again = open(path, O_RDONLY | O_CLOEXEC);
  if (again < 0) return 1;
  int type = ioctl(again, NS_GET_NSTYPE);
  close(again);
  return type < 0 || type == CLONE_NEWNET;
}

int clinux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
int clinux_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }
char **clinux_environment(void) { return environ; }

int clinux_make_tap(
    const char *name, int multi_queue, int vnet_header, int64_t owner, int64_t group) {
  int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (fd < 0) return -1;
  struct ifreq request = {0};
  strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
  // IFF_TUN_EXCL: a device that is there already is an error, not this one.
  request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL |
                              (multi_queue ? IFF_MULTI_QUEUE : 0) |
                              (vnet_header ? IFF_VNET_HDR : 0));
  int failed = ioctl(fd, TUNSETIFF, &request) < 0 ||
               (owner >= 0 && ioctl(fd, TUNSETOWNER, (unsigned long)owner) < 0) ||
               (group >= 0 && ioctl(fd, TUNSETGROUP, (unsigned long)group) < 0) ||
               ioctl(fd, TUNSETPERSIST, 1UL) < 0;
  int reason = errno;
  close(fd);  // A device that did not become persistent goes with it.
  errno = reason;
  return failed ? -1 : 0;
}

int clinux_open_packet_socket(int index, uint16_t port) {
  // An IPv4 datagram of UDP to the port that is no later fragment; the socket sees no link header.
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 6),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 4, 0),
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
      BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = index};
  // Without a protocol nothing comes in before the filter is there.
  int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 &&
      bind(fd, (struct sockaddr *)&address, sizeof address) == 0)
    return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

long clinux_broadcast_packet(int fd, int index, const void *bytes, size_t count) {
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = index,
      .sll_halen = 6, .sll_addr = {255, 255, 255, 255, 255, 255}};
  return sendto(fd, bytes, count, 0, (struct sockaddr *)&address, sizeof address);
}

int clinux_open_udp_socket(const char *device, uint32_t local, uint16_t port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(local)}};
  int one = 1;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
      setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, strlen(device)) == 0 &&
      bind(fd, (struct sockaddr *)&address, sizeof address) == 0)
    return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

long clinux_send_udp(int fd, uint32_t remote, uint16_t port, const void *bytes, size_t count) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(remote)}};
  return sendto(fd, bytes, count, 0, (struct sockaddr *)&address, sizeof address);
}

static int unix_socket(const char *path, int listening, int flags) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address.sun_path, path, length);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  if (fd < 0) return -1;
  const struct sockaddr *target = (struct sockaddr *)&address;
  if (listening ? bind(fd, target, sizeof address) == 0 && listen(fd, 128) == 0
                : connect(fd, target, sizeof address) == 0)
    return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}
int clinux_listen_unix(const char *path) { return unix_socket(path, 1, 0); }
int clinux_connect_unix(const char *path) { return unix_socket(path, 0, 0); }
int clinux_connect_unix_at_once(const char *path) { return unix_socket(path, 0, SOCK_NONBLOCK); }
int clinux_accept(int fd) { return accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }
