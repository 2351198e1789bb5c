#define _GNU_SOURCE
#include "CTestSupport.h"

#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int ctest_openpty(int *controller, int *terminal, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return openpty(controller, terminal, NULL, NULL, &size);
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

int ctest_wcwidth(uint32_t scalar) {
  static locale_t utf8;
  if (utf8 == 0) utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0);
  locale_t old = uselocale(utf8);
  int width = wcwidth((wchar_t)scalar);
  uselocale(old);
  return width;
}
