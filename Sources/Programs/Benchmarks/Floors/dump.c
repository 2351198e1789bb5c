// dump links|neighbours|fdb|routes|records|statistics ROUNDS
//
// The floor of one dump on a socket that is kept. `records` fills 48 bytes a route, as the model
// does; every other kind steps over all attributes, nested ones too.
#include "floor.h"

typedef struct {
  uint8_t family, length, protocol, type;
  uint32_t device, table, priority;
  uint8_t destination[16], gateway[16];
} record;
_Static_assert(sizeof(record) == 48, "as the packed route of the model");

static record *records;
static size_t record_count, record_capacity;
/// What the walk read, so that the compiler cannot leave it out.
static volatile uint64_t checksum;

/// IFLA_LINKINFO, IFLA_AF_SPEC and IFLA_XDP hold attributes; so does IFLA_INFO_DATA in the first.
static int is_nested(uint16_t type, int depth) {
  if (depth == 0) return type == IFLA_LINKINFO || type == IFLA_AF_SPEC || type == IFLA_XDP;
  return type == IFLA_INFO_DATA;
}

static uint64_t walk(const uint8_t *bytes, int left, int depth) {
  uint64_t sum = 0;
  while (left >= (int)sizeof(struct nlattr)) {
    const struct nlattr *attribute = (const void *)bytes;
    if (attribute->nla_len < sizeof *attribute || attribute->nla_len > left) break;
    uint16_t type = attribute->nla_type & NLA_TYPE_MASK;
    sum += type + attribute->nla_len;
    if (depth >= 0 && depth < 2 && is_nested(type, depth))
      sum += walk(bytes + sizeof *attribute, attribute->nla_len - sizeof *attribute, depth + 1);
    bytes += aligned(attribute->nla_len);
    left -= aligned(attribute->nla_len);
  }
  return sum;
}

static void walk_message(const struct nlmsghdr *message) {
  // The answer to RTM_GETx is RTM_NEWx, two numbers below.
  int fixed = fixed_size(message->nlmsg_type + 2);
  int depth = message->nlmsg_type == RTM_NEWLINK ? 0 : -1;
  const uint8_t *bytes = NLMSG_DATA(message);
  checksum += walk(bytes + fixed, message->nlmsg_len - sizeof *message - fixed, depth);
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
    {"links", RTM_GETLINK, AF_UNSPEC, walk_message},
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
    // Every round grows its own array, as a program that reads once does.
    free(records);
    records = NULL;
    record_count = record_capacity = 0;
    stopwatch begin = start();
    send_dump(fd, wanted->type, wanted->family);
    stop(begin, receive_dump(fd, wanted->take));
  }
}
