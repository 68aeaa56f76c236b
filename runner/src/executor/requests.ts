/** The two kinds of request at the executor's end: what their bodies hold, and who does the work. */
import { AppError } from '@learnflow/shared/errors';
import type { Grader } from '@learnflow/shared/grade';
import { z } from 'zod';

import type { LocalRunner } from '../local-runner.ts';
import { runSpecShape } from '../run/spec.ts';
import { gradeSpec } from './grade-words.ts';
import type { Kind } from './serve.ts';

/** What can be said to a program that runs. */
export const runWord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('write'), text: z.string() }),
  z.object({ kind: z.literal('end-input') }),
  z.object({ kind: z.literal('interrupt') }),
]);
export type RunWord = z.infer<typeof runWord>;

/** Body: a `RunSpec`. Events: `RunEvent`, the last of which is the end; its `done` is empty. */
export function runKind(runner: LocalRunner): Kind {
  return (body, answers) => {
    // Names and sizes are checked by the runner itself, which answers with a sentence.
    const handle = runner.run(runSpecShape.parse(body), {
      queued: (place) => answers.queued(place),
      event: (event) => {
        answers.event(event);
        if (event.kind === 'ended') answers.done(null);
      },
    });
    return {
      say(word) {
        const said = runWord.parse(word);
        if (said.kind === 'write') handle.write(said.text);
        else if (said.kind === 'interrupt') handle.interrupt();
        else handle.closeInput();
      },
      cancel: () => handle.stop(),
      hold: (isHeld) => handle.hold(isHeld),
    };
  };
}

/** Body: a `GradeSpec`. Events: `TestOutcome`. Its `done` is the `GradeReport`. */
export function gradeKind(grader: Grader | undefined): Kind {
  return (body, answers) => {
    const spec = gradeSpec.parse(body);
    if (grader === undefined) {
      answers.failed('Nothing can be checked here: there is no safe way to run programs.');
      return { say: () => undefined, cancel: () => undefined };
    }
    const handle = grader.grade(spec, {
      outcome: (outcome) => answers.event(outcome),
      queued: (place) => answers.queued(place),
    });
    handle.report.then(
      (report) => answers.done(report),
      (error: unknown) =>
        answers.failed(
          error instanceof AppError ? error.message : 'Checking failed. Nothing was judged.',
        ),
    );
    return { say: () => undefined, cancel: () => handle.stop() };
  };
}
