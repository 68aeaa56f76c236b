/** What every driver's grader must do alike with a submission as a whole: what it tells, when, and what it keeps to itself. */
import { presentReport } from '@learnflow/shared/grade-report';
import type { Grader } from '@learnflow/shared/grade';
import { expect, it } from 'vitest';

import { aCall, aDialogue, aGradeSpec, grade } from './grade.ts';
import type { TestInput } from './grade.ts';

export function describeGradeReport(grader: () => Grader): void {
  it('judges the same submission the same, chance and sets included', async () => {
    const program = `import random
words = {"ant", "bee", "cat", "dog", "eel"}
def f(x): return [random.random(), list(words)]
print(random.random(), words)`;
    const tests = [aCall('f', '1', '0'), aDialogue('', 'x')];
    const first = await grade(grader(), program, tests);
    const second = await grade(grader(), program, tests);
    expect(first.outcomes.map((outcome) => outcome.diff?.got)).toEqual(
      second.outcomes.map((outcome) => outcome.diff?.got),
    );
  });

  it('gives a student nothing of a hidden test back, whatever the code does with its input', async () => {
    const secret = 'moon4711';
    const program = `def f(x):
    print(x)
    raise ValueError(x)`;
    const hidden: TestInput = {
      ...(aCall('f', `"${secret}"`, '1') as Extract<TestInput, { kind: 'call' }>),
      name: secret,
      hidden: true,
      category: 'edge cases',
    };
    const spec = aGradeSpec(program, [aCall('f', '1', '1'), hidden]);
    const report = await grader().grade(spec).report;
    expect(JSON.stringify(report)).toContain(secret);
    expect(JSON.stringify(presentReport(report, spec))).not.toContain(secret);
  });

  it('tells of each test as soon as it is judged, exactly once', async () => {
    const spec = aGradeSpec('def f(x): return x', [
      aCall('f', '1', '1'),
      aCall('f', '2', '2'),
      aCall('f', '3', '4'),
    ]);
    const told: string[] = [];
    const report = await grader().grade(spec, {
      outcome: (outcome) => told.push(`${outcome.testId} ${outcome.status}`),
    }).report;
    expect(told.sort()).toEqual(
      report.outcomes.map((outcome) => `${outcome.testId} ${outcome.status}`).sort(),
    );
  });

  it('can be stopped; what was not judged then was not reached', async () => {
    const spec = aGradeSpec('def f(x):\n    while x > 1: pass\n    return x', [
      aCall('f', '1', '1'),
      aCall('f', '2', '2', { limits: { cpuMs: 20_000, wallMs: 20_000 } }),
    ]);
    const handle = grader().grade(spec, { outcome: () => handle.stop() });
    const report = await handle.report;
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual(['pass', 'not-reached']);
    expect(report.score).toBe(50);
  });

  it('gives a verdict without running anything where a submission cannot be run', async () => {
    const report = await grade(grader(), { 'main.py': '', '../x.py': '' }, [aCall('f', '1', '1')]);
    expect(report.score).toBe(0);
    expect(report.outcomes[0]?.message).toContain('name that cannot be used');
  });
}
