"""Process 1 of a sandbox: takes one job, forks the learner's program, carries its streams, watches its limits.

Being process 1 it cannot be killed from inside, and with it dies everything the program left behind.
Host and supervisor speak frames: one letter, four bytes of length (big endian), payload.
  host to sandbox: J job (JSON), I input, E end of input, C Ctrl-C, T time to end: say where it is and end it
  sandbox to host: R ready, O stdout, F stderr, W waiting for input (0, 1, or 2 when the answer must not be shown),
  X uncaught exception (JSON), P picture (JSON, newline, bytes) and A where it was when it was ended (a stack as
  faulthandler writes it), these three the program's own word; L limit (its name), N file the program wrote (name,
  newline, bytes), D done (JSON: code or signal, CPU time, memory), always last
It must never send anything of its own environment into the child: the job is all a program gets.
"""

import ctypes
import fcntl
import gc
import json
import os
import random  # noqa: F401  loaded here so that the program need not wait for it
import re
import resource
import select
import signal
import stat
import struct
import sys
import time

CHUNK = 65536
# stdout is read at most once in this time: a flood arrives as few large pieces instead of a piece per print.
READ_EVERY_S = 0.004
LINE_S = 0.0002
SAMPLE_S = 0.05
CALM_SAMPLE_S = 0.25
OUT_PENDING = 256 * 1024
REPORT_BYTES = 64 * 1024
# One picture with its description; whoever sends more has broken the channel.
PICTURE_ROOM = 4 * 1024 * 1024 + 64 * 1024
PLACE_WAIT_S = 0.15
PLACE_QUIET_S = 0.004
PLACE_BYTES = 16 * 1024
# What of the workspace is offered after a run: files a room may hold. Names are checked by the host again.
WRITTEN_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_-]*\.(py|txt|csv|json|md)$")
WRITTEN_FOLDER = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_-]*$")
WRITTEN_BYTES = 256 * 1024
WRITTEN_FILES = 12
WRITTEN_DEPTH = 2
WRITTEN_LOOKS = 1000
CLAIM_BYTES = 2 * 1024 * 1024
PR_SET_DUMPABLE = 4
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def set_dumpable(value):
    # Not dumpable: /proc/1/mem and /proc/1/fd are closed to the program, though it has the same user.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, value, 0, 0, 0)


def prefer_to_end():
    # When memory runs out the kernel ends this process and not the one that tells the host.
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
    except OSError:
        pass


def read_frame():
    def exactly(size):
        data = b""
        while len(data) < size:
            part = os.read(0, size - len(data))
            if not part:
                os._exit(0)  # the host is gone
            data += part
        return data

    kind, size = struct.unpack(">cI", exactly(5))
    return kind, exactly(size)


def memory_of(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid, "rb") as rollup:
            for line in rollup:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        with open("/proc/%d/statm" % pid, "rb") as statm:
            fields = statm.read().split()
            return (int(fields[1]) - int(fields[2])) * PAGE
    except (OSError, IndexError):
        return 0


def usage():
    """CPU seconds and bytes of everything in the sandbox but this process."""
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, memory = reaped.ru_utime + reaped.ru_stime, 0
    for name in os.listdir("/proc"):
        if not name.isdigit() or name == "1":
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as stat:
                fields = stat.read().rpartition(b")")[2].split()
            cpu += sum(int(field) for field in fields[11:15]) / TICK
        except (OSError, ValueError):
            continue
        memory += memory_of(int(name))
    return cpu, memory


def read_regular(name, folder):
    """The first bytes of a regular file, one more than may be offered; None for anything else. Nothing is followed."""
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        data = b""
        while len(data) <= WRITTEN_BYTES:
            # The size is what can be read: the one a file claims may be anything.
            part = os.read(fd, WRITTEN_BYTES + 1 - len(data))
            if not part:
                break
            data += part
        return data
    except OSError:
        return None
    finally:
        os.close(fd)


