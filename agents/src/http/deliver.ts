/**
 * What comes over a topic. Dapr gives again whatever is not answered with SUCCESS or DROP, for ever if it has to: so only
 * what may work later is answered with RETRY, and what no time can mend is dropped with a line of the log.
 */
import { createHash } from 'node:crypto';
import type { Answerer } from '@learnflow/shared';
import type { HostedName } from './settings.ts';
import type { Sidecar } from './sidecar.ts';
import { delivery, topicOf } from './words.ts';
import { type FollowUp, followUpOf } from './work.ts';

export type DaprStatus = 'SUCCESS' | 'RETRY' | 'DROP';
export type Log = (event: string, about?: Record<string, unknown>) => void;

export interface DeliverDeps {
  agent: HostedName;
  answerers: readonly Answerer[];
  sidecar: Sidecar;
  log: Log;
}

/** @returns what Dapr is told; with the follow-up itself where no sidecar is there to take it */
export async function deliver(
  { agent, answerers, sidecar, log }: DeliverDeps,
  body: unknown,
): Promise<{ status: DaprStatus; published?: FollowUp }> {
  const read = delivery.safeParse(body);
  if (!read.success) return drop('unreadable', { why: read.error.issues[0]?.message });
  const topic = topicOf(read.data);
  if (topic === undefined) return drop('topicless', {});
  let followUp: FollowUp | undefined;
  try {
    followUp = followUpOf(agent, answerers, topic, read.data.data);
  } catch (error) {
    // The same question fails the same way each time.
    return drop('broken', { topic, why: String(error) });
  }
  if (!followUp) return drop('unknown topic', { topic });
  if (!(await sidecar.isConnected())) return { status: 'SUCCESS', published: followUp };
  try {
    const id = idOf(agent, read.data.id ?? JSON.stringify(read.data), followUp.topic);
    await sidecar.publish(followUp.topic, { id, data: followUp.data });
    return { status: 'SUCCESS' };
  } catch (error) {
    log('delivery.unpublished', { topic: followUp.topic, why: String(error) });
    return { status: 'RETRY' };
  }

  function drop(reason: string, about: Record<string, unknown>): { status: DaprStatus } {
    log('delivery.dropped', { reason, ...about });
    return { status: 'DROP' };
  }
}

/** The same delivery again gives the same id, so that whoever takes the follow-up can tell. */
function idOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
