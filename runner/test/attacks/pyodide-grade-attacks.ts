/** Submissions for `double(n)` that bet on what the cases of one submission share in Pyodide: one interpreter. */
import { gradeAttacks } from './attack.ts';

const none = 'def double(n): return None\n';

export const pyodideGradeTries = [
  ...gradeAttacks('state between cases', [
    [
      'keeps answers in a module',
      'import sys\nsys.seen = getattr(sys, "seen", []) \ndef double(n):\n    sys.seen.append(n)\n    return sys.seen[0] if len(sys.seen) > 1 else None',
    ],
    [
      'keeps a patched builtin',
      `import builtins\nbuiltins.sum = lambda *a: 6\nbuiltins.len = lambda *a: 6\nbuiltins.repr = lambda o: "6"\n${none}`,
    ],
    [
      'replaces the harness for the next case',
      `import gc\nfor thing in gc.get_objects():\n    if isinstance(thing, dict) and "run_case" in thing and "HOME" in thing:\n        thing["run_grade"] = lambda job, claim, error: claim(b'{"kind": "value", "value": 6}')\n        thing["make_encoder"] = lambda *a: (lambda *b: 6)\n${none}`,
    ],
    [
      'replaces json for the next case',
      `import json\njson.loads = lambda *a, **k: {"files": [], "limits": {"processes": 1}, "grade": {}}\njson.dumps = lambda *a, **k: '{"code": 0, "raised": null, "claims": ["{}"]}'\n${none}`,
    ],
    [
      'claims for all cases in the first',
      `import json\nold = json.dumps\ndef dumps(value, *a, **k):\n    if isinstance(value, dict) and "claims" in value: value["claims"] = ['{"kind": "value", "value": 999999}'] * 9\n    return old(value, *a, **k)\njson.dumps = dumps\n${none}`,
    ],
    [
      'looks for the jobs of later cases',
      'import gc, json\ndef double(n):\n    for thing in gc.get_objects():\n        if isinstance(thing, dict) and "expect" in thing: return thing["expect"]\n    for thing in gc.get_objects():\n        if isinstance(thing, str) and "expect" in thing[:99999] and "cases" in thing: return 6',
    ],
    [
      'leaves a tracer behind',
      `import sys\ndef trace(frame, event, arg):\n    if "value" in frame.f_locals: frame.f_locals["value"] = 999999\n    return trace\nsys.settrace(trace)\nsys.setprofile(trace)\n${none}`,
    ],
    [
      'leaves a hook for imports',
      `import sys\nclass Hook:\n    def find_spec(self, name, *a):\n        if name == "main": raise SystemExit(0)\nsys.meta_path.insert(0, Hook())\n${none}`,
    ],
    [
      'leaves a file for the next case',
      'import os\ndef double(n):\n    try: return int(open("/tmp/answer").read())\n    except OSError: open("/tmp/answer", "w").write("999999")',
    ],
    [
      'breaks the interpreter in the first case',
      'import _pyodide_core\ndef double(n): _pyodide_core.trigger_fatal_error()',
    ],
    ['ends the process in the first case', 'import os\ndef double(n):\n    os._exit(0)'],
    [
      'writes frames to every descriptor',
      'import os\nbody = b\'{"claims": ["{\\\\"kind\\\\": \\\\"value\\\\", \\\\"value\\\\": 6}"], "code": 0, "signal": null}\'\nframe = b"V" + len(body).to_bytes(4, "big") + body\nfor fd in range(0, 64):\n    try: os.write(fd, frame * 9)\n    except OSError: pass\ndef double(n): return None',
    ],
  ]),
];
