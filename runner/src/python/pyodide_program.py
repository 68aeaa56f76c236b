"""The learner's side inside Pyodide: the same program runner, with streams that go straight to the worker."""

import io
import json
import os
import random
import shutil
import signal
import struct
import sys
import time

# Pyodide has loaded much before us; only what every Python starts with may hide a learner's file of the same name.
PLACE_SIGNAL = 10
PLACE_ROWS = 60
# Beyond this Python's own sleep has something to say.
LONG_SLEEP = 1e6
START = frozenset(["abc", "builtins", "codecs", "encodings", "io", "os", "posixpath", "stat", "sys"])


def close_javascript():
    """Takes away the modules that lead from Python into the worker's JavaScript."""
    for finder in sys.meta_path:
        if type(finder).__name__ == "JsFinder":
            finder.jsproxies.clear()
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "JsFinder"]
    for name in list(sys.modules):
        if name.split(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core"):
            del sys.modules[name]


def set_streams():
    sys.stdin = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(0, "r", closefd=False)), encoding="utf-8", errors="replace"
    )
    sys.stdout = io.TextIOWrapper(
        io.FileIO(1, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True
    )
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def watch_place():
    """Lets the worker ask where the program is, in the words of faulthandler; once answered, the worker is gone."""
    device = open("/dev/learnflow-place", "wb", buffering=0)

    def tell(_number, frame):
        rows = []
        while frame is not None and len(rows) < PLACE_ROWS:
            code = frame.f_code
            rows.append('  File "%s", line %s in %s' % (code.co_filename, frame.f_lineno, code.co_name))
            frame = frame.f_back
        text = "\n".join(rows).encode("latin-1", "backslashreplace")
        device.write(len(text).to_bytes(4, "big") + text)

    signal.signal(PLACE_SIGNAL, tell)


def replace_sleep():
    """A sleep that uses no processor time and hears Ctrl C."""
    device = open("/dev/learnflow-sleep", "wb", buffering=0)
    original = time.sleep

    def sleep(seconds):
        if not isinstance(seconds, (int, float)) or not 0 < seconds < LONG_SLEEP:
            return original(seconds)
        until = time.monotonic() + seconds
        left = seconds
        while left > 0:
            # Cut short when a signal came whose handler lets the program live.
            device.write(struct.pack(">Id", 8, left))
            left = until - time.monotonic()

    time.sleep = sleep


def clear_workspace():
    """Before the next case of a submission: no file and no module of the last one is left. Other traces may be."""
    os.chdir(HOME)
    for name in os.listdir(HOME):
        path = HOME + "/" + name
        shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
    sys.path[:] = START_PATH
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "") or "").startswith(HOME):
            del sys.modules[name]


def run_case(text):
    """Runs one graded case and returns its claims and how it ended, as JSON."""
    job = json.loads(text)
    sources = {file["name"]: file["text"] for file in job["files"]}
    raised, claims = [], []

    def report_error(error):
        raised.append(describe(error, sources, job["limits"]["processes"]))

    clear_workspace()
    write_files(job["files"])
    close_javascript()
    set_streams()
    random.seed(job.get("seed"))
    code = 0
    if "grade" in job:
        run_grade(job, lambda claim: claims.append(claim.decode()), report_error)
    else:
        code = run_program(job["entry"], sources, report_error, lambda: None)
        finish_program()
    return json.dumps({"code": code, "raised": raised[-1] if raised else None, "claims": claims})


def run_job(text):
    """Runs one job and returns how it ended, as JSON."""
    job = json.loads(text)
    sources = {file["name"]: file["text"] for file in job["files"]}
    raised = []

    def report_error(error):
        raised.append(describe(error, sources, job["limits"]["processes"]))

    write_files(job["files"])
    close_javascript()
    set_streams()
    watch_place()
    device = open("/dev/learnflow", "wb", buffering=0)
    shows = Shows(device.write)
    install_shows(shows, lambda secret: device.write(b"\0\0\0\1" + (b"S" if secret else b"s")), MODULES)
    code = run_program(job["entry"], sources, report_error, lambda: None)
    finish_program()
    return json.dumps({"code": code, "raised": raised[-1] if raised else None})


replace_loop()
START_PATH = list(sys.path)
os.makedirs(HOME, exist_ok=True)
os.chdir(HOME)
os.environ.clear()
os.environ.update({"HOME": HOME, "USER": "learner", "LANG": "C.UTF-8", "TERM": "xterm-256color", "PATH": ""})
