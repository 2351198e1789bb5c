#define _GNU_SOURCE
#include "CTestSupport.h"

#include <fcntl.h>
#include <linux/tcp.h>
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int ctest_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int ctest_openpty(int *controller, int *terminal, int rows, int columns) {
  // openpty(3) would leave a moment in which another thread's child inherits both ends.
  int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
  *controller = posix_openpt(flags);
  if (*controller < 0) return -1;
  *terminal = -1;
  if (grantpt(*controller) == 0 && unlockpt(*controller) == 0)
    *terminal = ioctl(*controller, TIOCGPTPEER, flags);
  if (*terminal >= 0 && ctest_resize(*controller, rows, columns) == 0) return 0;
  if (*terminal >= 0) close(*terminal);
  close(*controller);
  return -1;
}

int ctest_resize(int terminal, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

int ctest_spawn_on_terminal(
    int terminal, const char *path, char *const *arguments, char *const *environment) {
  pid_t child = fork();
  if (child != 0) return child;
  // Threads of a test run block signals, and a mask survives execve.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setsid();
  ioctl(terminal, TIOCSCTTY, 0);
  for (int fd = 0; fd < 3; fd++) dup2(terminal, fd);
  if (terminal > 2) close(terminal);
  execve(path, arguments, environment);
  _exit(127);
}

void ctest_set_file_user(uint32_t user) { setfsuid(user); }

int ctest_wcwidth(uint32_t scalar) {
  static locale_t utf8;
  if (utf8 == 0) utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0);
  locale_t old = uselocale(utf8);
  int width = wcwidth((wchar_t)scalar);
  uselocale(old);
  return width;
}

size_t ctest_tcp_info_offset(const char *field) {
#define FIELD(name) \
  if (strcmp(field, #name) == 0) return offsetof(struct tcp_info, tcpi_##name)
  FIELD(retransmits);
  FIELD(backoff);
  FIELD(rto);
  FIELD(snd_mss);
  FIELD(rcv_mss);
  FIELD(unacked);
  FIELD(lost);
  FIELD(last_data_sent);
  FIELD(last_data_recv);
  FIELD(last_ack_recv);
  FIELD(pmtu);
  FIELD(rtt);
  FIELD(rttvar);
  FIELD(snd_cwnd);
  FIELD(total_retrans);
  FIELD(bytes_acked);
  FIELD(bytes_received);
  FIELD(segs_out);
  FIELD(segs_in);
  FIELD(min_rtt);
  FIELD(delivery_rate);
  FIELD(bytes_sent);
  FIELD(bytes_retrans);
#undef FIELD
  return SIZE_MAX;
}
