"""The learner's side of the fork: limits on, streams in place, then the program."""

import fcntl
import io
import json
import os
import resource
import select
import sys
import time

# Room above the memory limit for the interpreter's own libraries; the supervisor measures what is really used.
ADDRESS_ROOM = 64 * 1024 * 1024
# Lifted once an exception is being reported, so that the traceback of a MemoryError can still be printed.
ERROR_ROOM = 32 * 1024 * 1024
OPEN_FILES = 64
THREAD_STACK = 1024 * 1024
FIONREAD = 0x541B


class Input(io.FileIO):
    """stdin that says when the program is about to wait for an answer."""

    def __init__(self, tell):
        super().__init__(0, "r", closefd=False)
        self._tell = tell

    def readinto(self, buffer):
        if select.select([0], [], [], 0)[0]:
            return super().readinto(buffer)
        self._tell(b"w\n")
        try:
            return super().readinto(buffer)
        finally:
            self._tell(b"g\n")


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


def set_limits(limits):
    address = limits["memoryBytes"] + ADDRESS_ROOM
    cpu_s = -(-limits["cpuMs"] // 1000) + 1
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["diskBytes"], limits["diskBytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    # One more for the supervisor, which counts as a process of the same user.
    resource.setrlimit(resource.RLIMIT_NPROC, (limits["processes"] + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (address, address + ERROR_ROOM))
    __import__("_thread").stack_size(THREAD_STACK)


def set_streams(tell):
    # As with `python -u`: text goes out at once, so that a prompt without a newline is seen.
    sys.stdin = io.TextIOWrapper(io.BufferedReader(Input(tell)), encoding="utf-8", errors="replace")
    sys.stdout = io.TextIOWrapper(
        io.FileIO(1, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True
    )
    sys.stderr = io.TextIOWrapper(
        Errors(), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def lift_address_limit():
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def run_in_child(job, report_fd):
    """Never returns. `report_fd` carries the program's word about itself; only the first process may use it."""
    me = os.getpid()
    names = {file["name"] for file in job["files"]}
    processes = job["limits"]["processes"]

    def tell(line):
        if os.getpid() == me:
            try:
                os.write(report_fd, line)
            except OSError:
                pass

    def report_error(error):
        tell(b"x" + json.dumps(describe(error, names, processes)).encode() + b"\n")

    code = 1
    try:
        os.nice(10)  # the supervisor and the server stay quick beside a busy program
        set_streams(tell)
        set_limits(job["limits"])
        code = run_program(job["entry"], names, report_error, lift_address_limit)
        finish_program()
    finally:
        os._exit(code)
