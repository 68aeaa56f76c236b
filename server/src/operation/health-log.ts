import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type HealthMinute, type PartState, type ServerPart, serverParts } from '@learnflow/shared';
import type { Clock } from '../clock.ts';

const sampleMs = 5_000;
const minuteMs = 60_000;
const kept = 60;
/** A partner sees the delay from here on. */
const busyIsSlowMs = 250;
const rank: Record<PartState, number> = { ok: 0, slow: 1, down: 2 };

/** How the parts are at one moment, and what was measured in the last minute. */
export interface HealthSample {
  parts: Record<ServerPart, PartState>;
  storeMs: number | null;
  startMs: number | null;
}

/**
 * The last hour, minute by minute, in memory: of each minute the worst that was seen. A server that has just started
 * has a short hour, and a minute in which it stood still is missing.
 */
export class HealthLog {
  readonly #clock: Clock;
  readonly #sample: () => Promise<HealthSample>;
  readonly #minutes: HealthMinute[] = [];
  readonly #busy = monitorEventLoopDelay({ resolution: 20 });
  readonly #timer: NodeJS.Timeout;
  #asked: Promise<void> | undefined;

  constructor(deps: { clock: Clock; sample: () => Promise<HealthSample>; everyMs?: number }) {
    this.#clock = deps.clock;
    this.#sample = deps.sample;
    this.#busy.enable();
    this.#timer = setInterval(() => void this.look(), deps.everyMs ?? sampleMs);
    this.#timer.unref();
  }

  /** Oldest first. */
  get minutes(): readonly HealthMinute[] {
    return this.#minutes;
  }

  /** Looks once; a look that takes long is waited for instead of begun again. */
  look(): Promise<void> {
    this.#asked ??= this.#look().finally(() => (this.#asked = undefined));
    return this.#asked;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#busy.disable();
  }

  async #look(): Promise<void> {
    const busyMs = Math.round(this.#busy.max / 1e6);
    this.#busy.reset();
    const { parts, storeMs, startMs } = await this.#sample();
    const seen = { ...parts };
    if (busyMs >= busyIsSlowMs) seen.rooms = worse(seen.rooms, 'slow');
    const at = Math.floor(this.#clock.now() / minuteMs) * minuteMs;
    const last = this.#minutes.at(-1);
    if (last?.at === at) {
      for (const part of serverParts) last.parts[part] = worse(last.parts[part], seen[part]);
      last.busyMs = Math.max(last.busyMs, busyMs);
      last.storeMs = storeMs ?? last.storeMs;
      last.startMs = startMs ?? last.startMs;
      return;
    }
    this.#minutes.push({ at, parts: seen, storeMs, startMs, busyMs });
    while (this.#minutes.length > kept) this.#minutes.shift();
  }
}

const worse = (a: PartState, b: PartState): PartState => (rank[a] >= rank[b] ? a : b);
