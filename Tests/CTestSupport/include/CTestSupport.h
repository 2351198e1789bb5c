// What tests need and Swift cannot import.
#ifndef CTESTSUPPORT_H
#define CTESTSUPPORT_H

#include <stddef.h>
#include <stdint.h>

/// pipe2(2) whose ends no other program inherits; 0, or -1 with errno.
int ctest_pipe(int *_Nonnull ends);
/// openpty(3) with a size, and with ends that no other program inherits; 0, or -1 with errno.
int ctest_openpty(int *_Nonnull controller, int *_Nonnull terminal, int rows, int columns);
/// TIOCSWINSZ; 0, or -1 with errno.
int ctest_resize(int terminal, int rows, int columns);
/// fork(2) and execve(2) with a pseudo-terminal as controlling terminal and as 0, 1 and 2, in a session
/// of its own; the process, or -1 with errno.
int ctest_spawn_on_terminal(
    int terminal, const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
    char *_Nullable const *_Nonnull environment);
/// setfsuid(2): the rights to files of this thread alone.
void ctest_set_file_user(uint32_t user);
/// wcwidth(3) in C.UTF-8; the locale of the process is left alone.
int ctest_wcwidth(uint32_t scalar);

/// Where a field of `struct tcp_info` is, by its name without `tcpi_`; SIZE_MAX for none.
size_t ctest_tcp_info_offset(const char *_Nonnull field);

#endif
