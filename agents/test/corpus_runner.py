"""Runs many small programs in one process, and tells of each what the runner would tell.

Reads JSON from stdin: {"report": path of program_report.py, "programs": [{"id", "text"}]}; writes one JSON object a line.
"""

import collections
import contextlib
import datetime
import io
import json
import linecache
import math
import os
import random
import signal
import sys
import traceback

job = json.load(sys.stdin)
report = {}
exec(compile(open(job["report"], encoding="utf-8").read(), "program_report.py", "exec"), report)
NAME = "main.py"
PATH = report["HOME"] + "/" + NAME
# Of processor time, so that a busy machine changes nothing.
SECONDS = 0.15
# Programs import these; they must not pay for the loading.
LOADED = (collections, datetime, math, random)


class TimeUp(BaseException):
    """The program is still running; raised where it is."""


def time_up(number, frame):
    raise TimeUp()


def run(text):
    sources = {NAME: text}
    linecache.cache[PATH] = (len(text), None, text.splitlines(True), PATH)
    sys.stdin = io.StringIO("")
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(text, PATH, "exec", dont_inherit=True), {"__name__": "__main__"})
        return {"reason": "finished"}
    except TimeUp as error:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        name, line, function, _ = report["own_frames"](error, sources)[-1]
        return {"reason": "time", "last": {"file": name, "line": line, "function": function}}
    except BaseException as error:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        told = report["describe_error"](error, sources)
        frames = error.__traceback__.tb_next
        shown = "".join(traceback.format_exception(type(error), error, frames))
        return {"reason": "error", "error": told, "text": shown[-20000:]}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


signal.signal(signal.SIGVTALRM, time_up)
out = sys.stdout
os.chdir("/tmp")
for program in job["programs"]:
    out.write(json.dumps({"id": program["id"], **run(program["text"])}) + "\n")
out.flush()
