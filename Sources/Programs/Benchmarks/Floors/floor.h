// What the floors share: a clock, one line a round, a netlink request and its answer.
//
// A floor does the least that the work needs, in C and without checks that a program for users must
// make. What stands above it in a Swift row is the price of those checks.
#ifndef FLOOR_H
#define FLOOR_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/// The kernel puts no more than 32 KiB in a datagram of a dump, whatever the buffer.
enum { datagram_capacity = 32768, request_capacity = 256 };

static inline void fail(const char *what) {
  perror(what);
  exit(1);
}

static inline double seconds(struct timeval t) { return t.tv_sec + t.tv_usec * 1e-6; }

static inline double wall_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static inline double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

typedef struct {
  double wall, cpu;
} stopwatch;

static inline stopwatch start(void) { return (stopwatch){wall_seconds(), cpu_seconds()}; }

/// Prints the line of one round, which the Swift rows print alike.
static inline void stop(stopwatch begin, uint64_t entries) {
  double cpu = cpu_seconds() - begin.cpu, wall = wall_seconds() - begin.wall;
  printf("{\"cpu\":%.6f,\"wall\":%.6f,\"entries\":%llu}\n", cpu, wall, (unsigned long long)entries);
}

static inline int open_route_socket(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) fail("socket");
  return fd;
}

static inline int aligned(int length) { return (length + 3) & ~3; }

/// Appends one attribute to the message at `message` and lengthens its header.
static inline void put_u32(struct nlmsghdr *message, uint16_t type, uint32_t value) {
  struct nlattr *attribute = (void *)((uint8_t *)message + aligned(message->nlmsg_len));
  attribute->nla_type = type;
  attribute->nla_len = sizeof *attribute + sizeof value;
  memcpy(attribute + 1, &value, sizeof value);
  message->nlmsg_len = aligned(message->nlmsg_len) + attribute->nla_len;
}

/// Bytes between the header of a message and its attributes.
static inline int fixed_size(uint16_t type) {
  switch (type) {
    case RTM_GETLINK: return sizeof(struct ifinfomsg);
    case RTM_GETADDR: return sizeof(struct ifaddrmsg);
    case RTM_GETSTATS: return sizeof(struct if_stats_msg);
    default: return sizeof(struct rtmsg);  // as long as ndmsg
  }
}

static inline void send_dump(int fd, uint16_t type, uint8_t family) {
  uint32_t space[request_capacity / 4] = {0};
  struct nlmsghdr *message = (void *)space;
  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  message->nlmsg_len = sizeof *message + fixed_size(type);
  if (type == RTM_GETSTATS)
    ((struct if_stats_msg *)(message + 1))->filter_mask = 1 << (IFLA_STATS_LINK_64 - 1);
  else
    *(uint8_t *)(message + 1) = family;
  if (type == RTM_GETLINK) put_u32(message, IFLA_EXT_MASK, RTEXT_FILTER_VF);
  if (send(fd, message, message->nlmsg_len, 0) < 0) fail("send");
}

/// Reads the answer to one dump and hands each message to `take`; returns how many there were.
static inline uint64_t receive_dump(int fd, void (*take)(const struct nlmsghdr *)) {
  static uint8_t buffer[datagram_capacity] __attribute__((aligned(4)));
  uint64_t count = 0;
  for (;;) {
    ssize_t length = recv(fd, buffer, sizeof buffer, 0);
    if (length < 0) fail("recv");
    struct nlmsghdr *message = (void *)buffer;
    for (int left = length; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) {
        int code = *(int *)NLMSG_DATA(message);
        if (code == 0) return count;
        errno = -code;
        fail("dump");
      }
      count++;
      if (take) take(message);
    }
  }
}

#endif
