import type { Runner } from '@learnflow/shared/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeCore } from '../../../test/core-suite.ts';
import { runProgram } from '../../../test/program.ts';
import { describeShows } from '../../../test/shows-suite.ts';
import { createRunner } from '../../index.ts';
import { whyNoPyodide } from './driver.ts';

const missing = whyNoPyodide();

describe.skipIf(missing !== undefined)(
  `programs in Pyodide${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  () => {
    let runner: Runner;
    beforeAll(async () => {
      process.env['LEARNFLOW_TEST_SECRET'] = 'hush-4711';
      runner = await createRunner({ driver: 'pyodide' });
    });
    afterAll(() => runner.close());

    describeCore(() => runner);
    describeShows(() => runner);

    it('counts the time a program is busy, not the time it waits', async () => {
      const busy = await runProgram(runner, 'while True: pass', {
        limits: { cpuMs: 500, wallMs: 30_000 },
      });
      if (process.platform === 'linux') expect(runner.report().details?.cpu).toBe(true);
      else return;
      expect(busy.end).toMatchObject({ reason: 'time' });
      expect(busy.end.durationMs).toBeLessThan(20_000);
      const patient = await runProgram(runner, 'import time\ntime.sleep(1)\nprint("ok")', {
        limits: { cpuMs: 900 },
      });
      expect(patient.out).toBe('ok\n');
    });

    it('ends stubborn programs when told to, and says where they were', async () => {
      const stubborn =
        'print("go")\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass';
      const stopped = await runProgram(runner, stubborn, {
        on: (event, handle) => {
          if (event.kind === 'output') handle.stop();
        },
      });
      expect(stopped.end).toMatchObject({ reason: 'stopped', exitCode: null });
      if (process.platform !== 'win32') expect(stopped.end.message).toMatch(/^Stopped after .* s/);
    });

    it.skipIf(process.platform === 'win32')(
      'passes Ctrl C on as KeyboardInterrupt, also to a program that sleeps or waits for an answer',
      async () => {
        const loop = 'while True: pass';
        for (const wait of [loop, 'import time\n    time.sleep(9)', 'input()']) {
          // What tells that it runs stands within the try: the key may come before the next statement.
          const program = `try:\n    print("go")\n    ${wait}\nexcept KeyboardInterrupt:\n    print("caught")`;
          let isPressed = false;
          const run = await runProgram(runner, program, {
            limits: { cpuMs: 30_000, wallMs: 50_000 },
            on: (event, handle) => {
              if (event.kind !== (wait === 'input()' ? 'input' : 'output') || isPressed) return;
              isPressed = true;
              handle.interrupt();
            },
          });
          expect(run.out).toBe('go\ncaught\n');
          expect(run.end).toMatchObject({ reason: 'finished' });
        }
      },
    );

    it.skipIf(process.platform === 'win32')(
      'names the line of a program that met its time limit, and what it took',
      async () => {
        const program = 'def count():\n    while True: pass\ncount()';
        const run = await runProgram(runner, program, { limits: { wallMs: 2_000 } });
        expect(run.end).toMatchObject({ reason: 'time', last: { line: 2, function: 'count' } });
        expect(run.end.message).toContain('line 2');
        expect(run.end.usage?.cpuMs).toBeGreaterThan(0);
        expect(run.end.usage?.peakBytes).toBeGreaterThan(1_000_000);
      },
    );

    it('sleeps without using the processor', async () => {
      const program = 'import time\ntime.sleep(1.2)\nprint("ok")\ntime.sleep(-1)';
      const run = await runProgram(runner, program);
      expect(run.out).toBe('ok\n');
      expect(run.end.error).toMatchObject({ type: 'ValueError' });
      expect(run.end.usage?.cpuMs).toBeLessThan(1_000);
    });

    it('runs tasks of asyncio', async () => {
      const program = `
import asyncio
async def say(n):
    await asyncio.sleep(n / 50)
    print(n)
    return n
async def main():
    print(await asyncio.gather(say(2), say(1)))
asyncio.run(main())`;
      expect((await runProgram(runner, program)).out).toBe('1\n2\n[2, 1]\n');
    });

    it('tells exits, crashes and want of memory apart', async () => {
      const ends = async (program: string) => (await runProgram(runner, program)).end;
      expect(await ends('import os\nos._exit(7)')).toMatchObject({ reason: 'error', exitCode: 7 });
      const crash = await ends('import os\nos.abort()');
      expect(crash).toMatchObject({ reason: 'crashed', exitCode: null, last: { line: 2 } });
      expect(crash.message).toContain('crashed on line 2');
      const deep = 'import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return [f(n + 1)]\nf(0)';
      expect((await ends(deep)).reason).toMatch(/^(memory|crashed)$/);
      expect(await ends('def f(n): return f(n + 1)\nf(0)')).toMatchObject({
        ...{ reason: 'error', error: { type: 'RecursionError' } },
      });
    });

    it('has no way into the memory of the interpreter by name', async () => {
      const program = `
import _imp, importlib.machinery as machinery
for name in ('_ctypes', '_testcapi', '_testinternalcapi', '_remote_debugging'):
    try:
        __import__(name)
        print('imported', name)
    except ImportError: pass
    if _imp.is_builtin(name): print('listed', name)
print('done')`;
      expect((await runProgram(runner, program)).out).toBe('done\n');
    });

    it('has no way into JavaScript by name', async () => {
      const program = `
for name in ('js', 'pyodide_js', 'pyodide_js._api'):
    try:
        __import__(name)
        print('imported', name)
    except ImportError:
        pass
try:
    from pyodide.code import run_js
    print(run_js('1 + 1'))
except Exception as error:
    pass
print('done')`;
      expect((await runProgram(runner, program)).out).toBe('done\n');
    });

    it('gains nothing from JavaScript objects found in memory', async () => {
      const program = `
import gc, _pyodide_core
def is_proxy(value):
    return type(type(value)).__name__ == '_JsProxyMetaClass'
queue = [(0, _pyodide_core.to_js([1]))]
for thing in gc.get_objects():
    values = list(thing.values()) if isinstance(thing, dict) else list(thing) if isinstance(thing, (list, tuple)) else []
    queue += [(0, value) for value in values if is_proxy(value)]
seen, doors = set(), set()
while queue:
    depth, value = queue.pop(0)
    if value.js_id in seen:
        continue
    seen.add(value.js_id)
    for name in [name for name in dir(value) if not name.startswith('_')] + ['constructor', '__proto__']:
        try:
            part = getattr(value, name)
        except Exception:
            continue
        if name in ('process', 'require', 'fetch', 'binding', 'globalThis', 'FS', '_api', '_module', 'useNodeSockFS'):
            doors.add(name)
        if is_proxy(part) and depth < 6:
            queue.append((depth + 1, part))
try:
    print(_pyodide_core.to_js([1]).constructor.constructor('return globalThis')())
except Exception as error:
    print(type(error).__name__)
print(len(seen) > 10, doors)`;
      expect((await runProgram(runner, program)).out).toBe('JsException\nTrue set()\n');
    });

    it('draws other random numbers and hashes in each run', async () => {
      const program = 'import random\nprint(random.random(), hash("abc"))';
      const first = await runProgram(runner, program);
      const second = await runProgram(runner, program);
      const [a, b] = [first.out.split(' '), second.out.split(' ')];
      expect(a).toHaveLength(2);
      expect(a[0]).not.toBe(b[0]);
    });
  },
);
