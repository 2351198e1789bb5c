// What tests need and Swift cannot import.
#ifndef CTESTSUPPORT_H
#define CTESTSUPPORT_H

/// openpty(3) with a size; 0, or -1 with errno.
int ctest_openpty(int *_Nonnull controller, int *_Nonnull terminal, int rows, int columns);

#endif
