import { type EventDraft, lessonOf, parseEvent, type StreamEvent } from '@learnflow/shared';
import type { Log } from '../log.ts';
import type { Db, Trx } from '../storage/database.ts';
import type { HostedAgent } from './agent.port.ts';
import {
  deleteStates,
  listStates,
  lockStates,
  readStates,
  writeState,
} from './agent-state.store.ts';
import { listTaken } from './consumer.store.ts';
import type { Consumer } from './consumer.ts';
import { eventIdOf } from './event-id.ts';
import { appendEvents } from './outbox.store.ts';

/**
 * An agent as a consumer: its state, what it tells, and the event as taken are stored in one transaction, so that a
 * process that dies between any two steps leaves all of it or nothing.
 */
export function hostAgent(agent: HostedAgent): Consumer {
  const { name, types } = agent;
  return {
    name,
    types,
    // Students of a lesson share what the class has taught the agent.
    lineOf: (event) => lessonOf(event) ?? event.subject,
    lock: (trx, event) => lockStates(trx, name, agent.keysOf(event)),
    async handle(trx, event) {
      const keys = agent.keysOf(event);
      const stored = (await readStates(trx, name, keys)).map((state) => readState(agent, state));
      const { states, tells } = agent.handle(stored, event);
      for (const [i, state] of states.entries()) {
        const key = keys[i];
        if (key === undefined || state === undefined || state === stored[i]) continue;
        await writeState(trx, name, key, state);
      }
      const lessonId = lessonOf(event);
      if (lessonId === undefined || tells.length === 0) return;
      await appendEvents(trx, { lessonId }, draftsOf(name, event, tells));
    },
  };
}

/** The same event answered again tells the same events. */
function draftsOf(
  name: string,
  event: StreamEvent,
  tells: ReturnType<HostedAgent['handle']>['tells'],
): EventDraft[] {
  const at = Date.parse(event.time);
  return tells.map((told, n) => ({ ...told, id: eventIdOf(name, event.id, n), at }) as EventDraft);
}

/** @throws ZodError for what an agent of another version has left behind */
function readState(agent: HostedAgent, stored: unknown): unknown {
  return stored === null ? undefined : agent.state.parse(stored);
}

/**
 * @returns what the agent knows after everything it has taken, from the beginning and in the same order, by key
 */
export async function replay(db: Db | Trx, agent: HostedAgent): Promise<Map<string, unknown>> {
  const states = new Map<string, unknown>();
  for (const { event: stored } of await listTaken(db, agent.name)) {
    const event = parseEvent(stored);
    const keys = agent.keysOf(event);
    const reaction = agent.handle(
      keys.map((key) => states.get(key)),
      event,
    );
    for (const [i, state] of reaction.states.entries()) {
      const key = keys[i];
      if (key !== undefined && state !== undefined) states.set(key, state);
    }
  }
  return states;
}

/** Before an agent of a new version begins: if it cannot read what is stored, it learns it again from the stream. */
export async function makeReadable(db: Db, agent: HostedAgent, log: Log): Promise<void> {
  const stored = await listStates(db, agent.name);
  const isReadable = stored.every(
    ({ state }) => state === null || agent.state.safeParse(state).success,
  );
  if (isReadable) return;
  log.info({ agent: agent.name }, 'agent.relearns');
  await db.transaction().execute(async (trx) => {
    const states = await replay(trx, agent);
    await deleteStates(trx, agent.name);
    for (const [key, state] of states) await writeState(trx, agent.name, key, state);
  });
}
