// storm COUNT REMAINING DEVICE
//
// Adds COUNT routes to table 200 and deletes them as fast as the kernel takes them, 500 a batch,
// then adds REMAINING again: a reader that lost an event at the end has another table.
#include "floor.h"

#include <arpa/inet.h>

enum { batch_size = 500, message_space = 64, table = 200, first_address = 0x64400000 };

static uint8_t batch[batch_size * message_space] __attribute__((aligned(4)));
static int batch_length;
static struct nlmsghdr *last;
static uint64_t operations;

/// Sends the batch and waits until the kernel acknowledged its last message.
static void flush(int fd) {
  if (!batch_length) return;
  last->nlmsg_flags |= NLM_F_ACK;
  if (send(fd, batch, batch_length, 0) < 0) fail("send");
  struct {
    struct nlmsghdr header;
    int code;
    uint8_t rest[4096];
  } answer;
  if (recv(fd, &answer, sizeof answer, 0) < 0) fail("recv");
  if (answer.code) {
    errno = -answer.code;
    fail("route");
  }
  batch_length = 0;
}

static void put_route(int fd, int delete, uint32_t number, uint32_t device) {
  struct nlmsghdr *message = last = (void *)(batch + batch_length);
  memset(message, 0, message_space);
  message->nlmsg_type = delete ? RTM_DELROUTE : RTM_NEWROUTE;
  message->nlmsg_flags = NLM_F_REQUEST | (delete ? 0 : NLM_F_CREATE | NLM_F_EXCL);
  message->nlmsg_len = NLMSG_LENGTH(sizeof(struct rtmsg));
  *(struct rtmsg *)NLMSG_DATA(message) = (struct rtmsg){.rtm_family = AF_INET,
                                                        .rtm_dst_len = 32,
                                                        .rtm_table = table,
                                                        .rtm_protocol = RTPROT_BGP,
                                                        .rtm_type = RTN_UNICAST};
  put_u32(message, RTA_DST, htonl(first_address + number));
  put_u32(message, RTA_OIF, device);
  put_u32(message, RTA_PRIORITY, 20);
  batch_length += aligned(message->nlmsg_len);
  if (++operations % batch_size == 0) flush(fd);
}

int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "usage: storm COUNT REMAINING DEVICE\n"), 2;
  uint32_t routes = atoi(arguments[1]), remaining = atoi(arguments[2]), device = atoi(arguments[3]);
  int fd = open_route_socket();
  stopwatch begin = start();
  for (uint32_t i = 0; i < routes; i++) put_route(fd, 0, i, device);
  for (uint32_t i = 0; i < routes; i++) put_route(fd, 1, i, device);
  for (uint32_t i = 0; i < remaining; i++) put_route(fd, 0, i, device);
  flush(fd);
  stop(begin, operations);
}
