import type { Grader } from '@learnflow/shared/grade';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aCall, aDialogue, grade } from '../../test/grade.ts';
import { describeGrader } from '../../test/grader-suite.ts';
import { createRunner } from '../index.ts';
import type { LocalRunner } from '../local-runner.ts';
import { whyNoPyodide } from '../sandbox/pyodide/driver.ts';

const why = whyNoPyodide();

describe.skipIf(why !== undefined)(
  `grading in Pyodide${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 120_000 },
  () => {
    let runner: LocalRunner;
    beforeAll(async () => {
      runner = await createRunner({ driver: 'pyodide' });
    }, 300_000);
    afterAll(() => runner.close());

    const grader = (): Grader => {
      if (runner.grader === undefined) throw new Error('no grader');
      return runner.grader;
    };
    describeGrader(grader);

    it('gives each case fresh files and modules, and says that they shared a process', async () => {
      const program = {
        'main.py':
          'import helper, os\ndef f(x, all=[]):\n    all.append(x)\n    helper.seen.append(x)\n    old = sorted(os.listdir("."))\n    open("left.txt", "w").write("x")\n    return [len(all), len(helper.seen), old]',
        'helper.py': 'seen = []',
      };
      const expected = "[1, 1, ['helper.py', 'main.py']]";
      const report = await grade(grader(), program, [
        aCall('f', '1', expected),
        aCall('f', '2', expected),
      ]);
      expect(report).toMatchObject({ score: 100, checkedIn: 'shared-process' });
    });

    it('counts the processor for each case, not for all of them together', async () => {
      const program =
        'import time\ndef f(x):\n    end = time.process_time() + 0.4\n    while time.process_time() < end: pass\n    return x';
      const limits = { cpuMs: 1_500, wallMs: 10_000 };
      const tests = [1, 2, 3, 4, 5].map((x) => aCall('f', String(x), String(x), { limits }));
      expect((await grade(grader(), program, tests)).score).toBe(100);
    });

    it('goes on in a fresh interpreter after a case that broke its own', async () => {
      const program = 'import os\ndef f(x):\n    if x == 2: os._exit(0)\n    return x';
      const report = await grade(grader(), program, [
        ...[1, 2, 3].map((x) => aCall('f', String(x), String(x))),
        aDialogue('', ''),
      ]);
      expect(report.outcomes.map((outcome) => outcome.status)).toEqual([
        'pass',
        'error',
        'pass',
        'pass',
      ]);
    });
  },
);
