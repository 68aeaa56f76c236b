/** Programs that want more than their share. */
import { sandboxAttacks } from './attack.ts';

const limits = [
  'time',
  'memory',
  'processes',
  'output',
  'error',
  'crashed',
  'finished',
  'disk',
] as const;

export const bombs = [
  ...sandboxAttacks('fork bomb', [
    [
      'forks for ever',
      'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
      ...limits,
    ],
    [
      'forks and leaves',
      'import os\nfor _ in range(200):\n    try:\n        if os.fork(): os._exit(0)\n    except OSError: pass',
      ...limits,
    ],
    [
      'starts threads for ever',
      'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()',
      ...limits,
    ],
    ['starts shells in shells', 'import os\nos.system(":(){ :|:& };:")', ...limits],
    [
      'execs itself for ever',
      'import os, sys\nos.execv("/usr/bin/python3", ["python3", "-c", "import os; os.execv(\'/usr/bin/python3\', [\'python3\', \'-c\', \'while True: pass\'])"])',
      ...limits,
    ],
  ]),
  ...sandboxAttacks('memory bomb', [
    ['grows a list', 'x = []\nwhile True: x.append(bytearray(10**6))', ...limits],
    ['doubles a text', 'x = "a"\nwhile True: x += x', ...limits],
    [
      'maps memory',
      'import mmap\nx = []\nwhile True:\n    m = mmap.mmap(-1, 10**7)\n    m.write(b"x" * 10**7)\n    x.append(m)',
      ...limits,
    ],
    [
      'fills the shared memory',
      'for i in range(1000): open("/dev/shm/%d" % i, "wb").write(b"x" * 10**6)',
      ...limits,
    ],
    [
      'shares memory between children',
      'import os, time\nfor _ in range(8):\n    if os.fork() == 0: break\nx = b"x" * 60_000_000\ntime.sleep(3)',
      ...limits,
    ],
    ['makes a number without end', 'x = 10\nwhile True: x *= x', ...limits],
    ['builds a huge syntax tree', 'eval("+".join(["1"] * 3_000_000))', ...limits],
  ]),
  ...sandboxAttacks('time bomb', [
    ['does nothing for ever', 'while True: pass', ...limits],
    [
      'catches every exception',
      'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
      ...limits,
    ],
    [
      'ignores every signal',
      'import signal\nfor n in range(1, 64):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\nwhile True: pass',
      ...limits,
    ],
    [
      'raises its own time limit',
      'import resource\nresource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))\nwhile True: pass',
      ...limits,
    ],
    ['sleeps instead of working', 'import time\ntime.sleep(10**6)', ...limits],
    ['backtracks in a pattern', 'import re\nre.match("(a+)+$", "a" * 60 + "b")', ...limits],
    ['raises a power in C', 'x = 9 ** 9 ** 8', ...limits],
    [
      'works in many children',
      'import os\nfor _ in range(5): os.fork()\nwhile True: pass',
      ...limits,
    ],
  ]),
  ...sandboxAttacks('file bomb', [
    [
      'fills the workspace',
      'for i in range(100): open("f%d" % i, "wb").write(b"x" * 10**6)',
      ...limits,
    ],
    [
      'fills the temporary folder',
      'for i in range(100): open("/tmp/f%d" % i, "wb").write(b"x" * 10**6)',
      ...limits,
    ],
    ['makes one huge sparse file', 'f = open("f", "wb")\nf.truncate(10**12)', ...limits],
    [
      'makes files without end',
      'i = 0\nwhile i < 300_000:\n    open("f%d" % i, "w").close()\n    i += 1',
      ...limits,
    ],
    [
      'makes folders in folders',
      'import os\nwhile True:\n    os.mkdir("d")\n    os.chdir("d")',
      ...limits,
    ],
    ['opens files without end', 'x = []\nwhile True: x.append(open("/dev/null"))', ...limits],
    [
      'opens sockets without end',
      'import socket\nx = []\nwhile True: x.append(socket.socketpair())',
      ...limits,
    ],
    [
      'unpacks a zip bomb',
      'import zlib\nz = zlib.compress(b"0" * 10**8)\nx = [zlib.decompress(z) for _ in range(100)]',
      ...limits,
    ],
  ]),
  ...sandboxAttacks('output bomb', [
    ['prints for ever', 'while True: print("x" * 1000)', ...limits],
    ['prints a gigabyte at once', 'print("x" * 10**9)', ...limits],
    [
      'prints to both streams',
      'import sys\nwhile True:\n    print("o")\n    print("e", file=sys.stderr)',
      ...limits,
    ],
    ['raises an exception of a megabyte', 'raise ValueError("x" * 10**6)', ...limits],
    [
      'writes to every descriptor',
      'import os\nfor fd in range(1, 256):\n    for _ in range(50):\n        try: os.write(fd, b"x" * 4096)\n        except OSError: break',
      ...limits,
    ],
    [
      'recurses without end',
      'import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()',
      ...limits,
    ],
  ]),
];
