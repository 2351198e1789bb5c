// listen
//
// Counts route events with the receive buffer that a socket has by itself: what a program that does
// nothing about it loses in a storm. Says "ready" when it listens; ends when its input ends and the
// queue is empty.
#include "floor.h"

#include <poll.h>

static uint64_t count_messages(uint8_t *buffer, int length) {
  uint64_t count = 0;
  struct nlmsghdr *message = (void *)buffer;
  for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) count++;
  return count;
}

int main(void) {
  static uint8_t buffer[datagram_capacity] __attribute__((aligned(4)));
  int fd = open_route_socket(), ended = 0;
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_IPV4_ROUTE};
  if (bind(fd, (void *)&address, sizeof address)) fail("bind");
  stopwatch begin = start();
  printf("ready\n");
  fflush(stdout);
  uint64_t events = 0;
  for (;;) {
    ssize_t length = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (length >= 0) {
      events += count_messages(buffer, length);
      continue;
    }
    // ENOBUFS says once that events were lost; the queue still holds the ones before them.
    if (errno == ENOBUFS) continue;
    if (errno != EAGAIN) fail("recv");
    if (ended) break;
    struct pollfd descriptors[] = {{fd, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    poll(descriptors, 2, -1);
    char byte;
    if (descriptors[1].revents && read(STDIN_FILENO, &byte, 1) == 0) ended = 1;
  }
  stop(begin, events);
}
