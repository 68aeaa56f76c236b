/** One sandbox process as the host sees it: frames in, frames out, and its end. */
import type { Readable, Writable } from 'node:stream';

import type { RunLimits } from '@learnflow/shared/run';

import { createFrameReader, encodeFrame } from '../run/frames.ts';
import type { HostFrame, SandboxFrame } from '../run/frames.ts';
import type { SandboxLink } from './link.ts';

/** How long streams may stay open after the process is dead before they are given up. */
const closeGraceMs = 300;
/** How long one that met its time limit may take to say where it was. */
const lastWordMs = 400;

/** Limits that the kernel keeps from outside, as far as the machine has them. */
export interface Confinement {
  /** Before the sandbox gets its job. Never rejects. */
  enter(pid: number | undefined): Promise<void>;
  limit(limits: RunLimits): void;
  /** Calls back when a limit that is watched from here was met; the sandbox is then ended. */
  exceeded?(listener: (limit: 'time' | 'memory') => void): void;
  /** Whether the kernel bounds the memory of all of it together. Asked once it was entered and limited. */
  holdsMemory(): boolean;
  /** Whether the kernel ended something of it for want of memory. */
  wasOutOfMemory(): boolean;
  /** Everything in it is gone. */
  leave(): void;
}

export class Sandbox {
  readonly #link: SandboxLink;
  readonly #confinement: Confinement | undefined;
  readonly #ready = Promise.withResolvers<string>();
  readonly #holders = new Set<string>();
  #input: Writable | undefined;
  #output: Readable | undefined;
  #listener: ((kind: SandboxFrame, payload: Buffer) => void) | undefined;
  #python: string | undefined;
  /** What was sent before the sandbox was ready; it gets nothing before its limits are in place. */
  #waiting: (() => Buffer)[] = [];
  #isDead = false;
  #isKilled = false;
  #isDone = false;
  #isReady = false;
  #lastWord: NodeJS.Timeout | undefined;
  /** Settles when the process is gone and everything it sent was delivered. */
  readonly closed: Promise<void>;

  constructor(link: SandboxLink, confinement?: Confinement) {
    this.#link = link;
    this.#confinement = confinement;
    this.#ready.promise.catch(() => undefined);
    confinement?.exceeded?.((limit) => {
      if (this.#isKilled) return;
      this.#listener?.('L', Buffer.from(limit));
      if (limit !== 'time') return this.kill();
      this.send('T');
      this.#lastWord ??= setTimeout(() => this.kill(), lastWordMs);
    });
    const delivered = Promise.withResolvers<void>();
    void link.opened.then(({ input, output }) => {
      this.#input = input;
      this.#output = output;
      input.on('error', () => undefined);
      output.on('error', () => undefined);
      output.once('close', delivered.resolve);
      const read = createFrameReader((kind, payload) => this.#take(kind, payload));
      output.on('data', (chunk: Buffer) => {
        try {
          read(chunk);
        } catch {
          this.kill();
        }
      });
      if (this.#isKilled) input.destroy();
      else if (this.#holders.size > 0) output.pause();
    });
    this.closed = link.gone.then(async (said) => {
      this.#isDead = true;
      clearTimeout(this.#lastWord);
      this.#output?.resume();
      const grace = setTimeout(delivered.resolve, closeGraceMs);
      // Without an output there is nothing to wait for.
      if (this.#output !== undefined) await delivered.promise;
      clearTimeout(grace);
      this.#input?.destroy();
      this.#output?.destroy();
      if (!this.#isDone && this.#confinement?.wasOutOfMemory() === true) this.#tellMemory();
      this.#confinement?.leave();
      this.#ready.reject(new Error(said.trim() || 'The sandbox did not start.'));
    });
  }

  /** Resolves with the Python version once the sandbox takes a job; rejects with what it said when it cannot start. */
  get ready(): Promise<string> {
    return this.#ready.promise;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Python's version once the sandbox is ready, which may be long before it gets a listener. */
  get python(): string | undefined {
    return this.#python;
  }

  /** Frames from now on; `R` is among them when the sandbox was not ready yet. */
  listen(listener: (kind: SandboxFrame, payload: Buffer) => void): void {
    this.#listener = listener;
  }

  /** Before the job is sent. */
  limit(limits: RunLimits): void {
    this.#confinement?.limit(limits);
  }

  /** Gives it its one job, and with it how its memory is bounded, which is known once its limits are in place. */
  give(job: object): void {
    this.#post(() =>
      encodeFrame(
        'J',
        JSON.stringify({ ...job, kernelMemory: this.#confinement?.holdsMemory() ?? false }),
      ),
    );
  }

  send(kind: Exclude<HostFrame, 'J'>, payload?: string): void {
    this.#post(() => encodeFrame(kind, payload));
  }

  /** Back-pressure: while anybody (`who`) holds it the program blocks on its next print. */
  hold(isHeld: boolean, who: 'output' | 'reader' = 'output'): void {
    if (isHeld) this.#holders.add(who);
    else this.#holders.delete(who);
    if (this.#holders.size > 0 && !this.#isKilled) this.#output?.pause();
    else this.#output?.resume();
  }

  /** Ends every process of the sandbox at once. */
  kill(): void {
    this.#isKilled = true;
    this.#output?.resume();
    this.#link.kill();
    // Also the end of its input is a reason for it to end, should the signal not reach all of it.
    this.#input?.destroy();
  }

  #post(frame: () => Buffer): void {
    if (this.#python === undefined) this.#waiting.push(frame);
    else this.#write(frame);
  }

  #write(frame: () => Buffer): void {
    if (!this.#isDead && this.#input?.writable) this.#input.write(frame());
  }

  #take(kind: SandboxFrame, payload: Buffer): void {
    if (kind === 'R') return this.#enter(payload);
    if (kind === 'D') {
      if (this.#confinement?.wasOutOfMemory() === true) this.#tellMemory();
      this.#isDone = true;
    }
    this.#listener?.(kind, payload);
  }

  /** It says nothing more before it has a job, so nothing is overtaken here. */
  #enter(version: Buffer): void {
    if (this.#isReady) return;
    this.#isReady = true;
    const begin = (): void => {
      this.#python = version.toString();
      this.#ready.resolve(this.#python);
      for (const frame of this.#waiting.splice(0)) this.#write(frame);
      this.#listener?.('R', version);
    };
    if (this.#confinement === undefined) return begin();
    const confinement = this.#confinement;
    void this.#link
      .pid()
      .then((pid) => confinement.enter(this.#isDead ? undefined : pid))
      .then(begin);
  }

  #tellMemory(): void {
    this.#listener?.('L', Buffer.from('memory'));
  }
}
