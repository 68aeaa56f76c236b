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

    it('reports an interpreter that broke as a crash', async () => {
      const program = 'import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return [f(n + 1)]\nf(0)';
      const run = await runProgram(runner, program);
      expect(['crashed', 'error', 'memory']).toContain(run.end.reason);
      expect(run.end.exitCode === null || run.end.exitCode === 1).toBe(true);
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
