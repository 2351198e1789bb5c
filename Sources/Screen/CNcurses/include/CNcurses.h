// All of ncursesw that the terminal module uses, one line of C behind each name where it will do.
//
// This header does not include <curses.h>, so Swift sees neither its macros, nor its mutable
// globals (stdscr, LINES), nor a WINDOW that is a struct on one distribution and opaque on the
// next, nor the libc types that <curses.h> drags along.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ncw_screen ncw_screen;
typedef struct ncw_window ncw_window;

/// setlocale(3) of LC_CTYPE; false if there is no such locale.
bool ncw_set_character_type(const char *_Nonnull locale);
/// Whether nl_langinfo(CODESET) is UTF-8.
bool ncw_codeset_is_utf8(void);

/// newterm(3) on copies of the descriptors; NULL if the type is unknown.
ncw_screen *_Nullable ncw_open(const char *_Nonnull type, int output, int input);
/// delscreen(3), after endwin(3).
void ncw_close(ncw_screen *_Nonnull screen);
/// cbreak, noecho, nonl, and then what only termios can say: Ctrl-C, Ctrl-\ and Ctrl-S are keys,
/// Ctrl-Z suspends.
void ncw_set_modes(int terminal);
int ncw_endwin(void);
int ncw_def_prog_mode(void);
int ncw_reset_prog_mode(void);
int ncw_curs_set(int visibility);
/// The next refresh draws everything.
void ncw_redraw(void);
int ncw_resizeterm(int rows, int columns);
/// TIOCGWINSZ; false if the terminal does not know its size.
bool ncw_size(int terminal, int *_Nonnull rows, int *_Nonnull columns);

/// A window over the whole screen, which follows its size.
ncw_window *_Nullable ncw_newwin_full(void);
int ncw_delwin(ncw_window *_Nonnull window);
int ncw_keypad(ncw_window *_Nonnull window, bool on);
int ncw_nodelay(ncw_window *_Nonnull window, bool on);
int ncw_getmaxx(const ncw_window *_Nonnull window);
int ncw_getmaxy(const ncw_window *_Nonnull window);
int ncw_move(ncw_window *_Nonnull window, int row, int column);
void ncw_set_background(ncw_window *_Nonnull window, uint32_t attributes, int pair);
int ncw_werase(ncw_window *_Nonnull window);
int ncw_wnoutrefresh(ncw_window *_Nonnull window);
int ncw_doupdate(void);
/// Puts a character of a width: `scalars` are its base and its marks. What the C library does not
/// print in that width is replaced by question marks.
void ncw_put(
    ncw_window *_Nonnull window, int row, int column, int width,
    const uint32_t *_Nonnull scalars, size_t count, uint32_t attributes, int pair);
/// ncw_ok and a scalar, ncw_key_code and a key, or ncw_err if nothing is waiting.
int ncw_wget_wch(ncw_window *_Nonnull window, uint32_t *_Nonnull code);
/// define_key(3), unless the terminal's own description has the sequence.
void ncw_define_key(const char *_Nonnull sequence, uint32_t code);

/// Reports of the mouse come as they are sent, not through ncurses: it merges those that arrive
/// together, and knows no SGR reports where terminfo lacks XM, as in tmux and screen.
void ncw_forget_mouse_key(void);

bool ncw_has_colors(void);
int ncw_max_colors(void);
/// Whether colours are given as red, green and blue (RGB in terminfo).
bool ncw_is_direct(void);
/// start_color(3) and use_default_colors(3).
void ncw_start_color(void);
/// alloc_pair(3): -1 is the terminal's own colour.
int ncw_alloc_pair(int foreground, int background);

extern const int ncw_ok, ncw_err, ncw_key_code;
extern const uint32_t ncw_bold, ncw_dim, ncw_underline, ncw_reverse, ncw_italic;
extern const uint32_t ncw_key_up, ncw_key_down, ncw_key_left, ncw_key_right, ncw_key_home,
    ncw_key_end, ncw_key_page_up, ncw_key_page_down, ncw_key_enter, ncw_key_back_tab,
    ncw_key_backspace, ncw_key_delete, ncw_key_insert, ncw_key_resize, ncw_key_f0;

// Signals and crashes: Restore.c.

/// Remembers how the terminal is now and what brings it back, before ncurses changes it.
void ncw_restore_prepare(int terminal);
/// Adds the sequences of the opened terminal; `is_modern` also turns off private modes by number.
void ncw_restore_arm(bool is_modern);
/// Whether what was on the terminal before comes back by itself; known after ncw_restore_arm.
bool ncw_has_alternate_screen(void);
/// Uses them again after ncw_restore_disarm.
void ncw_restore_rearm(void);
/// Leaves the terminal alone from now on: the terminal was given back.
void ncw_restore_disarm(void);

/// Sends standard error to memory while the screen is up, if it is a terminal.
void ncw_stderr_capture(void);
/// Ends that and writes what came meanwhile, at most its last 64 KiB.
void ncw_stderr_release(void);

/// pipe2(2) with O_CLOEXEC and O_NONBLOCK, which Swift's Glibc does not have.
int ncw_signals_pipe(int *_Nonnull ends);

/// Catches the signals that the loop must hear of and those of crashes.
///
/// Called before newterm(3), so that ncurses is not what is put back later, and after it, because
/// it takes some for itself.
/// - pipe: the numbers of the former are written to it, one byte each.
void ncw_signals_catch(int pipe);
/// Puts back what was before ncw_signals_catch.
void ncw_signals_release(void);
/// Stops the process as SIGTSTP does by default, until SIGCONT.
void ncw_stop_self(void);

#endif
