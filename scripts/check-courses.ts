/**
 * Tries every exercise of `courses/` in the real sandbox: its solution passes everything, its first files do not, it has a
 * hidden test. Of every quiz: it has five questions, and what a program prints is the right choice.
 * `npm run courses:check [course/exercise …]`; exits with 1 when something is wrong.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createRunner } from '@learnflow/runner';
import type { Grader, GradeReport, RunFile } from '@learnflow/shared';
import { checkQuiz } from '../server/src/course/check-quiz.ts';
import { type LoadedExercise, readCourse } from '../server/src/course/read-course.ts';

const folder = path.resolve(import.meta.dirname, '../courses');
const wanted = process.argv.slice(2);
const runner = await createRunner({ driver: 'auto' });
const { grader } = runner;
let failed = 0;
let passed = 0;

if (!grader) {
  process.stdout.write(`Programs cannot run here: ${runner.report().reason ?? ''}\n`);
  process.exitCode = 1;
} else {
  for (const each of readdirSync(folder, { withFileTypes: true })) {
    if (!each.isDirectory()) continue;
    const course = await readCourse(path.join(folder, each.name));
    for (const problem of course.problems) complain(problem);
    for (const loaded of course.exercises) {
      if (wanted.length > 0 && !wanted.includes(loaded.exercise.id)) continue;
      await check(loaded, grader);
    }
    for (const quiz of course.quizzes) {
      if (wanted.length > 0 && !wanted.includes(quiz.id)) continue;
      const sentences = await checkQuiz(quiz, grader);
      for (const sentence of sentences) complain(sentence);
      if (sentences.length === 0) passed += 1;
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}
await runner.close();

async function check({ exercise }: LoadedExercise, judge: Grader): Promise<void> {
  const before = failed;
  const { id, tests } = exercise;
  if (!tests.some((test) => test.hidden)) complain(`${id}: no test is hidden.`);
  const solved = await grade(exercise.solution);
  const wrong = solved.outcomes.filter(({ status }) => status !== 'pass');
  for (const { testId, status, diff, error, message } of wrong) {
    const why = diff ? `expected ${diff.expected}, got ${diff.got}` : (error?.message ?? message);
    complain(`${id}: the solution fails ${testId} (${status}): ${why ?? ''}`);
  }
  for (const sentence of solved.broken) complain(`${id}: the solution breaks: ${sentence}`);
  const started = await grade(exercise.starter);
  if (started.score === 100) complain(`${id}: the first files pass everything already.`);
  if (failed === before) passed += 1;

  function grade(files: RunFile[]): Promise<GradeReport> {
    const { entry, constraints, limits } = exercise;
    return judge.grade({ gradeId: id, files, entry, tests, constraints, limits }).report;
  }
}

function complain(sentence: string): void {
  failed += 1;
  process.stdout.write(`${sentence}\n`);
}
