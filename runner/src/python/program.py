"""Runs the learner's file as __main__ and tells how it ended.

Shared by every driver: the native supervisor executes it after the fork, the Pyodide worker inside its interpreter.
Works on Python 3.8 and later, after program_report.py and program_shows.py in the same text. Nothing here decides a verdict: what it reports is the program's own word about itself.
"""

import builtins
import errno
import os
import sys

HOME = "/home/learner"
# What Python itself loads before any program; a learner's file cannot replace these anywhere.
START = frozenset(sys.modules)
# Frames with these names are the harness's own.
OURS = globals()


def write_files(files):
    """Puts the learner's files into the workspace; names were checked by the host."""
    for file in files:
        path = HOME + "/" + file["name"]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as target:
            target.write(file["text"])


def crowded(processes):
    """Whether the run really is near its process limit; other causes raise the same exceptions."""
    tasks = 0
    try:
        for pid in os.listdir("/proc"):
            if pid.isdigit():
                tasks += tasks_of(pid)
    except (OSError, MemoryError):
        return False
    return tasks * 2 >= processes


def tasks_of(pid):
    """Threads of a process; none when it has just ended."""
    try:
        return len(os.listdir("/proc/" + pid + "/task"))
    except OSError:
        return 0


def hint_of(error, processes):
    """Names the limit behind an exception, or None."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return "processes" if crowded(processes) else "memory"
    if not isinstance(error, OSError):
        return None
    if isinstance(error, BlockingIOError) and error.errno == errno.EAGAIN:
        return "processes" if crowded(processes) else None
    if error.errno in (errno.EFBIG, errno.ENOSPC):
        return "disk"
    unreachable = (errno.ENETUNREACH, errno.EHOSTUNREACH)
    if type(error).__name__ in ("gaierror", "URLError") or error.errno in unreachable:
        return "network"
    return None


def describe(error, sources, processes):
    """What the host may tell about an uncaught exception."""
    told = describe_error(error, sources)
    told["hint"] = hint_of(error, processes)
    return told


def exit_code(error):
    """The code a SystemExit asks for, printing its text as Python does."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 255
    print(error.code, file=sys.stderr)
    return 1


def forget_shadowed(names):
    """Drops preloaded modules that a learner's file replaces, so that `import random` finds their random.py."""
    own = {name.split("/")[0].split(".")[0] for name in names}
    for name in list(sys.modules):
        module = sys.modules[name]
        if name.split(".")[0] in own and getattr(module, "__file__", None) and name not in START:
            del sys.modules[name]


def print_exception(error):
    """Prints a traceback in one piece, through the learner's own hook when there is one."""
    import io

    stream, sys.stderr = sys.stderr, io.StringIO()
    try:
        try:
            sys.excepthook(type(error), error, error.__traceback__)
        except BaseException:
            sys.__excepthook__(type(error), error, error.__traceback__)
        text = sys.stderr.getvalue()
    finally:
        sys.stderr = stream
    stream.write(text)


def without_harness(trace):
    """A traceback without our own frames: they begin it, and end it where the program waits in our input."""

    def is_ours(step):
        return step.tb_frame.f_globals is OURS

    while trace is not None and is_ours(trace):
        trace = trace.tb_next
    step = trace
    while step is not None and step.tb_next is not None:
        if is_ours(step.tb_next):
            step.tb_next = step.tb_next.tb_next
        else:
            step = step.tb_next
    return trace


def run_program(entry, names, report_error, prepare_error):
    """Executes the entry file and returns its exit code; `report_error` gets the uncaught exception."""
    path = HOME + "/" + entry
    module = type(sys)("__main__")
    module.__file__ = path
    module.__builtins__ = builtins
    sys.modules["__main__"] = module
    sys.argv = [entry]
    sys.path.insert(0, os.path.dirname(path))
    forget_shadowed(names)
    try:
        with open(path, "rb") as source:
            code = compile(source.read(), path, "exec", dont_inherit=True)
        exec(code, module.__dict__)
        return 0
    except SystemExit as error:
        return exit_code(error)
    except BaseException as error:
        prepare_error()
        error.__traceback__ = without_harness(error.__traceback__)
        try:
            report_error(error)
        except Exception:
            pass  # The traceback still says it; a program can break what we look with.
        print_exception(error)
        return 130 if isinstance(error, KeyboardInterrupt) else 1


def finish_program():
    """What a normal interpreter exit would still do, without its slow walk over every object."""
    import gc

    def attempt(action):
        try:
            action()
        except BaseException as error:
            if not isinstance(error, SystemExit):
                print_exception(error)

    attempt(finish_shows)
    threading = sys.modules.get("threading")
    if threading is not None and hasattr(threading, "_shutdown"):
        attempt(threading._shutdown)
    atexit = sys.modules.get("atexit") or __import__("atexit")
    attempt(atexit._run_exitfuncs)
    main = sys.modules.get("__main__")
    if main is not None:
        # Objects with __del__ still print their goodbye.
        for name in [key for key in list(main.__dict__) if not key.startswith("__")]:
            attempt(lambda name=name: main.__dict__.__setitem__(name, None))
        attempt(gc.collect)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
