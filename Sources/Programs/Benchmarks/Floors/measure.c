// measure -r DESCRIPTOR [-n NETNS] [-b FOLDER] [-t SECONDS] COMMAND…
//
// Runs a command and writes what it took, with its children, to a descriptor: one line of JSON.
// Small and static, so that the peak memory of the child is not the launcher's own.
//
// -r  the descriptor, which the caller has open
// -n  the network namespace to run in
// -b  the folder that is /run/netns for the command alone (`ip netns` knows no other place)
// -t  seconds after which the command is killed
#include "floor.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

static pid_t child;

static void give_up(int signal) {
  (void)signal;
  kill(-child, SIGKILL);
}

static void enter(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || setns(fd, CLONE_NEWNET)) fail(path);
  close(fd);
}

/// In a mount namespace of its own, so that nobody else's /run changes or must have the folder.
static void show_as_run_netns(const char *folder) {
  if (unshare(CLONE_NEWNS)) fail("unshare");
  if (mount("", "/", "none", MS_SLAVE | MS_REC, NULL)) fail("mount namespace");
  // Before /run is hidden, but in this mount namespace: no other's mounts can be bound.
  int fd = open(folder, O_PATH);
  if (fd < 0) fail(folder);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  if (mount("run", "/run", "tmpfs", 0, NULL) || mkdir("/run/netns", 0755)) fail("/run");
  if (mount(path, "/run/netns", NULL, MS_BIND | MS_REC, NULL)) fail("/run/netns");
  close(fd);
}

int main(int count, char **arguments) {
  int option, limit = 0, report = STDERR_FILENO;
  while ((option = getopt(count, arguments, "+r:n:b:t:")) != -1) switch (option) {
      case 'r': report = atoi(optarg); break;
      case 'n': enter(optarg); break;
      case 'b': show_as_run_netns(optarg); break;
      case 't': limit = atoi(optarg); break;
      default: return 2;
    }
  if (optind == count) return 2;
  fcntl(report, F_SETFD, FD_CLOEXEC);
  double begin = wall_seconds();
  child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    setpgid(0, 0);
    execvp(arguments[optind], arguments + optind);
    perror(arguments[optind]);
    _exit(127);
  }
  setpgid(child, child);
  if (limit) {
    signal(SIGALRM, give_up);
    alarm(limit);
  }
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) fail("wait4");
  double cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime), wall = wall_seconds() - begin;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  dprintf(report, "{\"cpu\":%.6f,\"wall\":%.6f,\"memory\":%ld,\"status\":%d}\n", cpu, wall,
          usage.ru_maxrss * 1024, code);
}
