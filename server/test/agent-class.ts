import { createHash, randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import type { EventDraft } from '@learnflow/shared';
import { aSmallClass, type SmallClass } from './small-class.ts';
import type { Db } from '../src/storage/database.ts';
import { hostAgent } from '../src/bus/agent-host.ts';
import type { HostedAgent } from '../src/bus/agent.port.ts';
import { listStates } from '../src/bus/agent-state.store.ts';
import { appendEvents } from '../src/bus/outbox.store.ts';

export const agent: HostedAgent = agents.struggle;
export const theAgent = () => hostAgent(agent);

/** Tells of a run that failed, as the server does. */
export async function tellFailure(
  db: Db,
  { lessonId, maya, mayasRoom: roomId }: SmallClass,
  n: number,
): Promise<EventDraft> {
  const at = Date.now() + n;
  const event: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.run.finished.v1', key: roomId, at },
    data: {
      ...{ lessonId, roomId, memberId: maya.memberId, role: 'student', runId: randomUUID() },
      ...{ exercise: null, entry: 'main.py', startedAt: at, reason: 'error', exitCode: 1 },
      ...{ label: 'IndexError', failure: 'IndexError', durationMs: 5 },
      error: { type: 'IndexError', message: 'list index out of range', line: 7, text: 'x[9]' },
    },
  };
  await db.transaction().execute((trx) => appendEvents(trx, { lessonId }, [event]));
  return event;
}

export async function aFailingClass(db: Db): Promise<SmallClass> {
  const people = await aSmallClass(db);
  for (let n = 0; n < 2; n++) await tellFailure(db, people, n);
  return people;
}

export async function alertsOf(db: Db, { maya }: SmallClass): Promise<unknown[]> {
  const rows = await db
    .selectFrom('outbox')
    .where('type', '=', 'learnflow.alert.raised.v1')
    .where('key', '=', maya.memberId)
    .select('event')
    .execute();
  return rows.map(({ event }) => event);
}

/** @returns a hash over everything the agent has stored */
export async function hashOfStates(db: Db): Promise<string> {
  const stored = await listStates(db, agent.name);
  return hashOf(new Map(stored.map(({ key, state }) => [key, state])));
}

export function hashOf(states: Map<string, unknown>): string {
  const known = [...states].filter(([, state]) => state !== null && state !== undefined);
  known.sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(known, inOrder)).digest('hex');
}

/** jsonb keeps no order of names. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
