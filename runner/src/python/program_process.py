"""The learner's side of the fork: limits on, streams in place, then the program."""

import fcntl
import faulthandler
import io
import json
import os
import random
import resource
import select
import sys
import time

# Room above the memory limit for the interpreter's own libraries; the supervisor measures what is really used.
ADDRESS_ROOM = 64 * 1024 * 1024
# Writable memory of the interpreter itself; its libraries are only read.
DATA_ROOM = 16 * 1024 * 1024
# Where the kernel counts what all processes really use, addresses may be many: libraries reserve far more than they touch.
WIDE_ROOM = 4 * 1024 * 1024 * 1024
# Lifted once an exception is being reported, so that the traceback of a MemoryError can still be printed.
ERROR_ROOM = 32 * 1024 * 1024
OPEN_FILES = 64
THREAD_STACK = 1024 * 1024
FIONREAD = 0x541B
# Asks the program where it is. Answered by C code that runs even in the middle of an endless loop; no program of a
# learner uses this signal.
PLACE_SIGNAL = 63


class Input(io.FileIO):
    """stdin that says when the program is about to wait for an answer, and whether it may be shown."""

    def __init__(self, tell):
        super().__init__(0, "r", closefd=False)
        self._tell = tell
        self.secret = False

    def readinto(self, buffer):
        if select.select([0], [], [], 0)[0]:
            return super().readinto(buffer)
        self._tell(b"s\n" if self.secret else b"w\n")
        try:
            return super().readinto(buffer)
        finally:
            self._tell(b"g\n")

    def readall(self):
        """For `sys.stdin.read()`, which would otherwise wait in C code without a word."""
        parts, buffer = [], bytearray(65536)
        while True:
            count = self.readinto(buffer)
            if not count:
                return b"".join(parts)
            parts.append(bytes(buffer[:count]))


class Errors(io.FileIO):
    """stderr that waits until its text was taken, so that the order with stdout is kept across two pipes."""

    def __init__(self):
        super().__init__(2, "w", closefd=False)

    def write(self, data):
        written = super().write(data)
        waiting = bytearray(4)
        for _ in range(100):
            fcntl.ioctl(2, FIONREAD, waiting)
            if not any(waiting):
                break
            time.sleep(0.0001)
        return written


def bound_memory(limits, is_counted):
    """So that a single process meets a MemoryError it can show before anything outside ends it.

    What it can write to is bounded where the kernel counts all processes together (`is_counted`); where nothing but a
    few looks a second does, every address is.
    """
    room = limits["memoryBytes"] + ADDRESS_ROOM
    if is_counted:
        writable = limits["memoryBytes"] + DATA_ROOM
        resource.setrlimit(resource.RLIMIT_DATA, (writable, writable + ERROR_ROOM))
        room += WIDE_ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, room + ERROR_ROOM))


def set_limits(limits, is_counted):
    cpu_s = -(-limits["cpuMs"] // 1000) + 1
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["diskBytes"], limits["diskBytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    # One more for the supervisor, which counts as a process of the same user.
    resource.setrlimit(resource.RLIMIT_NPROC, (limits["processes"] + 1,) * 2)
    bound_memory(limits, is_counted)
    __import__("_thread").stack_size(THREAD_STACK)


def set_streams(tell):
    """Returns the program's input."""
    # As with `python -u`: text goes out at once, so that a prompt without a newline is seen.
    source = Input(tell)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(source), encoding="utf-8", errors="replace")
    sys.stdout = io.TextIOWrapper(
        io.FileIO(1, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True
    )
    sys.stderr = io.TextIOWrapper(
        Errors(), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    return source


def lift_memory_limits():
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (hard, hard))


def run_in_child(job, channels):
    """Never returns. `channels`: descriptors for reports, pictures and places.

    They carry the program's word about itself; only the first process may use them. A program that looks for them can
    write there too: what comes out of them explains a run, it never judges one.
    """
    report_fd, picture_fd, place_fd = channels
    me = os.getpid()
    sources = {file["name"]: file["text"] for file in job["files"]}
    processes = job["limits"]["processes"]

    def write_all(fd, data):
        if os.getpid() != me:
            return
        try:
            while data:
                data = data[os.write(fd, data) :]
        except OSError:
            pass

    def tell(line):
        write_all(report_fd, line)

    def report_error(error):
        tell(b"x" + json.dumps(describe(error, sources, processes)).encode() + b"\n")

    code = 1
    try:
        # The supervisor and the server stay quick beside a busy program, and runs beside grading.
        os.nice(job.get("nice", 10))
        source = set_streams(tell)
        set_limits(job["limits"], job["kernelMemory"])
        faulthandler.register(PLACE_SIGNAL, file=place_fd, all_threads=False)
        shows = Shows(lambda picture: write_all(picture_fd, picture))
        install_shows(shows, lambda secret: setattr(source, "secret", secret), MODULES)
        if "seed" in job:
            random.seed(job["seed"])
        if "grade" in job:
            run_grade(job, lambda claim: tell(b"v" + claim + b"\n"), report_error)
            os._exit(0)
        code = run_program(job["entry"], sources, report_error, lift_memory_limits)
        finish_program()
    finally:
        os._exit(code)
