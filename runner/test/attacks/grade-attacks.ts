/** Submissions for `double(n)` that never compute it. Each must get no point. */
import { gradeAttacks } from './attack.ts';

const none = 'def double(n): return None\n';
const forge = (value: string): string =>
  `import os, json\nfor fd in range(3, 256):\n    try: os.write(fd, b'v' + json.dumps(${value}).encode() + b'\\n')\n    except OSError: pass\n`;
const always =
  'class Always:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __hash__(self): return 0\n';

export const gradeTries = [
  ...gradeAttacks('leaving', [
    ['exits well', 'import sys\nsys.exit(0)'],
    ['exits hard', 'import os\nos._exit(0)'],
    ['exits in the function', 'def double(n):\n    raise SystemExit(0)'],
    ['exits hard in the function', 'import os\ndef double(n): os._exit(0)'],
    ['execs true', 'import os\ndef double(n): os.execv("/usr/bin/true", ["true"])'],
    [
      'execs itself',
      'import os, sys\ndef double(n): os.execv(sys.executable, [sys.executable, "-c", "print(6)"])',
    ],
    ['kills itself', 'import os\ndef double(n): os.kill(os.getpid(), 9)'],
    [
      'ends in a thread',
      'import os, threading\ndef double(n):\n    threading.Thread(target=os._exit, args=(0,)).start()\n    while True: pass',
    ],
    ['stops', 'import os, signal\ndef double(n): os.kill(os.getpid(), signal.SIGSTOP)'],
    ['leaves for the end', `import atexit, os\natexit.register(os._exit, 0)\n${none}`],
  ]),
  ...gradeAttacks('forging', [
    [
      'prints a pass',
      `print("PASSED")\nprint("OK")\nprint('{"status": "pass", "score": 100}')\n${none}`,
    ],
    [
      'writes a verdict to every descriptor',
      `${forge('{"kind": "pass", "status": "pass", "score": 100}')}${none}`,
    ],
    ['writes a value to every descriptor', `${forge('{"kind": "value", "value": 999999}')}${none}`],
    ['writes a value and ends', `${forge('{"kind": "value", "value": 999999}')}os._exit(0)`],
    [
      'claims a suite',
      `${forge('{"kind": "suite", "passed": 9, "failed": 0, "failures": []}')}os._exit(0)`,
    ],
    ['claims True', `${forge('{"kind": "value", "value": true}')}os._exit(0)`],
    [
      'claims what is no value',
      `${forge('{"kind": "value", "value": ["o", "int", "6"]}')}os._exit(0)`,
    ],
    [
      'claims a list without end',
      `${forge('{"kind": "value", "value": [["l"] * 9] * 9}')}os._exit(0)`,
    ],
    [
      'sends a frame of the host',
      'import os\nfor fd in range(1, 256):\n    try: os.write(fd, b"D\\0\\0\\0\\x19{\\"code\\":0,\\"signal\\":null}")\n    except OSError: pass\nos._exit(0)',
    ],
    ['closes every descriptor', `import os\nos.closerange(0, 1024)\n${none}`],
    [
      'sends rubbish for ever',
      'import os\ndef double(n):\n    while True:\n        for fd in range(3, 256):\n            try: os.write(fd, b"v" * 4096)\n            except OSError: pass',
    ],
    ['answers from a child', 'import os\ndef double(n):\n    os.fork()\n    return None'],
    [
      'answers twice',
      `import os\n${forge('{"kind": "value", "value": 6}')}def double(n): return 6 if n == 0 else None`,
    ],
  ]),
  ...gradeAttacks('lying about equality', [
    ['is always equal', `${always}def double(n): return Always()`],
    [
      'is an int that is always equal',
      'class I(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef double(n): return I(0)',
    ],
    [
      'is a text that is always equal',
      'class S(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\ndef double(n): return S()',
    ],
    ['is always equal in a list', `${always}def double(n): return [Always()]`],
    ['is a dict key', `${always}def double(n): return {Always(): Always()}`],
    [
      'shows itself as the answer',
      'class R:\n    def __init__(self, n): self.n = n\n    def __repr__(self): return str(self.n) * 2\n    __str__ = __repr__\ndef double(n): return R(n)',
    ],
    [
      'calls its class int',
      'class int(object):\n    def __repr__(self): return "6"\ndef double(n): return int()',
    ],
    [
      'pretends a type',
      'class P:\n    @property\n    def __class__(self): return int\n    def __index__(self): return 6\n    def __int__(self): return 6\ndef double(n): return P()',
    ],
    [
      'pickles itself',
      'class P:\n    def __reduce__(self): return (eval, ("6",))\n    def __getstate__(self): return 6\ndef double(n): return P()',
    ],
    ['returns a generator', 'def double(n):\n    yield n'],
    ['returns itself in itself', 'def double(n):\n    x = []\n    x.append(x)\n    return x'],
    ['returns not a number', 'def double(n): return float("nan")'],
  ]),
  ...gradeAttacks('changing the tools', [
    [
      'replaces builtins',
      `import builtins\nbuiltins.type = lambda *a: int\nbuiltins.repr = lambda o: "6"\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda o: 6\n${none}`,
    ],
    [
      'replaces json',
      `import json\njson.dumps = lambda *a, **k: '{"kind": "value", "value": 6}'\njson.JSONEncoder.encode = lambda *a: '{"kind":"value","value":999999}'\n${none}`,
    ],
    [
      'replaces unittest',
      `import unittest\nunittest.TestCase.assertEqual = lambda *a: None\n${none}`,
    ],
    ['replaces os.write', `import os\nos.write = lambda fd, data: 0\n${none}`],
    [
      'replaces the encoder',
      `import sys\nfor f in range(9):\n    try: frame = sys._getframe(f)\n    except ValueError: break\n    for key in list(frame.f_globals):\n        if key in ("make_encoder", "decode", "make_teller"): frame.f_globals[key] = lambda *a: (lambda *b: 999999)\n${none}`,
    ],
    [
      'traces its caller',
      `import sys\ndef trace(frame, event, arg):\n    frame.f_locals["value"] = 999999\n    return trace\nsys.settrace(trace)\n${none}`,
    ],
    ['replaces the exit', `import os\nos._exit = lambda code: None\n${none}`],
    [
      'hooks exceptions',
      'import sys\nsys.excepthook = lambda *a: print("PASSED")\ndef double(n): raise ValueError',
    ],
    [
      'hooks imports',
      `import sys\nclass Hook:\n    def find_spec(self, *a): raise SystemExit(0)\nsys.meta_path.insert(0, Hook())\n${none}`,
    ],
    [
      'shadows the library',
      'import sys\nfor m in list(sys.modules.values()):\n    try: m.encode = m.dumps = lambda *a, **k: "6"\n    except Exception: pass\ndef double(n): return None',
    ],
    [
      'changes its own arguments',
      'import sys\ndef double(n):\n    sys._getframe(1).f_locals["args"] = ()\n    sys._getframe(1).f_locals["claim"] = {"kind": "value", "value": 999999}\n    return None',
    ],
  ]),
  ...gradeAttacks('looking for answers', [
    [
      'walks the frames',
      'import sys\ndef double(n):\n    frame = sys._getframe()\n    while frame:\n        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):\n            if "expect" in str(name): return value\n        frame = frame.f_back',
    ],
    [
      'searches the heap',
      'import gc\ndef double(n):\n    for o in gc.get_objects():\n        if isinstance(o, dict) and ("expect" in o or "expected" in o): return o.get("expect", o.get("expected"))',
    ],
    [
      'searches its memory',
      'import re\ndef double(n):\n    maps = [l.split()[0] for l in open("/proc/self/maps") if " rw" in l]\n    mem = open("/proc/self/mem", "rb")\n    for span in maps:\n        a, b = (int(x, 16) for x in span.split("-"))\n        try:\n            mem.seek(a)\n            if re.search(b\'"expected?": ?(-?[0-9]+)\', mem.read(min(b - a, 10**7))): return 6\n        except (OSError, ValueError, OverflowError): pass',
    ],
    [
      'reads test files',
      'import glob\ndef double(n):\n    for p in glob.glob("/**/*test*", recursive=False) + glob.glob("/home/**/*", recursive=True) + glob.glob("/tmp/*"):\n        if p.endswith((".json", ".yaml", "test_main.py")): return open(p).read()',
    ],
    [
      'overwrites test files',
      `import os\nfor name in ("tests.py", "test_main.py", "expected.json", "test_by_teacher.py"):\n    open(name, "w").write("{}")\n${none}`,
    ],
    [
      'looks at the judge',
      'import os, glob\ndef double(n):\n    for p in glob.glob("/proc/[0-9]*/cmdline"):\n        try:\n            if "expect" in open(p).read() and "6" == open(p).read()[:1]: return 6\n        except OSError: pass',
    ],
    ['asks the standard input', 'import sys\ndef double(n): return sys.stdin.read()'],
    [
      'remembers between tests',
      'import os\ndef double(n):\n    open("/tmp/seen", "a").write(repr(n))\n    open("/dev/shm/seen", "a").write(repr(n))\n    return len(open("/tmp/seen").read()) > 99 or None',
    ],
    ['reads the seed', 'import random\ndef double(n): return random.getstate()[1][0]'],
    [
      'waits for the answer',
      'import time\ndef double(n):\n    time.sleep(0.2)\n    return time.time() % 1',
    ],
    ['raises the answer', 'def double(n): raise ValueError(n * 2)'],
    ['prints the answer', 'def double(n): print(n * 2)'],
    ['gives a constant', 'def double(n): return 0'],
    ['gives the text of it', 'def double(n): return [n * 2]'],
  ]),
];

/** Programs that know no exercise and want points of all of them. Function names are put in by the suite. */
export const universal: [name: string, program: (functionName: string) => string][] = [
  ['always equal', (name) => `${always}def ${name}(*args, **kwargs): return Always()`],
  ['the arguments', (name) => `def ${name}(*args, **kwargs): return args`],
  ['exit', (name) => `import os\ndef ${name}(*args, **kwargs): os._exit(0)`],
  ['true', (name) => `def ${name}(*args, **kwargs): return {"passed": True, "score": 100}`],
  [
    'forged frame',
    (name) =>
      `${forge('{"kind": "suite", "passed": 9, "failed": 0, "failures": []}')}def ${name}(*args): os._exit(0)`,
  ],
  [
    'search',
    (name) =>
      `import gc\ndef ${name}(*args):\n    for o in gc.get_objects():\n        if isinstance(o, dict) and "expected" in o: return o["expected"]\n    for p in ("/tests", "/work/tests", "tests.json"):\n        try: return open(p).read()\n        except OSError: pass`,
  ],
];
