import {
  type EventDraft,
  lessonOf,
  type StreamEvent,
  type StudentProgress,
} from '@learnflow/shared';
import { hostAgent } from '../bus/agent-host.ts';
import type { Consumer } from '../bus/consumer.ts';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Trx } from '../storage/database.ts';
import type { ProgressNews } from './progress-news.ts';
import { findProgress, type ProgressDeps } from './progress.service.ts';
import { findStudent } from './progress.store.ts';

const asked = 'learnflow.progress.request.v1';

/**
 * The progress agent as the server hosts it. The agent knows ids only; topics come from the courses. So what an event does
 * to the numbers that people see is worked out here, before and after, and told in the same transaction.
 */
export function createProgressConsumer(deps: ProgressDeps & { news: ProgressNews }): Consumer {
  const agent = deps.agents.progress;
  const hosted = hostAgent(agent);
  const { news, ...others } = deps;
  return {
    ...hosted,
    types: [...hosted.types, asked],
    async handle(trx, event) {
      const within = { ...others, db: trx };
      if (event.type === asked) return answer(trx, event, within);
      const keys = agent.keysOf(event);
      const before = await listShown(within, keys);
      await hosted.handle(trx, event);
      const after = await listShown(within, keys);
      const lessonId = lessonOf(event) ?? null;
      const drafts = after.flatMap((student) => changesOf(student, before));
      if (lessonId !== null && drafts.length > 0) {
        await appendEvents(trx, { lessonId }, draftsOf(event, drafts));
      }
      const people = await Promise.all(after.map(({ memberId }) => findStudent(trx, memberId)));
      return () => {
        for (const each of people) {
          if (!each) continue;
          const { classId, memberId, userId } = each;
          news.emit('changed', { classId, lessonId, memberId, userId });
        }
      };
    },
  };
}

/** @param keys  of pieces of state; those of students are their ids */
async function listShown(deps: ProgressDeps, keys: readonly string[]): Promise<StudentProgress[]> {
  const students = keys.filter((key) => !key.includes('/'));
  const found: StudentProgress[] = [];
  for (const key of students) {
    const one = await findProgress(deps, key);
    if (one) found.push(one);
  }
  return found;
}

type Update = Extract<EventDraft, { type: 'learnflow.progress.updated.v1' }>['data'];

/** Topics whose number is another one now. */
function changesOf(student: StudentProgress, before: readonly StudentProgress[]): Update[] {
  const old = before.find(({ memberId }) => memberId === student.memberId);
  const were = new Map(old && updatesOf(old).map(({ topic, mastery }) => [topic, mastery]));
  return updatesOf(student).filter(({ topic, mastery }) => were.get(topic) !== mastery);
}

function updatesOf({ memberId, modules, streak }: StudentProgress): Update[] {
  return modules.flatMap(({ topics }) =>
    topics.flatMap(({ topic, mastery }) =>
      mastery === null ? [] : [{ user_id: memberId, topic, mastery, streak }],
    ),
  );
}

const draftsOf = (event: StreamEvent, updates: readonly Update[]): EventDraft[] =>
  updates.map((data, n) => ({
    ...{ id: eventIdOf('progress', event.id, n), type: 'learnflow.progress.updated.v1' },
    ...{ key: data.user_id, at: Date.parse(event.time), data },
  }));

/** Somebody asks how far a student is: every topic that was begun. */
async function answer(
  trx: Trx,
  event: Extract<StreamEvent, { type: typeof asked }>,
  deps: ProgressDeps,
): Promise<void> {
  const student = await findProgress(deps, event.data.user_id);
  if (!student) return;
  const drafts = updatesOf(student).map((data, n): EventDraft => ({
    ...{ id: eventIdOf('progress', event.id, n), type: 'learnflow.progress.update.v1' },
    ...{ key: data.user_id, at: Date.parse(event.time), data },
  }));
  await appendEvents(trx, { classId: student.classId }, drafts);
}
