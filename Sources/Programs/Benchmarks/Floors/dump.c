// dump links|neighbours|fdb|routes|records|statistics ROUNDS
//
// The floor of one dump on a socket that is kept. `records` fills 48 bytes a route, as the model
// does, and `links` a struct with all that a link has; every other kind steps over all attributes.
#include "floor.h"
#include "link.h"

typedef struct {
  uint8_t family, length, protocol, type;
  uint32_t device, table, priority;
  uint8_t destination[16], gateway[16];
} record;
_Static_assert(sizeof(record) == 48, "as the packed route of the model");

static record *records;
static size_t record_count, record_capacity;
static link_record *links;
static size_t link_count, link_capacity;
/// What the walk read, so that the compiler cannot leave it out.
static volatile uint64_t checksum;

static void walk_message(const struct nlmsghdr *message) {
  // The answer to RTM_GETx is RTM_NEWx, two numbers below.
  int fixed = fixed_size(message->nlmsg_type + 2);
  const uint8_t *bytes = (const uint8_t *)NLMSG_DATA(message) + fixed;
  int left = message->nlmsg_len - sizeof *message - fixed;
  uint64_t sum = 0;
  while (left >= (int)sizeof(struct nlattr)) {
    const struct nlattr *attribute = (const void *)bytes;
    if (attribute->nla_len < sizeof *attribute || attribute->nla_len > left) break;
    sum += (attribute->nla_type & NLA_TYPE_MASK) + attribute->nla_len;
    bytes += aligned(attribute->nla_len);
    left -= aligned(attribute->nla_len);
  }
  checksum += sum;
}

static void link_message(const struct nlmsghdr *message) {
  if (link_count == link_capacity) {
    link_capacity = link_capacity ? link_capacity * 2 : 64;
    links = realloc(links, link_capacity * sizeof *links);
    if (!links) fail("realloc");
  }
  const struct ifinfomsg *header = NLMSG_DATA(message);
  link_record *link = &links[link_count++];
  memset(link, 0, sizeof *link);
  link->index = header->ifi_index;
  link->flags = header->ifi_flags;
  link->hardware = header->ifi_type;
  each((const uint8_t *)(header + 1), message->nlmsg_len - NLMSG_LENGTH(sizeof *header), link,
       take_attribute);
}

static void copy_address(uint8_t *to, const struct rtattr *attribute) {
  size_t length = RTA_PAYLOAD(attribute);
  memcpy(to, RTA_DATA(attribute), length > 16 ? 16 : length);
}

static void record_message(const struct nlmsghdr *message) {
  if (record_count == record_capacity) {
    record_capacity = record_capacity ? record_capacity * 2 : 1024;
    records = realloc(records, record_capacity * sizeof *records);
    if (!records) fail("realloc");
  }
  const struct rtmsg *header = NLMSG_DATA(message);
  record *route = &records[record_count++];
  *route = (record){.family = header->rtm_family,
                    .length = header->rtm_dst_len,
                    .type = header->rtm_type,
                    .protocol = header->rtm_protocol,
                    .table = header->rtm_table};
  int left = RTM_PAYLOAD(message);
  for (const struct rtattr *a = RTM_RTA(header); RTA_OK(a, left); a = RTA_NEXT(a, left)) {
    switch (a->rta_type) {
      case RTA_DST: copy_address(route->destination, a); break;
      case RTA_GATEWAY: copy_address(route->gateway, a); break;
      case RTA_OIF: memcpy(&route->device, RTA_DATA(a), 4); break;
      case RTA_TABLE: memcpy(&route->table, RTA_DATA(a), 4); break;
      case RTA_PRIORITY: memcpy(&route->priority, RTA_DATA(a), 4); break;
    }
  }
}

typedef struct {
  const char *name;
  uint16_t type;
  uint8_t family;
  void (*take)(const struct nlmsghdr *);
} kind;

static const kind kinds[] = {
    {"links", RTM_GETLINK, AF_UNSPEC, link_message},
    {"neighbours", RTM_GETNEIGH, AF_UNSPEC, walk_message},
    {"fdb", RTM_GETNEIGH, AF_BRIDGE, walk_message},
    {"routes", RTM_GETROUTE, AF_UNSPEC, walk_message},
    {"records", RTM_GETROUTE, AF_UNSPEC, record_message},
    {"statistics", RTM_GETSTATS, AF_UNSPEC, walk_message},
};

int main(int count, char **arguments) {
  const kind *wanted = NULL;
  for (size_t i = 0; count == 3 && i < sizeof kinds / sizeof *kinds; i++)
    if (!strcmp(kinds[i].name, arguments[1])) wanted = &kinds[i];
  if (!wanted) return fprintf(stderr, "usage: dump KIND ROUNDS\n"), 2;
  int fd = open_route_socket();
  for (int round = atoi(arguments[2]); round > 0; round--) {
    // Every round grows its own array of routes, as a program that reads once does; that of links
    // is small, and a program that reads anything else before has room for it.
    free(records);
    records = NULL;
    record_count = record_capacity = link_count = 0;
    stopwatch begin = start();
    send_dump(fd, wanted->type, wanted->family);
    stop(begin, receive_dump(fd, wanted->take));
  }
}
