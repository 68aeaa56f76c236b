import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import type { Grader } from '@learnflow/shared/grade';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aCall, aGradeSpec, grade } from '../../test/grade.ts';
import { describeGrader } from '../../test/grader-suite.ts';
import { createRunner } from '../index.ts';
import type { LocalRunner } from '../local-runner.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');
const why = isHere ? '' : ' (skipped: bubblewrap is not installed here)';

const python = '/usr/bin/python3';
const hasPytest = existsSync(python) && spawnSync(python, ['-c', 'import pytest']).status === 0;

const graderOf = (runner: LocalRunner): Grader => {
  if (runner.grader === undefined) throw new Error('no grader');
  return runner.grader;
};

describe.skipIf(!isHere)(`grading in bubblewrap${why}`, { timeout: 60_000 }, () => {
  let runner: LocalRunner;
  beforeAll(async () => {
    runner = await createRunner({ driver: 'bubblewrap' });
  });
  afterAll(() => runner.close());

  describeGrader(() => graderOf(runner));

  it('gives tests what their exercise asks for, and what a test says of itself comes last', async () => {
    const program = 'def f(x): return len(b"x" * 250_000_000)';
    const spec = aGradeSpec(program, [aCall('f', '1', '250000000')]);
    const usual = await graderOf(runner).grade(spec).report;
    expect(usual.outcomes[0]?.status).toBe('memory');
    const wide = await graderOf(runner).grade({ ...spec, limits: { memoryMb: 512 } }).report;
    expect(wide.outcomes[0]?.status).toBe('pass');
    const busy = aGradeSpec('def f(x):\n    while True: pass', [
      aCall('f', '1', '1'),
      aCall('f', '2', '2', { limits: { cpuMs: 300 } }),
    ]);
    const quick = await graderOf(runner).grade({ ...busy, limits: { seconds: 1 } }).report;
    expect(quick.outcomes.map((outcome) => outcome.status)).toEqual(['time', 'time']);
  });

  it.skipIf(!hasPytest)(
    `runs a teacher's pytest file, and says of whatever comes out of it that it was checked in-process${hasPytest ? '' : ' (skipped: pytest is not installed here)'}`,
    async () => {
      const source = `import pytest
from main import f
@pytest.mark.parametrize('x', [1, 2])
def test_same(x): assert f(x) == x
def test_raises():
    with pytest.raises(ValueError): f(-1)`;
      const test = {
        ...({ kind: 'suite', id: 'suite', name: 'file', framework: 'pytest', source } as const),
      };
      const right = 'def f(x):\n    if x < 0: raise ValueError(x)\n    return x';
      expect(await grade(graderOf(runner), right, [test])).toMatchObject({
        ...{ score: 100, checkedIn: 'in-process' },
      });
      const wrong = await grade(graderOf(runner), 'def f(x): return 1', [test]);
      expect(wrong).toMatchObject({ score: 0, checkedIn: 'in-process' });
      expect(wrong.outcomes[0]?.message).toMatch(/^1 of 3 checks passed\.\ntest_same\[2\]: /);
      // It lives beside the tests and can talk them into anything: the label is what remains true.
      const forged = `import _pytest.python
_pytest.python.Function.runtest = lambda self: None
def f(x): return 0`;
      expect(await grade(graderOf(runner), forged, [test])).toMatchObject({
        ...{ score: 100, checkedIn: 'in-process' },
      });
    },
  );

  it('gives each case a process of its own, so that nothing passes from one to the next', async () => {
    const program = `seen = []
def f(x, all=[]):
    all.append(x)
    seen.append(x)
    open("/tmp/seen", "a").write(str(x))
    return [len(all), len(seen), open("/tmp/seen").read()]`;
    const tests = [1, 2, 3].map((x) => aCall('f', String(x), `[1, 1, "${String(x)}"]`));
    const report = await grade(graderOf(runner), program, tests);
    expect(report).toMatchObject({ score: 100, checkedIn: 'separate-process' });
  });

  it('tries a case again whose sandbox was killed from outside, and comes to the same verdict', async () => {
    const spec = aGradeSpec('import time\ndef f(x):\n    time.sleep(1)\n    return x', [
      aCall('f', '1', '1'),
      aCall('f', '2', '2'),
      aCall('f', '3', '4'),
    ]);
    let kills = 0;
    const timer = setInterval(() => {
      for (const pid of busySandboxes()) {
        if (kills >= 2) continue;
        kills += 1;
        process.kill(pid, 'SIGKILL');
      }
    }, 50);
    const report = await graderOf(runner).grade(spec).report;
    clearInterval(timer);
    expect(kills).toBe(2);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual(['pass', 'pass', 'wrong']);
  });

  it('rejects as unavailable what was being graded when it closes, and what comes later', async () => {
    const own = await createRunner({ driver: 'bubblewrap', slots: 2 });
    const spec = aGradeSpec('def f(x):\n    while True: pass', [aCall('f', '1', '1')]);
    const { report } = graderOf(own).grade(spec);
    const told = expect(report).rejects.toMatchObject({ code: 'unavailable' });
    await own.close();
    await told;
    await expect(graderOf(own).grade(spec).report).rejects.toMatchObject({ code: 'unavailable' });
  });
});

/** Sandboxes of this process in which the learner's function sleeps: they have three processes below each other. */
function busySandboxes(): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const below = (pid: string): string[] =>
    rows.filter(([, parent]) => parent === pid).map(([child]) => child ?? '');
  return below(String(process.pid))
    .filter((pid) => below(pid).some((child) => below(child).length > 0))
    .map(Number);
}
