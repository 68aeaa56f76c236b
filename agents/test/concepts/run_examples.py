"""Runs all examples of the library in one process.

Reads JSON from stdin: a list of {"id", "code", "input", "files"}; writes a JSON list of {"id", "output", "error"}. Every
example gets a folder of its own, its own modules, and no network.
"""

import contextlib
import io
import json
import os
import socket
import sys
import tempfile
import traceback


def no_network(*args, **kwargs):
    raise OSError("examples have no network")


socket.socket.connect = no_network
socket.create_connection = no_network


def run(example):
    before = set(sys.modules)
    path = list(sys.path)
    shown = io.StringIO()
    error = None
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sys.path.insert(0, folder)
        for name, text in example["files"].items():
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        sys.stdin = io.StringIO(example["input"])
        names = {"__name__": "__main__"}
        try:
            with contextlib.redirect_stdout(shown):
                exec(compile(example["code"], "main.py", "exec", dont_inherit=True), names)
        except BaseException:
            error = traceback.format_exc(limit=-1)
        os.chdir("/")
    sys.path[:] = path
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) is None or folder in str(sys.modules[name].__file__):
            del sys.modules[name]
    return {"id": example["id"], "output": shown.getvalue(), "error": error}


json.dump([run(example) for example in json.load(sys.stdin)], sys.stdout)
