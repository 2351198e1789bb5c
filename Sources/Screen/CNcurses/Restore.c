// Gives the terminal back when the program ends in a way that runs no Swift: a trap, a fault, a
// call of exit(3), a second SIGTERM. Everything in a handler is async-signal-safe: the bytes are
// made while there is time.
#define NCURSES_WIDECHAR 1
#define _GNU_SOURCE
#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static struct {
  int terminal;
  struct termios modes;
  bool has_modes, has_alternate_screen;
  char bytes[512];
  size_t count;
} saved;
static atomic_bool is_armed;
static int captured = -1, original_stderr = -1;

static void add(const char *text) {
  if (text == NULL || text == (char *)-1) return;
  while (*text && saved.count < sizeof saved.bytes) {
    // Padding as in "$<5>" is for terminals of another century.
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end == NULL) return;
      text = end + 1;
      continue;
    }
    saved.bytes[saved.count++] = *text++;
  }
}

static void write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t done = write(fd, bytes, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return;
    bytes += done;
    count -= (size_t)done;
  }
}

static void replay_stderr(void) {
  char buffer[4096];
  off_t end = lseek(captured, 0, SEEK_END), start = end > 65536 ? end - 65536 : 0;
  for (ssize_t count; (count = pread(captured, buffer, sizeof buffer, start)) > 0; start += count)
    write_all(original_stderr, buffer, (size_t)count);
}

static void restore_now(void) {
  if (!atomic_exchange(&is_armed, false)) return;
  write_all(saved.terminal, saved.bytes, saved.count);
  if (saved.has_modes) tcsetattr(saved.terminal, TCSANOW, &saved.modes);
  if (captured >= 0) {
    // What handlers of others say after this one is seen as well.
    dup2(original_stderr, 2);
    replay_stderr();
  }
}

void ncw_restore_prepare(int terminal) {
  saved.terminal = terminal;
  saved.count = 0;
  saved.has_modes = tcgetattr(terminal, &saved.modes) == 0;
}

void ncw_restore_arm(bool is_modern) {
  static bool is_registered;
  if (is_modern) add("\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[?2026l");
  add(tigetstr("rmkx"));
  add(tigetstr("sgr0"));
  add(tigetstr("op"));
  add(tigetstr("cnorm"));
  const char *leave = tigetstr("rmcup");
  saved.has_alternate_screen = leave != NULL && leave != (char *)-1;
  add(leave);
  add(saved.has_alternate_screen ? "\r" : "\r\n");
  // What is left of the frame below would be mixed with what the shell writes.
  if (!saved.has_alternate_screen) add(tigetstr("ed"));
  if (!is_registered) is_registered = atexit(restore_now) == 0;
  atomic_store(&is_armed, true);
}

bool ncw_has_alternate_screen(void) { return saved.has_alternate_screen; }
void ncw_restore_rearm(void) { atomic_store(&is_armed, true); }
void ncw_restore_disarm(void) { atomic_store(&is_armed, false); }

void ncw_stderr_capture(void) {
  if (captured >= 0 || !isatty(2)) return;
  int memory = memfd_create("stderr", MFD_CLOEXEC);
  int original = dup(2);
  if (memory < 0 || original < 0 || dup2(memory, 2) < 0) {
    if (memory >= 0) close(memory);
    if (original >= 0) close(original);
    return;
  }
  captured = memory;
  original_stderr = original;
}

void ncw_stderr_release(void) {
  if (captured < 0) return;
  dup2(original_stderr, 2);
  replay_stderr();
  close(captured);
  close(original_stderr);
  captured = original_stderr = -1;
}

static const int heard[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum { heard_count = sizeof heard / sizeof *heard, crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction old_heard[heard_count], old_crashes[crash_count], old_pipe;
static int wake = -1;
static volatile sig_atomic_t is_ending;
static bool is_catching;
static struct timespec asked_at;
static sigset_t old_mask;

/// Since the first request to end.
static long milliseconds_since_asked(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (now.tv_sec - asked_at.tv_sec) * 1000 + (now.tv_nsec - asked_at.tv_nsec) / 1000000;
}

static void die_of(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

static void hear(int number) {
  int error = errno;
  if (number != SIGWINCH && number != SIGTSTP && number != SIGCONT) {
    // The loop did not react to the first: it may be stuck in a write to a dead link. Those that
    // come at once are one request: of a hang-up tell the kernel and the shell, each by itself.
    if (!is_ending) {
      clock_gettime(CLOCK_MONOTONIC, &asked_at);
      is_ending = 1;
    } else if (milliseconds_since_asked() >= 1000) {
      restore_now();
      die_of(number);
    }
  }
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(wake, &byte, 1);
  (void)ignored;
  errno = error;
}

static void crash(int number, siginfo_t *info, void *context) {
  restore_now();
  struct sigaction former = {.sa_handler = SIG_DFL};
  for (int i = 0; i < crash_count; i++)
    if (crashes[i] == number) former = old_crashes[i];
  // That of Swift tells where it was, and comes back for the fault to happen again. A signal that
  // was sent does not: the program would go on, and draw on a terminal that it has given back.
  if (former.sa_flags & SA_SIGINFO) {
    pthread_sigmask(SIG_SETMASK, &((ucontext_t *)context)->uc_sigmask, NULL);
    former.sa_sigaction(number, info, context);
  } else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) {
    former.sa_handler(number);
  }
  die_of(number);
}

int ncw_signals_pipe(int *ends) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK); }

void ncw_signals_catch(int pipe) {
  wake = pipe;
  if (!is_catching) is_ending = 0;
  static char stack[65536];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack}, old;
  if (sigaltstack(NULL, &old) == 0 && (old.ss_flags & SS_DISABLE)) sigaltstack(&alternate, NULL);
  struct sigaction action = {.sa_handler = hear, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < heard_count; i++) {
    sigaction(heard[i], &action, is_catching ? NULL : &old_heard[i]);
    // Under nohup a hang-up is not for us; the loop sees that the terminal is gone by itself.
    if (old_heard[i].sa_handler == SIG_IGN && heard[i] == SIGHUP)
      sigaction(heard[i], &old_heard[i], NULL);
  }
  action.sa_sigaction = crash;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  for (int i = 0; i < crash_count; i++) {
    sigaction(crashes[i], &action, is_catching ? NULL : &old_crashes[i]);
  }
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, is_catching ? NULL : &old_pipe);
  // Whoever started the process may have blocked them, and a mask is inherited.
  sigset_t wanted;
  sigemptyset(&wanted);
  for (int i = 0; i < heard_count; i++) sigaddset(&wanted, heard[i]);
  for (int i = 0; i < crash_count; i++) sigaddset(&wanted, crashes[i]);
  pthread_sigmask(SIG_UNBLOCK, &wanted, is_catching ? NULL : &old_mask);
  is_catching = true;
}

void ncw_signals_release(void) {
  if (!is_catching) return;
  is_catching = false;
  // First the mask: who had put the signals off has more to do than to give the terminal back.
  pthread_sigmask(SIG_SETMASK, &old_mask, NULL);
  for (int i = 0; i < heard_count; i++) sigaction(heard[i], &old_heard[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &old_crashes[i], NULL);
  sigaction(SIGPIPE, &old_pipe, NULL);
  wake = -1;
}

void ncw_stop_self(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, old;
  sigset_t stop, mask;
  sigaction(SIGTSTP, &standard, &old);
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &stop, &mask);
  raise(SIGTSTP);
  sigprocmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &old, NULL);
}
