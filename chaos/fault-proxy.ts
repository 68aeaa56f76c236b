import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the line does to bytes. Nothing is ever changed or left out of the middle: that is what TCP promises. */
export interface Faults {
  latencyMs: number;
  /** Bytes go on in pieces of at most this many; 0: as they come. */
  sliceBytes: number;
  /** 0: as fast as they come. */
  bytesPerSecond: number;
  /** Nothing gets through in this direction, as when packets are dropped. */
  holdUp: boolean;
  holdDown: boolean;
}

export interface FaultProxy {
  port: number;
  set(faults: Partial<Faults>): void;
  /** Everything through at once again. */
  heal(): void;
  /** Resets this share of the connections. */
  reset(share: number, random: () => number): void;
  close(): Promise<void>;
}

const healthy: Faults = {
  latencyMs: 0,
  sliceBytes: 0,
  bytesPerSecond: 0,
  holdUp: false,
  holdDown: false,
};

/** A TCP line between clients and the server that can go bad. */
export async function openFaultProxy(targetPort: number): Promise<FaultProxy> {
  const faults: Faults = { ...healthy };
  const pairs = new Set<[Socket, Socket]>();
  const proxy = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    void carry(near, far, 'holdUp', faults);
    void carry(far, near, 'holdDown', faults);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    set: (some) => void Object.assign(faults, some),
    heal: () => void Object.assign(faults, healthy),
    reset: (share, random) => {
      for (const pair of [...pairs]) {
        if (random() < share) for (const socket of pair) socket.resetAndDestroy();
      }
    },
    close: async () => {
      for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** One direction of one connection, with the back-pressure that a real line has. */
async function carry(
  from: Socket,
  to: Socket,
  hold: 'holdUp' | 'holdDown',
  faults: Faults,
): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        while (faults[hold] && !to.destroyed) await delay(20);
        if (to.destroyed) return;
        const piece = chunk.subarray(
          at,
          faults.sliceBytes > 0 ? at + faults.sliceBytes : undefined,
        );
        at += piece.length;
        if (faults.latencyMs > 0) await delay(faults.latencyMs);
        if (faults.bytesPerSecond > 0) await delay((1000 * piece.length) / faults.bytesPerSecond);
        if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
    }
    to.end();
  } catch {
    to.destroy();
  }
}
