import { createRunner } from '../runner/src/index.ts';
import { aCall, aGradeSpec } from '../runner/test/grade.ts';
import type { Figure } from './report.ts';
import { percentile } from './report.ts';

const students = 30;
const cases = 10;
const rounds = 3;

/** A class hands in at the same moment: 30 submissions of ten cases each, through the grader's own port. */
export async function benchGrade(): Promise<Figure[]> {
  const runner = await createRunner({ driver: 'auto' });
  const { grader } = runner;
  if (grader === undefined) throw new Error(runner.report().reason ?? 'no sandbox');
  const tests = Array.from({ length: cases }, (_none, n) =>
    aCall('square', String(n), String(n * n)),
  );
  const program = 'def square(n):\n    return n * n\n';
  const handIn = async (): Promise<number> => {
    const began = performance.now();
    const report = await grader.grade(aGradeSpec(program, tests)).report;
    if (report.score !== 100) throw new Error(`an honest submission got ${String(report.score)}`);
    return performance.now() - began;
  };
  try {
    await handIn();
    const alone: number[] = [];
    for (let index = 0; index < 10; index += 1) alone.push(await handIn());
    const whole: number[] = [];
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      each.push(...(await Promise.all(Array.from({ length: students }, handIn))));
      whole.push(performance.now() - began);
    }
    const classMs = percentile(whole, 0.5);
    return [
      { name: 'one submission of ten cases, p50', value: percentile(alone, 0.5), unit: 'ms' },
      {
        name: 'a class of 30 handing in ten cases each',
        value: classMs,
        unit: 'ms',
        aim: { most: 3_000 },
      },
      { name: 'first verdict of the class, p5', value: percentile(each, 0.05), unit: 'ms' },
      { name: 'graded cases per second', value: (students * cases * 1000) / classMs, unit: '1/s' },
    ];
  } finally {
    await runner.close();
  }
}
