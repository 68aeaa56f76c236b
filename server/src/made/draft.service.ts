import { randomUUID } from 'node:crypto';
import type { Exercise, ModelCall, ModelPolicy } from '@learnflow/shared';
import { findSpent, storeCalls } from '../model/model-log.service.ts';
import { courseOf } from './class-exercises.ts';
import type { MadeDeps, MadeFor } from './made-deps.ts';
import { proveExercise } from './prove.ts';

/** A model that does not count well may do better the second time. */
const tries = 2;
/** No second try after this: neither a teacher nor a proxy waits much longer than a minute. */
const lastTryMs = 20_000;

/**
 * Has a model draft one exercise, and proves it in the sandbox like any other. Everything the model wrote is in the log of
 * the class when this settles, what failed as well.
 * @returns no exercise when the model had nothing that passes its own tests
 * @throws AppError `unavailable` when the grader cannot judge
 */
export async function draftExercise(
  { db, tutor, grader, clock, closing, log }: MadeDeps,
  { classId, memberId, lessonId }: MadeFor & { lessonId: string },
  { text, policy }: { text: string; policy: ModelPolicy },
): Promise<{ exercise?: Exercise; wasAsked: boolean }> {
  const calls: ModelCall[] = [];
  const begunAt = clock.now();
  const spent = await findSpent(db, { classId, lessonId, memberId }, begunAt);
  try {
    for (let n = 0; n < tries && clock.now() - begunAt <= lastTryMs; n++) {
      const id = `${courseOf(classId)}/draft-${randomUUID().slice(0, 8)}`;
      const said = await tutor.draftExercise({ text, id, policy, spent }, closing);
      const { exercise } = said;
      calls.push(...said.calls);
      if (exercise) {
        const why = await proveExercise(grader, exercise);
        if (why === undefined) return { exercise, wasAsked: true };
        log.warn({ exercise: id, why }, 'made.refused');
        calls.push(...calls.splice(-said.calls.length).map(asWrong));
      } else if (said.calls.every(({ verdict }) => verdict !== 'unreadable')) break;
    }
    return { wasAsked: calls.length > 0 };
  } finally {
    const about = { kind: 'exercise' as const, id: randomUUID() };
    await storeCalls(db, { classId, lessonId, roomId: null, memberId, about }, calls, clock.now());
  }
}

const asWrong = (call: ModelCall): ModelCall => ({ ...call, verdict: 'wrong' });