def written_files(before, path=HOME, folder=None, prefix="", looks=None):
    """Yields name and bytes (one too many when it is too large) of what the program wrote or changed. Only safe once nothing of it runs any more."""
    looks = [WRITTEN_LOOKS] if looks is None else looks
    try:
        here = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return
    try:
        for name in sorted(os.listdir(here)):
            looks[0] -= 1
            if looks[0] < 0:
                return
            if WRITTEN_NAME.match(name):
                data = read_regular(name, here)
                if data is not None and data != before.get(prefix + name):
                    yield prefix + name, data
            elif WRITTEN_FOLDER.match(name) and prefix.count("/") < WRITTEN_DEPTH:
                yield from written_files(before, name, here, prefix + name + "/", looks)
    finally:
        os.close(here)


class Supervisor:
    def __init__(self, job):
        self.limits = job["limits"]
        self.is_graded = "seed" in job
        self.before = {file["name"]: file["text"].encode() for file in job["files"]}
        self.out_pending = bytearray()
        self.in_pending = bytearray()
        self.frames = bytearray()
        self.report = bytearray()
        self.picture = bytearray()
        self.is_asked = False
        self.peak = 0
        self.in_ended = False
        self.limit = None
        self.total_out = 0
        self.status = None
        self.cpu = 0.0
        self.sample_s = SAMPLE_S
        # A container can see for itself how its memory is counted; of a bubblewrap sandbox only the host knows.
        self.memory_events = container_events()
        job["kernelMemory"] = job["kernelMemory"] or self.memory_events is not None
        # A single process meets its own limit first, which leaves it a traceback; this is for many together.
        self.memory_bytes = self.limits["memoryBytes"] + ADDRESS_ROOM

        in_read, self.in_write = os.pipe()
        self.out_read, out_write = os.pipe()
        self.err_read, err_write = os.pipe()
        self.report_read, report_write = os.pipe()
        self.picture_read, picture_write = os.pipe()
        self.place_read, place_write = os.pipe()
        self.wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # Python's own handler would let the program end this process with Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

        # The program's own collection at its end need not walk, and so copy, what was loaded before it.
        gc.freeze()
        self.main = os.fork()
        if self.main == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.setsid()
            prefer_to_end()
            for source, target in ((in_read, 0), (out_write, 1), (err_write, 2)):
                os.dup2(source, target, inheritable=True)
            channels = [
                fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 200) for fd in (report_write, picture_write, place_write)
            ]
            os.closerange(3, 200)
            os.closerange(max(channels) + 1, 256)
            set_dumpable(1)
            run_in_child(job, channels)
        for fd in (in_read, out_write, err_write, report_write, picture_write, place_write):
            os.close(fd)
        reads = (self.out_read, self.err_read, self.report_read, self.picture_read, self.place_read, self.wake_read)
        for fd in (0, 1, self.in_write, *reads):
            os.set_blocking(fd, False)

    def send(self, kind, payload=b""):
        self.out_pending += struct.pack(">cI", kind, len(payload)) + payload

    def flush(self):
        try:
            while self.out_pending:
                del self.out_pending[: os.write(1, memoryview(self.out_pending)[:CHUNK].tobytes())]
        except BlockingIOError:
            pass
        except OSError:
            os._exit(0)

    def take(self, fd, kind, whole_line=False):
        """Forwards what a pipe holds now; False when it is closed or empty."""
        data = b""
        try:
            data = os.read(fd, CHUNK)
            if whole_line and data and not data.endswith(b"\n"):
                # print() writes its text and its newline apart; a moment later both are here.
                time.sleep(LINE_S)
                data += os.read(fd, CHUNK)
        except BlockingIOError:
            if not data:
                return False
        if data:
            self.total_out += len(data)
            self.send(kind, data)
            if self.total_out > self.limits["outputBytes"]:
                self.stop(b"output")
        return bool(data)

    def take_all(self):
        # stdout first: whatever was printed before the text on stderr is already in its pipe.
        while self.limit != b"output" and self.take(self.out_read, b"O"):
            pass
        while self.limit != b"output" and self.take(self.err_read, b"F"):
            pass

    def ask_place(self):
        """Tells the host where the program is now, if it still can say so."""
        if self.is_asked:
            return
        self.is_asked = True
        place, until = b"", time.monotonic() + PLACE_WAIT_S
        poll = select.poll()
        poll.register(self.place_read, select.POLLIN)
        try:
            os.kill(self.main, PLACE_SIGNAL)
            while len(place) < PLACE_BYTES:
                left = PLACE_QUIET_S if place else until - time.monotonic()
                if left <= 0 or not poll.poll(left * 1000):
                    break
                part = os.read(self.place_read, PLACE_BYTES)
                if not part:
                    break
                place += part
        except OSError:
            pass
        if place:
            self.send(b"A", place[:PLACE_BYTES])

    def stop(self, limit=None):
        if limit is not None and self.limit is None:
            if limit != b"memory":  # which would go on growing meanwhile
                self.ask_place()
            self.limit = limit
            self.send(b"L", limit)
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            pass

    def read_host(self):
        data = os.read(0, CHUNK)
        if not data:
            os._exit(0)
        self.frames += data
        while len(self.frames) >= 5:
            kind, size = struct.unpack(">cI", bytes(self.frames[:5]))
            if len(self.frames) < 5 + size:
                return
            payload = bytes(self.frames[5 : 5 + size])
            del self.frames[: 5 + size]
            if kind == b"I":
                self.in_pending += payload
            elif kind == b"E":
                self.in_ended = True
            elif kind == b"C":
                try:
                    os.killpg(self.main, signal.SIGINT)
                except OSError:
                    pass
            elif kind == b"T":
                self.ask_place()
                self.stop()
        self.feed()

    def feed(self):
        if self.in_write is None:
            return
        try:
            while self.in_pending:
                del self.in_pending[: os.write(self.in_write, bytes(self.in_pending[:4096]))]
        except BlockingIOError:
            return
        except OSError:
            self.in_pending.clear()
            self.in_ended = True
        if self.in_ended:
            os.close(self.in_write)
            self.in_write = None

    def read_report(self):
        try:
            data = os.read(self.report_read, CHUNK)
        except BlockingIOError:
            return False
        self.report += data
        *lines, rest = bytes(self.report).split(b"\n")
        self.report = bytearray(rest[-CLAIM_BYTES:])
        for line in lines:
            if line in (b"w", b"s"):
                self.take_all()
                if self.in_write is not None and not self.in_pending:
                    self.send(b"W", b"1" if line == b"w" else b"2")
            elif line == b"g":
                self.send(b"W", b"0")
            elif line[:1] == b"x":
                self.send(b"X", line[1:REPORT_BYTES])
            elif line[:1] == b"v":
                self.send(b"V", line[1:])
        return bool(data)

    def take_picture(self):
        """Forwards pictures once they are whole; False when the channel is closed, empty or broken."""
        try:
            data = os.read(self.picture_read, CHUNK)
        except BlockingIOError:
            return False
        self.picture += data
        while len(self.picture) >= 4:
            (size,) = struct.unpack(">I", bytes(self.picture[:4]))
            if size > PICTURE_ROOM:
                return False
            if len(self.picture) < 4 + size:
                break
            self.send(b"P", bytes(self.picture[4 : 4 + size]))
            del self.picture[: 4 + size]
        return bool(data)

    def reap(self):
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.main:
                    self.status = status
        except ChildProcessError:
            pass

    def sample(self):
        cpu, memory = usage()
        self.sample_s = SAMPLE_S if cpu - self.cpu > 0.005 else CALM_SAMPLE_S
        self.cpu = cpu
        self.peak = max(self.peak, memory)
        if cpu * 1000 > self.limits["cpuMs"]:
            self.stop(b"time")
        elif memory > self.memory_bytes or self.was_out_of_memory():
            # The kernel may have ended any process of the program, and the others would wait for it for ever.
            self.stop(b"memory")

    def was_out_of_memory(self):
        return self.memory_events is not None and ended_for_memory(self.memory_events) > 0

    def run(self):
        next_read, next_sample = 0.0, time.monotonic() + SAMPLE_S
        closed = set()
        while self.status is None:
            now = time.monotonic()
            poll = select.poll()
            poll.register(0, select.POLLIN)
            poll.register(self.wake_read, select.POLLIN)
            room = len(self.out_pending) < OUT_PENDING
            if self.out_pending:
                poll.register(1, select.POLLOUT)
            if self.in_pending and self.in_write is not None:
                poll.register(self.in_write, select.POLLOUT)
            for fd in (self.report_read, self.err_read, self.picture_read):
                if room and fd not in closed:
                    poll.register(fd, select.POLLIN)
            reading = room and now >= next_read and self.out_read not in closed
            if reading:
                poll.register(self.out_read, select.POLLIN)
            due = next_sample if reading or not room else min(next_sample, next_read)
            ready = dict(poll.poll(max(0, (due - now) * 1000) + 0.5))
            if 0 in ready:
                self.read_host()
            if self.wake_read in ready:
                os.read(self.wake_read, CHUNK)
                self.reap()
            if self.in_write in ready:
                self.feed()
            if self.out_read in ready:
                next_read = time.monotonic() + READ_EVERY_S
                if not self.take(self.out_read, b"O", True):
                    closed.add(self.out_read)
            if self.err_read in ready:
                self.take_all()
                if ready[self.err_read] & select.POLLHUP:
                    closed.add(self.err_read)
            if self.report_read in ready and not self.read_report():
                closed.add(self.report_read)
            if self.picture_read in ready and not self.take_picture():
                closed.add(self.picture_read)
            if time.monotonic() >= next_sample:
                self.sample()
                next_sample = time.monotonic() + self.sample_s
            self.flush()
        self.finish()

    def finish(self):
        self.stop(b"memory" if self.was_out_of_memory() else None)
        try:
            while True:
                os.waitpid(-1, 0)  # from here on nothing of the program runs
        except ChildProcessError:
            pass
        while self.read_report():
            pass
        while self.take_picture():
            pass
        self.take_all()
        for count, (name, data) in enumerate(written_files(self.before)):
            if count == WRITTEN_FILES:
                break
            if len(data) <= WRITTEN_BYTES:
                self.send(b"N", name.encode() + b"\n" + data)
            elif not self.is_graded:
                told = "[%s is larger than %d KB, so it cannot become a tab.]\n" % (name, WRITTEN_BYTES // 1024)
                self.send(b"F", told.encode())
        killed = os.WIFSIGNALED(self.status)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = {
            "code": None if killed else os.WEXITSTATUS(self.status),
            "signal": os.WTERMSIG(self.status) if killed else None,
            "cpuMs": round((used.ru_utime + used.ru_stime) * 1000),
            "peakBytes": max(self.peak, used.ru_maxrss * 1024),
        }
        self.send(b"D", json.dumps(done).encode())
        os.set_blocking(1, True)
        self.flush()
        os._exit(0)


def main():
    # Started with a fixed hash seed, which `-I` would ignore; nothing is imported from the workspace before its files are in.
    sys.path[:] = [path for path in sys.path if path]
    os.closerange(3, 1024)
    set_dumpable(0)
    close_kernel()
    version = ".".join(str(part) for part in sys.version_info[:3])
    ready = version.encode()
    os.write(1, struct.pack(">cI", b"R", len(ready)) + ready)
    kind, payload = read_frame()
    if kind != b"J":
        os._exit(2)
    job = json.loads(payload)
    write_files(job["files"])
    Supervisor(job).run()


if "is_forked" not in globals():
    main()
