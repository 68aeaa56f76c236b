import { type EventType, eventTypes } from '@learnflow/shared';

/** The Dapr sidecar next door. It may be away at any time: then there is no delivery, and the answer itself still stands. */
export interface Sidecar {
  isConnected(): Promise<boolean>;
  /** @throws Error when the sidecar did not take it */
  publish(topic: string, event: { id: string; data: object }): Promise<void>;
}

export interface SidecarOptions {
  port: number;
  pubsub: string;
  token?: string | undefined;
}

/** It is on the same machine. */
const healthMs = 1_000;
const publishMs = 5_000;

export function createSidecar({ port, pubsub, token }: SidecarOptions): Sidecar {
  const url = `http://127.0.0.1:${String(port)}/v1.0`;
  const headers: Record<string, string> = token === undefined ? {} : { 'dapr-api-token': token };
  return {
    async isConnected() {
      try {
        const signal = AbortSignal.timeout(healthMs);
        const response = await fetch(`${url}/healthz`, { headers, signal });
        await response.body?.cancel();
        return response.ok;
      } catch {
        return false;
      }
    },
    async publish(topic, { id, data }) {
      const response = await fetch(`${url}/publish/${pubsub}/${encodeURIComponent(topic)}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id, source: 'learnflow/agents', type: typeOf(topic) },
          ...{ datacontenttype: 'application/json', data },
        }),
        signal: AbortSignal.timeout(publishMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The sidecar answered ${String(response.status)}.`);
    },
  };
}

/** Each topic that an agent publishes to has one type. */
function typeOf(topic: string): string {
  const types = Object.keys(eventTypes) as EventType[];
  return types.find((type) => eventTypes[type].topic === topic) ?? `learnflow.${topic}`;
}
