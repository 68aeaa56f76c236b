/**
 * Programs that look for a way from Pyodide to the machine: files, processes, sockets, and our own devices.
 * `{{port}}` is a server on this machine, `{{file}}` a file of ours, `{{secret}}` in our environment.
 */
import { sandboxAttacks } from './attack.ts';

export const pyodideMachineDoors = [
  ...sandboxAttacks('node', [
    [
      'reads the files of Node',
      'for p in ("/etc/passwd", "{{file}}", "/proc/self/environ", "/proc/1/cmdline", "/dev/fd/0"): reach(p, lambda: open(p, "rb").read(1) or 1/0)',
    ],
    [
      'lists what is not there',
      'import os\nfor d in ("/root", "/work", "/var", "/usr", "/mnt", "/opt"):\n    if os.path.isdir(d) and os.listdir(d): print("ESCAPE", d, os.listdir(d))',
    ],
    [
      'mounts',
      'import os\nreach("mount", lambda: __import__("posix").mount("/", "/mnt"))\nreach("chroot", lambda: os.listdir("/mnt")[0])',
    ],
    [
      'starts a program',
      'import subprocess\nreach("run", lambda: subprocess.run(["id"], capture_output=True))\nreach("shell", lambda: subprocess.getoutput("id") or 1/0)',
      'finished',
      'error',
      'crashed',
    ],
    [
      'starts a shell',
      'import os\ncode = os.system("echo ESCAPE >&1")',
      'finished',
      'error',
      'crashed',
    ],
    [
      'opens a pipe to a program',
      'import os\nreach("popen", lambda: os.popen("id").read() or 1/0)',
      'finished',
      'error',
      'crashed',
    ],
    [
      'spawns',
      'import os\nreach("spawn", lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "id"], {}))\nreach("exec", lambda: os.execv("/bin/sh", ["sh"]))\nreach("fork", lambda: os.fork())',
      'finished',
      'error',
      'crashed',
    ],
    [
      'starts threads',
      'import threading\ndef f():\n    threading.Thread(target=lambda: print("ESCAPE thread")).start()\nreach("thread", f)',
    ],
    [
      'starts processes',
      'import multiprocessing\nreach("process", lambda: multiprocessing.Process(target=print).start())\nreach("pool", lambda: __import__("concurrent.futures").futures.ProcessPoolExecutor().submit(id, 1).result(1))',
    ],
    [
      'signals its parent',
      'import os, signal\nfor pid in (os.getppid(), 1, -1):\n    try: os.kill(pid, 9)\n    except OSError: pass',
      'finished',
      'error',
      'crashed',
    ],
    [
      'signals itself with everything',
      'import os, signal\nfor n in range(1, 32):\n    try: signal.signal(n, lambda *a: None)\n    except (OSError, ValueError): pass\n    try: os.kill(os.getpid(), n)\n    except OSError: pass',
      'finished',
      'error',
      'crashed',
    ],
    [
      'takes the signal that asks where it is',
      'import signal\nsignal.signal(10, lambda *a: None)\nsignal.signal(2, lambda *a: None)\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass',
      'time',
    ],
    [
      'reads what others left in folders',
      'import os\nfor d in ("/tmp", "/home/learner", "/home"):\n    left = [n for n in os.listdir(d) if n not in ("main.py", "learner", "web_user", "pyodide")]\n    if left: print("ESCAPE", d, left)',
    ],
    [
      'sees the environment',
      'import os\nif "{{secret}}" in repr(dict(os.environ)) or os.environ.get("LEARNFLOW_TEST_SECRET"): print("ESCAPE", dict(os.environ))',
    ],
    [
      'looks for the secret in its memory',
      'import gc\nneedle = "{{secret}}"\nfor thing in gc.get_objects():\n    if type(thing) is dict and needle in [v for v in thing.values() if type(v) is str and thing is not globals()]: print("ESCAPE")',
    ],
  ]),
  ...sandboxAttacks('sockets', [
    [
      'connects',
      'import socket\nreach("tcp", lambda: socket.create_connection(("127.0.0.1", {{port}}), 1).send(b"x"))',
    ],
    [
      'connects without waiting',
      'import socket, time\ns = socket.socket()\ns.setblocking(False)\ntry: s.connect(("127.0.0.1", {{port}}))\nexcept OSError: pass\ntime.sleep(0.3)\nreach("send", lambda: s.send(b"x"))',
      'finished',
      'error',
      'crashed',
    ],
    [
      'listens',
      'import socket\ndef f():\n    s = socket.socket()\n    s.bind(("127.0.0.1", 0))\n    s.listen(1)\n    return s.accept()\nreach("accept", f)',
      'finished',
      'error',
      'crashed',
      'time',
    ],
    [
      'opens a stream with asyncio',
      'import asyncio\nreach("stream", lambda: asyncio.run(asyncio.open_connection("127.0.0.1", {{port}})))',
    ],
    [
      'resolves through asyncio',
      'import asyncio\nasync def f(): return await asyncio.get_running_loop().getaddrinfo("localhost", {{port}})\nreach("names", lambda: [a for a in asyncio.run(f()) if False][0])',
    ],
    [
      'uses http',
      'import http.client\ndef f():\n    c = http.client.HTTPConnection("127.0.0.1", {{port}}, timeout=1)\n    c.request("GET", "/")\n    return c.getresponse().status\nreach("http", f)',
    ],
  ]),
  ...sandboxAttacks('devices of ours', [
    [
      'asks to be told where it is',
      'd = open("/dev/learnflow-place", "wb", buffering=0)\nd.write((5).to_bytes(4, "big") + b"aaaaa")\nprint("still here")',
      'finished',
    ],
    [
      'writes pictures without end',
      'import os\nd = os.open("/dev/learnflow", os.O_WRONLY)\nfor _ in range(300): os.write(d, (70_000).to_bytes(4, "big") + b"x" * 70_000)',
      'finished',
      'error',
      'time',
      'output',
    ],
    [
      'claims a picture without end',
      'import os\nd = os.open("/dev/learnflow", os.O_WRONLY)\nos.write(d, b"\\xff\\xff\\xff\\xff")\nfor _ in range(300): os.write(d, b"x" * 100_000)\nprint("done")',
      'finished',
      'error',
      'memory',
    ],
    [
      'sleeps through a device',
      'import os, struct\nd = os.open("/dev/learnflow-sleep", os.O_WRONLY)\nos.write(d, struct.pack(">Id", 8, 1e300))',
      'time',
    ],
    [
      'sleeps for no time',
      'import os, struct\nd = os.open("/dev/learnflow-sleep", os.O_WRONLY)\nfor x in (float("nan"), -1.0, float("-inf"), 0.0): os.write(d, struct.pack(">Id", 8, x))\nprint("done")',
      'finished',
    ],
    [
      'removes the devices',
      'import os\nfor name in os.listdir("/dev"):\n    try: os.remove("/dev/" + name)\n    except OSError: pass\nprint("done")',
      'finished',
      'error',
    ],
    [
      'floods its own standard streams',
      'import os\nfor fd in range(0, 64):\n    try:\n        for _ in range(20): os.write(fd, b"D\\0\\0\\0\\x19{\\"code\\":0,\\"signal\\":null}" * 50)\n    except OSError: pass',
      'finished',
      'error',
      'output',
      'time',
    ],
    [
      'changes the harness',
      'import sys, gc\nfor thing in gc.get_objects():\n    if isinstance(thing, dict) and "run_job" in thing and "HOME" in thing:\n        thing["finish_program"] = thing["describe"] = lambda *a: print("ours")\nprint("done")',
      'finished',
      'error',
    ],
  ]),
];
