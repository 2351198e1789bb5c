"""A program in a terminal of 160×50: what it writes, what it costs while it runs."""

import contextlib
import dataclasses
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import rig
from measuring import Failed

COLUMNS, ROWS = 160, 50
# Output that stops for so long, in seconds, is a frame: top draws, sleeps for 150 ms, draws again.
SILENCE = 0.2
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()].")


class Program:
    """A program in a pty of its own, until the `with` block ends.

    netns: the namespace to run in, where the program has no option for it.
    """

    def __init__(self, command, netns=None):
        self.command, self.is_over = command, False
        self.started = time.monotonic()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            self.become(command, netns)
        # After the fork: the child reads the size late enough, it has to start first.
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def become(self, command, netns):
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            if netns:
                rig.enter(os.open(netns, os.O_RDONLY | os.O_CLOEXEC))
            unset = ("COLUMNS", "LINES", "NO_COLOR")
            environment = {k: v for k, v in os.environ.items() if k not in unset}
            environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
            os.execvpe(command[0], command, environment)
        finally:
            os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.is_over:
            self.end()
        os.close(self.terminal)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        # A reader must be there, or the program waits for the terminal while it says goodbye.
        end = time.monotonic() + 2
        while time.monotonic() < end:
            self.read(0.02)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    def read(self, seconds):
        """What is there within the time; empty if nothing is."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.terminal, 1 << 16)
        except OSError:
            # EIO: the other end is closed.
            time.sleep(seconds)
            return b""

    def check(self):
        """Raises Failed where the program ended by itself."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.is_over = True
            raise Failed(f"{self.command[0]}: exit {os.waitstatus_to_exitcode(status)} at once")

    def type(self, keys):
        os.write(self.terminal, keys)

    def first_frame(self, needle=b"", silence=SILENCE, patience=5.0):
        """(bytes, seconds from the start to the last of them) until it falls silent.

        It is no frame before the text `needle` was in it: an empty screen is quickly drawn.
        """
        output, last = b"", self.started
        while True:
            now = time.monotonic()
            is_over = output and now - last > silence
            if is_over and needle in ESCAPE.sub(b"\n", output) or now - self.started > patience:
                self.check()
                return len(output), last - self.started
            data = self.read(0.01)
            if data:
                output, last = output + data, time.monotonic()

    def count_for(self, seconds):
        """Bytes that it writes in the time."""
        count, end = 0, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            count += len(self.read(min(left, 0.5)))
        return count

    def cpu_seconds(self):
        """CPU of all its threads, by the scheduler's account: ticks are too coarse for 0.3 %."""
        # clock_getcpuclockid(3), which Python has for threads only: CPUCLOCK_SCHED is 2.
        return time.clock_gettime(~self.pid << 3 | 2)

    def resident_bytes(self):
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@dataclasses.dataclass
class Watched:
    """What a program did in a while: bytes a second, CPU in per cent of a core, memory in bytes."""

    rate: float
    share: float
    resident: int
    growth: int


def watch(program, seconds):
    cpu, memory, begin = program.cpu_seconds(), program.resident_bytes(), time.monotonic()
    count = program.count_for(seconds)
    program.check()
    took = time.monotonic() - begin
    share = 100 * (program.cpu_seconds() - cpu) / took
    resident = program.resident_bytes()
    return Watched(count / took, share, resident, max(resident - memory, 0))
