/** Programs that look for a way from Python into the JavaScript that Pyodide lives in. `{{port}}` is a server on this machine. */
import { sandboxAttacks } from './attack.ts';

/** `objects`: every JavaScript object that can be had from Python, found by walking from those that lie about. */
const walk = `
import gc, _pyodide_core as core
def is_proxy(value): return type(type(value)).__name__ == "_JsProxyMetaClass"
def objects(most=120):
    queue = [core.to_js([1]), core.to_js({"a": [1]}), core.create_proxy(lambda: 1), core.to_js(b"x")]
    for thing in gc.get_objects():
        values = list(thing.values()) if isinstance(thing, dict) else list(thing) if isinstance(thing, (list, tuple)) else []
        queue += [value for value in values if is_proxy(value)]
    seen = set()
    while queue and len(seen) < most:
        value = queue.pop(0)
        if value.js_id in seen: continue
        seen.add(value.js_id)
        yield value
        for name in [name for name in dir(value) if not name.startswith("__")] + ["constructor", "__proto__", "prototype"]:
            try: part = getattr(value, name)
            except Exception: continue
            if is_proxy(part): queue.append(part)
Function = core.to_js([1]).constructor.constructor
`;

const named = (...names: string[]): string =>
  `for value in objects():\n    for name in ${JSON.stringify(names)}:\n        found = getattr(value, name, None)\n        if found is not None: print("ESCAPE", name, str(found)[:60])`;

