#include "CTestSupport.h"

#include <pty.h>
#include <stddef.h>

int ctest_openpty(int *controller, int *terminal, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return openpty(controller, terminal, NULL, NULL, &size);
}
