#define NCURSES_WIDECHAR 1
#define _GNU_SOURCE
#include "CNcurses.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#undef columns  // <term.h> means a field of the terminal

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a wchar_t is a Unicode scalar");
_Static_assert(sizeof(attr_t) <= sizeof(uint32_t), "attributes fit");

struct ncw_screen {
  SCREEN *screen;
  FILE *output, *input;
};

#define WINDOW_OF(w) ((WINDOW *)(w))

bool ncw_set_character_type(const char *locale) { return setlocale(LC_CTYPE, locale) != NULL; }
bool ncw_codeset_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

static FILE *open_copy(int fd, const char *mode) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (file == NULL) close(copy);
  return file;
}

ncw_screen *ncw_open(const char *type, int output, int input) {
  ncw_screen *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->output = open_copy(output, "w");
  s->input = open_copy(input, "r");
  if (s->output && s->input) {
    // The size comes from the terminal; LINES and COLUMNS in the environment would freeze it.
    use_env(FALSE);
    use_tioctl(TRUE);
    set_escdelay(25);
    s->screen = newterm(type, s->output, s->input);
    set_escdelay(25);
  }
  if (s->screen) return s;
  if (s->output) fclose(s->output);
  if (s->input) fclose(s->input);
  free(s);
  return NULL;
}

void ncw_close(ncw_screen *s) {
  delscreen(s->screen);
  fclose(s->output);
  fclose(s->input);
  free(s);
}

void ncw_set_modes(int terminal) {
  cbreak();
  noecho();
  nonl();
  struct termios modes;
  if (tcgetattr(terminal, &modes) == 0) {
    modes.c_cc[VINTR] = modes.c_cc[VQUIT] = _POSIX_VDISABLE;
    modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
    tcsetattr(terminal, TCSADRAIN, &modes);
  }
  def_prog_mode();
}

int ncw_endwin(void) { return endwin(); }
int ncw_def_prog_mode(void) { return def_prog_mode(); }
int ncw_reset_prog_mode(void) { return reset_prog_mode(); }
int ncw_curs_set(int visibility) { return curs_set(visibility); }
void ncw_redraw(void) { clearok(curscr, TRUE); }
int ncw_resizeterm(int rows, int columns) { return resizeterm(rows, columns); }

bool ncw_size(int terminal, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

ncw_window *ncw_newwin_full(void) { return (ncw_window *)newwin(0, 0, 0, 0); }
int ncw_delwin(ncw_window *w) { return delwin(WINDOW_OF(w)); }
int ncw_keypad(ncw_window *w, bool on) { return keypad(WINDOW_OF(w), on); }
int ncw_nodelay(ncw_window *w, bool on) { return nodelay(WINDOW_OF(w), on); }
int ncw_getmaxx(const ncw_window *w) { return getmaxx((const WINDOW *)w); }
int ncw_getmaxy(const ncw_window *w) { return getmaxy((const WINDOW *)w); }
int ncw_move(ncw_window *w, int row, int column) { return wmove(WINDOW_OF(w), row, column); }
int ncw_werase(ncw_window *w) { return werase(WINDOW_OF(w)); }
int ncw_wnoutrefresh(ncw_window *w) { return wnoutrefresh(WINDOW_OF(w)); }
int ncw_doupdate(void) { return doupdate(); }

void ncw_set_background(ncw_window *w, uint32_t attributes, int pair) {
  cchar_t blank;
  // The last argument carries pairs above 32767, since ncurses 6.1.
  if (setcchar(&blank, L" ", attributes, 0, &pair) == OK) wbkgrndset(WINDOW_OF(w), &blank);
}

void ncw_put(
    ncw_window *w, int row, int column, int width, const uint32_t *scalars, size_t count,
    uint32_t attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  cchar_t cell;
  bool is_printable = count > 0 && wcwidth((wchar_t)scalars[0]) == width;
  size_t length = 0;
  for (size_t i = 0; is_printable && i < count && length < CCHARW_MAX; i++)
    if (i == 0 || wcwidth((wchar_t)scalars[i]) == 0) text[length++] = (wchar_t)scalars[i];
  if (is_printable && setcchar(&cell, text, attributes, 0, &pair) == OK) {
    mvwadd_wch(WINDOW_OF(w), row, column, &cell);
    return;
  }
  if (setcchar(&cell, L"?", attributes, 0, &pair) != OK) return;
  for (int i = 0; i < width; i++) mvwadd_wch(WINDOW_OF(w), row, column + i, &cell);
}

int ncw_wget_wch(ncw_window *w, uint32_t *code) {
  wint_t wide = 0;
  int status = wget_wch(WINDOW_OF(w), &wide);
  *code = (uint32_t)wide;
  return status;
}

void ncw_define_key(const char *sequence, uint32_t code) {
  if (key_defined(sequence) == 0) define_key(sequence, (int)code);
}
void ncw_forget_mouse_key(void) { define_key(NULL, KEY_MOUSE); }

bool ncw_has_colors(void) { return has_colors(); }
int ncw_max_colors(void) { return tigetnum("colors"); }
bool ncw_is_direct(void) {
  // RGB is a flag, a number or a string; each has its own word for its absence.
  const char *text = tigetstr("RGB");
  return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || (text != NULL && text != (char *)-1);
}
void ncw_start_color(void) {
  start_color();
  use_default_colors();
}
int ncw_alloc_pair(int foreground, int background) { return alloc_pair(foreground, background); }

const int ncw_ok = OK, ncw_err = ERR, ncw_key_code = KEY_CODE_YES;
const uint32_t ncw_bold = A_BOLD, ncw_dim = A_DIM, ncw_underline = A_UNDERLINE,
               ncw_reverse = A_REVERSE, ncw_italic = A_ITALIC;
const uint32_t ncw_key_up = KEY_UP, ncw_key_down = KEY_DOWN, ncw_key_left = KEY_LEFT,
               ncw_key_right = KEY_RIGHT, ncw_key_home = KEY_HOME, ncw_key_end = KEY_END,
               ncw_key_page_up = KEY_PPAGE, ncw_key_page_down = KEY_NPAGE,
               ncw_key_enter = KEY_ENTER, ncw_key_back_tab = KEY_BTAB,
               ncw_key_backspace = KEY_BACKSPACE, ncw_key_delete = KEY_DC,
               ncw_key_insert = KEY_IC, ncw_key_resize = KEY_RESIZE, ncw_key_f0 = KEY_F0;
