"""Runs a program, and ends everything that it has started as soon as it has ended.

subreaper.py LIFELINE PROGRAM [ARGUMENT...]

LIFELINE is a descriptor on which nothing is ever read: when it closes, whoever has started this is gone, and everything is killed
at once. SIGTERM asks for the same in order: SIGTERM for everything, after two seconds SIGKILL. Ends with the status of the program,
128 if a signal has ended it, and 127 if there is no such program.

On Linux a process whose parent has ended becomes a child of this one, whatever group, session or variables it has given itself:
https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html. On macOS, and with a Python that has no ctypes, what has
left both its parent and the program's group is not found; neither has been tried.
"""

import os
import select
import signal
import sys
import time

GRACE_SECONDS = 2
# Killed processes that do not end hang in the kernel, and nobody can do more.
KILL_SECONDS = 1
POLL_SECONDS = 0.01
PR_SET_CHILD_SUBREAPER = 36
# What Python itself ignores, and no program expects to be ignored.
IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)


def become_subreaper():
    """Whether this process is one now."""
    try:
        import ctypes

        return sys.platform == "linux" and ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    except ImportError:
        return False


def variables():
    """The variables as they were given: Python adds some of its own to os.environ."""
    try:
        with open("/proc/self/environ", "rb") as file:
            pairs = file.read().split(b"\0")
        return dict(pair.split(b"=", 1) for pair in pairs if b"=" in pair)
    except OSError:
        return dict(os.environb)


def start(lifeline, command):
    """Starts the program as the leader of a group of its own; its process id."""
    pid = os.fork()
    if pid != 0:
        return pid
    try:
        os.setpgid(0, 0)
        os.close(lifeline)
        for number in IGNORED:
            signal.signal(number, signal.SIG_DFL)
        os.execvpe(command[0], command, variables())
    finally:
        os._exit(127)


def listed_by_ps():
    import subprocess

    with subprocess.Popen(["ps", "-axo", "pid=,ppid=,pgid=,stat="], stdout=subprocess.PIPE, text=True) as ps:
        rows = [line.split() for line in ps.stdout]
    return [tuple(map(int, row[:3])) for row in rows if not row[3].startswith("Z") and int(row[0]) != ps.pid]


def listed_by_proc():
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                # After the name, in parentheses, come state, parent and group: proc_pid_stat(5).
                state, parent, group = file.read().rpartition(b") ")[2].split()[:3]
        except OSError:
            continue
        if state not in (b"Z", b"X"):
            found.append((int(name), int(parent), int(group)))
    return found


class Subreaper:
    def __init__(self, program, finds_all):
        self.program = program
        self.finds_all = finds_all
        self.status = None

    def reap(self):
        """Takes away what has ended; whether there are other children."""
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return True
                if pid == self.program:
                    self.status = os.waitstatus_to_exitcode(status)
        except ChildProcessError:
            return False

    def left(self):
        """Ids of everything that the program and its descendants have started, and that has not ended."""
        processes = listed_by_proc() if os.path.isdir("/proc/self") else listed_by_ps()
        known = {os.getpid()}
        count = 0
        while count != len(known):
            count = len(known)
            # The number of a group that has ended may be another's by now: it counts only where nothing else is known.
            known.update(
                pid
                for pid, parent, group in processes
                if parent in known or (group == self.program and not self.finds_all)
            )
        return known - {os.getpid()}

    def end(self, number, seconds):
        """Signals everything; whether nothing is left after so many seconds."""
        until = time.monotonic() + seconds
        told = set()
        while True:
            # All that is left of a tree becomes a child sooner or later: without children there is nothing.
            if not self.reap() and (self.finds_all or not self.left()):
                return True
            if time.monotonic() > until:
                return False
            # Once each; what is started meanwhile is told, too.
            for pid in self.left() - told:
                told.add(pid)
                try:
                    os.kill(pid, number)
                except OSError:
                    # It has ended, or is another user's.
                    pass
            time.sleep(POLL_SECONDS)

    def exit(self, in_order):
        if not in_order or not self.end(signal.SIGTERM, GRACE_SECONDS):
            self.end(signal.SIGKILL, KILL_SECONDS)
        os._exit(self.status if self.status is not None and self.status >= 0 else 128)


def main(lifeline, command):
    finds_all = become_subreaper()
    asked, wakeup = os.pipe()
    for end in (asked, wakeup):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wakeup)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    subreaper = Subreaper(start(lifeline, command), finds_all)
    while subreaper.status is None:
        ready, _, _ = select.select([lifeline, asked], [], [])
        if lifeline in ready:
            subreaper.exit(in_order=False)
        if signal.SIGTERM in os.read(asked, 4096):
            break
        subreaper.reap()
    subreaper.exit(in_order=True)


main(int(sys.argv[1]), sys.argv[2:])
