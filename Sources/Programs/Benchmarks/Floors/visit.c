// visit tables|statistics LIST ROUNDS
//
// The floor of a refresh of many namespaces: one socket kept in each namespace of the file LIST (a
// path a line), and in each round the dumps one after the other on one thread. `tables` are links,
// addresses and routes of all families; `statistics` are RTM_GETSTATS, also of the namespace that it
// is started in.
#include "floor.h"

enum { namespace_capacity = 4096 };

static int sockets[namespace_capacity], socket_count;

static void open_sockets(const char *list) {
  FILE *file = fopen(list, "r");
  if (!file) fail(list);
  char path[4096];
  while (socket_count < namespace_capacity && fgets(path, sizeof path, file)) {
    path[strcspn(path, "\n")] = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWNET)) fail(path);
    close(fd);
    sockets[socket_count++] = open_route_socket();
  }
  fclose(file);
}

static uint64_t dump(int fd, uint16_t type, uint8_t family) {
  send_dump(fd, type, family);
  return receive_dump(fd, NULL);
}

int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "usage: visit tables|statistics LIST ROUNDS\n"), 2;
  int statistics = !strcmp(arguments[1], "statistics");
  // A socket a namespace: more than the usual 1,024 descriptors.
  struct rlimit limit = {namespace_capacity + 64, namespace_capacity + 64};
  if (setrlimit(RLIMIT_NOFILE, &limit)) fail("setrlimit");
  if (statistics) sockets[socket_count++] = open_route_socket();
  open_sockets(arguments[2]);
  for (int round = atoi(arguments[3]); round > 0; round--) {
    stopwatch begin = start();
    uint64_t entries = 0;
    for (int i = 0; i < socket_count; i++) {
      if (statistics) {
        entries += dump(sockets[i], RTM_GETSTATS, AF_UNSPEC);
        continue;
      }
      entries += dump(sockets[i], RTM_GETLINK, AF_UNSPEC);
      entries += dump(sockets[i], RTM_GETADDR, AF_UNSPEC);
      entries += dump(sockets[i], RTM_GETROUTE, AF_UNSPEC);
    }
    stop(begin, entries);
  }
}
