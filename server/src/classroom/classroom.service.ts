import { randomUUID } from 'node:crypto';
import { type classBody, struggleRules } from '@learnflow/shared';
import type { z } from 'zod';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Db } from '../storage/database.ts';
import type { ClassroomDeps } from './classroom-deps.ts';
import { findLiveLessonId } from './member.store.ts';
import { listClasses, type TaughtClass, updateClass } from './classroom.store.ts';

/** Classes this user teaches or helps in, the newest first. */
export function listTaughtClasses(db: Db, userId: string): Promise<TaughtClass[]> {
  return listClasses(db, userId);
}

/** Lowering the number of places takes nobody out; it only keeps the next one outside. */
export async function changeClass(
  { db, clock }: Pick<ClassroomDeps, 'db' | 'clock'>,
  classId: string,
  body: z.infer<typeof classBody>,
): Promise<void> {
  const { name, maxMembers, runLimits, struggleRules: rules, looksFirst } = body;
  const { modelPolicy, timeZone } = body;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(maxMembers === undefined ? {} : { max_members: maxMembers }),
    ...(runLimits === undefined ? {} : { run_limits: JSON.stringify(runLimits) }),
    ...(rules === undefined ? {} : { struggle_rules: JSON.stringify(rules) }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(looksFirst === undefined ? {} : { looks_first: looksFirst }),
    ...(modelPolicy === undefined ? {} : { model_policy: JSON.stringify(modelPolicy) }),
  };
  await db.transaction().execute(async (trx) => {
    await updateClass(trx, classId, change);
    const lessonId = rules && (await findLiveLessonId(trx, classId));
    if (!lessonId) return;
    await appendEvents(trx, { classId }, [
      {
        id: randomUUID(),
        type: 'learnflow.rules.changed.v1',
        key: lessonId,
        at: clock.now(),
        data: { lessonId, rules: struggleRules.parse(rules) },
      },
    ]);
  });
}
