// A link with all its attributes as a struct: what a program in C that shows links has to fill.
#ifndef LINK_H
#define LINK_H

#include "floor.h"

enum { most_attributes = 80, most_port_attributes = 48 };

typedef struct {
  int32_t index;
  uint32_t flags;
  uint16_t hardware;
  char name[16], qdisc[16], kind[16], port_kind[16], alias[64];
  uint8_t address[32], broadcast[32], permanent[32];
  /// By the number of the attribute: all that are integers.
  uint32_t values[most_attributes];
  uint64_t port[most_port_attributes];
  /// As many as Linux 6.18 has.
  uint32_t inet[33], inet6[61];
  uint64_t inet6_statistics[37], icmp_statistics[7];
  uint32_t cache[4], inet6_flags;
  uint8_t address_generation;
  struct rtnl_link_ifmap map;
  struct rtnl_link_stats64 statistics;
} link_record;

static inline void copy(void *to, size_t capacity, const struct nlattr *attribute) {
  size_t length = attribute->nla_len - sizeof *attribute;
  memcpy(to, attribute + 1, length > capacity ? capacity : length);
}

static inline uint64_t integer(const struct nlattr *attribute) {
  switch (attribute->nla_len - sizeof *attribute) {
    case 1: return *(const uint8_t *)(attribute + 1);
    case 2: return *(const uint16_t *)(attribute + 1);
    case 4: return *(const uint32_t *)(attribute + 1);
    case 8: {
      uint64_t value;
      memcpy(&value, attribute + 1, sizeof value);
      return value;
    }
    default: return 0;
  }
}

typedef void take(link_record *, uint16_t type, const struct nlattr *);

static inline void each(const uint8_t *bytes, int left, link_record *link, take *take) {
  while (left >= (int)sizeof(struct nlattr)) {
    const struct nlattr *attribute = (const void *)bytes;
    if (attribute->nla_len < sizeof *attribute || attribute->nla_len > left) break;
    take(link, attribute->nla_type & NLA_TYPE_MASK, attribute);
    bytes += aligned(attribute->nla_len);
    left -= aligned(attribute->nla_len);
  }
}

static inline void nested(const struct nlattr *attribute, link_record *link, take *take) {
  each((const uint8_t *)(attribute + 1), attribute->nla_len - sizeof *attribute, link, take);
}

static inline void take_port(link_record *link, uint16_t type, const struct nlattr *attribute) {
  if (type < most_port_attributes) link->port[type] = integer(attribute);
}

static inline void take_info(link_record *link, uint16_t type, const struct nlattr *attribute) {
  switch (type) {
    case IFLA_INFO_KIND: copy(link->kind, sizeof link->kind, attribute); break;
    case IFLA_INFO_SLAVE_KIND: copy(link->port_kind, sizeof link->port_kind, attribute); break;
    case IFLA_INFO_SLAVE_DATA: nested(attribute, link, take_port); break;
  }
}

static inline void take_inet(link_record *link, uint16_t type, const struct nlattr *attribute) {
  if (type == IFLA_INET_CONF) copy(link->inet, sizeof link->inet, attribute);
}

static inline void take_inet6(link_record *link, uint16_t type, const struct nlattr *attribute) {
  switch (type) {
    case IFLA_INET6_FLAGS: link->inet6_flags = integer(attribute); break;
    case IFLA_INET6_CONF: copy(link->inet6, sizeof link->inet6, attribute); break;
    case IFLA_INET6_CACHEINFO: copy(link->cache, sizeof link->cache, attribute); break;
    case IFLA_INET6_ADDR_GEN_MODE: link->address_generation = integer(attribute); break;
    case IFLA_INET6_STATS:
      copy(link->inet6_statistics, sizeof link->inet6_statistics, attribute);
      break;
    case IFLA_INET6_ICMP6STATS:
      copy(link->icmp_statistics, sizeof link->icmp_statistics, attribute);
      break;
  }
}

static inline void take_family(link_record *link, uint16_t type, const struct nlattr *attribute) {
  if (type == AF_INET) nested(attribute, link, take_inet);
  if (type == AF_INET6) nested(attribute, link, take_inet6);
}

static inline void take_xdp(link_record *link, uint16_t type, const struct nlattr *attribute) {
  if (type == IFLA_XDP_ATTACHED) link->values[IFLA_XDP] = integer(attribute);
}

static inline void take_attribute(
    link_record *link, uint16_t type, const struct nlattr *attribute) {
  switch (type) {
    case IFLA_IFNAME: copy(link->name, sizeof link->name, attribute); break;
    case IFLA_QDISC: copy(link->qdisc, sizeof link->qdisc, attribute); break;
    case IFLA_IFALIAS: copy(link->alias, sizeof link->alias, attribute); break;
    case IFLA_ADDRESS: copy(link->address, sizeof link->address, attribute); break;
    case IFLA_BROADCAST: copy(link->broadcast, sizeof link->broadcast, attribute); break;
    case IFLA_PERM_ADDRESS: copy(link->permanent, sizeof link->permanent, attribute); break;
    case IFLA_MAP: copy(&link->map, sizeof link->map, attribute); break;
    case IFLA_STATS64: copy(&link->statistics, sizeof link->statistics, attribute); break;
    case IFLA_LINKINFO: nested(attribute, link, take_info); break;
    case IFLA_AF_SPEC: nested(attribute, link, take_family); break;
    case IFLA_XDP: nested(attribute, link, take_xdp); break;
    default:
      if (type < most_attributes) link->values[type] = integer(attribute);
  }
}

#endif