export const pyodideScriptDoors = [
  ...sandboxAttacks('javascript by name', [
    ['imports js', 'reach("js", lambda: __import__("js").Object)'],
    [
      'imports process from js',
      'def f():\n    from js import process\n    return process\nreach("process", f)',
    ],
    [
      'imports globalThis',
      'def f():\n    from js import globalThis\n    return globalThis\nreach("globalThis", f)',
    ],
    [
      'imports fetch',
      'def f():\n    from js import fetch\n    return fetch("http://127.0.0.1:{{port}}/")\nreach("fetch", f)',
    ],
    [
      'imports XMLHttpRequest',
      'def f():\n    from js import XMLHttpRequest\n    return XMLHttpRequest.new()\nreach("xhr", f)',
    ],
    [
      'imports WebSocket',
      'def f():\n    from js import WebSocket\n    return WebSocket.new("ws://127.0.0.1:{{port}}/")\nreach("ws", f)',
    ],
    ['imports pyodide_js', 'reach("pyodide_js", lambda: __import__("pyodide_js").FS)'],
    [
      'imports the API of Pyodide',
      'import importlib\nreach("api", lambda: importlib.import_module("pyodide_js._api").config)',
    ],
    [
      'runs JavaScript',
      'def f():\n    from pyodide.code import run_js\n    return run_js("1 + 1")\nreach("run_js", f)',
    ],
    [
      'runs JavaScript for its process',
      'def f():\n    from pyodide.code import run_js\n    return run_js("process.mainModule.require(\'child_process\').execSync(\'id\')")\nreach("run_js", f)',
    ],
    [
      'fetches with Pyodide',
      'import asyncio\ndef f():\n    from pyodide.http import open_url\n    return open_url("http://127.0.0.1:{{port}}/")\nreach("open_url", f)\nasync def g():\n    from pyodide.http import pyfetch\n    return await pyfetch("http://127.0.0.1:{{port}}/")\nreach("pyfetch", lambda: asyncio.run(g()))',
    ],
    [
      'registers a module of its own',
      'def f():\n    from pyodide.ffi import register_js_module, to_js\n    register_js_module("door", to_js({"a": 1}))\n    import door\n    return door.constructor.constructor("return process")()\nreach("register", f)',
    ],
    [
      'puts the finder back',
      'import sys\ndef f():\n    from _pyodide._importhook import JsFinder, jsfinder\n    sys.meta_path.append(jsfinder)\n    import js\n    return js.Object\nreach("finder", f)\ndef g():\n    from _pyodide._importhook import JsFinder\n    sys.meta_path.append(JsFinder())\n    import js\n    return js.Object\nreach("new finder", g)',
    ],
    [
      'loads a package',
      'import asyncio\nasync def f():\n    import micropip\n    await micropip.install("http://127.0.0.1:{{port}}/x-1-py3-none-any.whl")\nreach("micropip", lambda: asyncio.run(f()))\nasync def g():\n    import pyodide_js\n    await pyodide_js.loadPackage("http://127.0.0.1:{{port}}/x.whl")\nreach("loadPackage", lambda: asyncio.run(g()))',
    ],
  ]),
  ...sandboxAttacks('javascript by walking', [
    ['looks for process', walk + named('process', 'mainModule', 'env')],
    ['looks for require', walk + named('require', 'createRequire', 'module')],
    [
      'looks for fetch',
      walk + named('fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts'),
    ],
    ['looks for globalThis', walk + named('globalThis', 'self', 'global', 'window')],
    [
      'looks for the file systems',
      walk + named('FS', 'NODEFS', 'filesystems', 'mountNodeFS', 'ErrnoError'),
    ],
    [
      'looks for the API of Pyodide',
      walk +
        named('_api', '_module', 'loadPackage', 'useNodeSockFS', 'loadBinaryFile', 'runPython'),
    ],
    [
      'looks for WebAssembly and memory',
      walk + named('WebAssembly', 'HEAP8', 'wasmMemory', 'SharedArrayBuffer', 'Atomics'),
    ],
    [
      'looks for workers and inspectors',
      walk + named('Worker', 'binding', '_linkedBinding', 'inspector', 'dlopen'),
    ],
    [
      'makes a function of a text',
      walk +
        'reach("Function", lambda: Function("return globalThis")())\nreach("new", lambda: Function.new("return process"))',
    ],
    [
      'makes a function without waiting',
      walk +
        'async def co(): pass\nfor value in objects():\n    try: made = value.constructor.constructor("return this")\n    except Exception: continue\n    if callable(made): reach("made", made)',
    ],
    [
      'evaluates',
      walk +
        'for value in objects():\n    found = getattr(value, "eval", None)\n    if found is not None: reach("eval", lambda: found("1"))',
    ],
    [
      'binds functions of functions',
      walk +
        'reach("call", lambda: Function.prototype.call.call(Function, None, "return process")())\nreach("apply", lambda: Function.prototype.apply.call(Function, None, core.to_js(["return process"]))())',
    ],
    [
      'reads the stack of an error',
      walk +
        'try: Function("return 1")()\nexcept core.JsException as error:\n    kind = error.js_error.constructor\n    def prepare(_, frames):\n        for index in range(frames.length):\n            for name in ("getThis", "getFunction"):\n                found = getattr(frames[index], name)()\n                if found is not None and is_proxy(found): print("ESCAPE", name, str(found)[:60])\n        return ""\n    kind.prepareStackTrace = core.create_proxy(prepare)\n    try: Function("return 2")()\n    except core.JsException as error: str(error.js_error.stack)',
    ],
    [
      'poisons prototypes',
      walk +
        'Object = core.to_js([1]).constructor.prototype.__proto__.constructor\nseen = []\ndef spy(*args):\n    seen.append(args)\nfor name in ("get", "set", "env", "shell", "uid", "then"):\n    try: setattr(Object.prototype, name, core.create_proxy(spy))\n    except Exception: pass\nprint("poisoned")',
      'finished',
      'error',
      'crashed',
    ],
    [
      'poisons arrays',
      walk +
        'Array = core.to_js([1]).constructor\nfor name in ("push", "slice", "concat", "subarray"):\n    try: setattr(Array.prototype, name, core.create_proxy(lambda *a: print("ESCAPE?", len(a))))\n    except Exception: pass',
      'finished',
      'error',
      'crashed',
      'time',
    ],
    [
      'imports a module of a text',
      walk +
        'for value in objects():\n    for name in ("loadScript", "loadDynlib", "import_"):\n        found = getattr(value, name, None)\n        if found is not None: reach(name, lambda: found("data:text/javascript,0//://"))',
    ],
    [
      'walks the class of a proxy',
      walk +
        'for name in ("getPrototypeOf", "getOwnPropertyDescriptors", "getOwnPropertyNames"):\n    Object = core.to_js([1]).constructor.prototype.__proto__.constructor\n    found = getattr(Object, name)(Function)\n    for part in list(getattr(found, "object_keys", lambda: [])()):\n        if part in ("process", "require"): print("ESCAPE", part)',
    ],
  ]),
  ...sandboxAttacks('memory of the interpreter', [
    [
      'opens the interpreter as a library',
      'def f():\n    import ctypes\n    return ctypes.CDLL(None).emscripten_run_script(b"1")\nreach("ctypes", f)',
    ],
    ['imports the library behind it', 'reach("_ctypes", lambda: __import__("_ctypes").dlopen)'],
    [
      'makes the module by hand',
      'import _imp, importlib.machinery as m\nfor name in ("_ctypes", "_testcapi", "_testinternalcapi", "_remote_debugging", "_posixsubprocess", "\\xff_ctypes"):\n    def f():\n        module = _imp.create_builtin(m.ModuleSpec(name, m.BuiltinImporter))\n        _imp.exec_builtin(module)\n        return module.__name__\n    reach(name, f)',
      'finished',
      'error',
    ],
    [
      'lists what it could import',
      'import sys, importlib\nfor name in sys.builtin_module_names:\n    if name.startswith(("_test", "_ctypes", "_remote")): reach(name, lambda: importlib.import_module(name))',
    ],
    [
      'loads a library it wrote',
      'import _imp, importlib.machinery as m, importlib.util as u\nopen("door.so", "wb").write(bytes.fromhex("0061736d01000000000e0864796c696e6b2e300104 00000000".replace(" ", "")))\nreach("so", lambda: u.module_from_spec(m.ModuleSpec("door", m.ExtensionFileLoader("door", "/home/learner/door.so"), origin="/home/learner/door.so")))',
      'finished',
      'error',
      'crashed',
    ],
    [
      'makes a code object that reads beyond its constants',
      'import types\ndef f(): return 1\ncode = f.__code__.replace(co_consts=(), co_code=bytes([100, 200, 83, 0]) * 4)\ntry: print(type(types.FunctionType(code, {})()))\nexcept BaseException: pass',
      'finished',
      'error',
      'crashed',
    ],
    [
      'breaks the interpreter on purpose',
      'import _pyodide_core\n_pyodide_core.trigger_fatal_error()',
      'crashed',
    ],
    ['aborts', 'import os\nos.abort()', 'crashed'],
    [
      'grows memory in steps',
      'x = []\nwhile True:\n    try: x.append(bytearray(10**6))\n    except MemoryError: x.append(bytearray(10**3))',
      'memory',
      'time',
      'crashed',
      'error',
    ],
    [
      'fills JavaScript with texts',
      walk + 'kept = []\nwhile True: kept.append(core.to_js("x" * 10**6))',
      'memory',
      'time',
      'crashed',
      'error',
    ],
    [
      'fills JavaScript with arrays',
      walk + 'a = core.to_js([0])\nwhile True: a = a.concat(a)',
      'memory',
      'time',
      'crashed',
      'error',
      'finished',
    ],
    [
      'waits in JavaScript for ever',
      walk +
        'for value in objects():\n    found = getattr(value, "wait", None)\n    if found is not None: reach("Atomics.wait", lambda: found(None, 0, 0))\nwhile True: core.to_js([1]).map(core.create_proxy(lambda *a: 1))',
      'time',
      'memory',
      'crashed',
    ],
    [
      'fetches out of a web page',
      'import asyncio\nasync def f(): await asyncio.sleep(10**6)\nasyncio.run(f())',
      'time',
    ],
  ]),
];
