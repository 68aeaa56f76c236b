/**
 * Sandboxes started ahead of need. Each serves one program and dies; a new one is started a moment later, away from
 * the start of the program that took it.
 */
import type { Sandbox } from './sandbox.ts';

/** After a sandbox that never came up the pool pauses: a broken machine must not spawn processes in a circle. */
const pauseAfterFailureMs = 10_000;

export class Pool {
  readonly #start: () => Sandbox;
  /** Sandboxes that wait when nobody has come for a while. */
  readonly size: number;
  readonly #refillAfterMs: number;
  readonly #all = new Set<Sandbox>();
  readonly #idle: Sandbox[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: { start: () => Sandbox; size: number; refillAfterMs: number }) {
    this.#start = options.start;
    this.size = options.size;
    this.#refillAfterMs = options.refillAfterMs;
  }

  /** Starts the first sandboxes. */
  fill(): void {
    while (!this.#isClosed && this.#idle.length < this.size) {
      const sandbox = this.track(this.#start());
      this.#idle.push(sandbox);
      sandbox.ready.catch(() => this.#refillIn(pauseAfterFailureMs));
    }
  }

  /** A waiting sandbox, or a fresh one when none waits. */
  take(): Sandbox {
    this.#refillIn(this.#refillAfterMs);
    for (let next = this.#idle.shift(); next !== undefined; next = this.#idle.shift())
      if (!next.isDead) return next;
    return this.track(this.#start());
  }

  /** Counts a sandbox among those that `close` ends. */
  track(sandbox: Sandbox): Sandbox {
    this.#all.add(sandbox);
    void sandbox.closed.then(() => {
      this.#all.delete(sandbox);
      const at = this.#idle.indexOf(sandbox);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return sandbox;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const all = [...this.#all];
    for (const sandbox of all) sandbox.kill();
    await Promise.all(all.map((sandbox) => sandbox.closed));
  }

  #refillIn(afterMs: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.fill(), afterMs);
    this.#timer.unref();
  }
}
