/**
 * One sandbox process as the host sees it: frames in, frames out, and its end.
 * Input and output are two streams on purpose: a write to the input of a process that has just ended breaks that stream,
 * and on a shared one the output that was still unread would be lost with it.
 */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';

import { createFrameReader, encodeFrame } from '../run/frames.ts';
import type { HostFrame, SandboxFrame } from '../run/frames.ts';

/** How long streams may stay open after the process is dead before they are given up. */
const closeGraceMs = 300;
const keptErrorChars = 4000;

export interface SandboxCommand {
  file: string;
  args: string[];
  /** Drops to this user and group; only a root server can. */
  user?: number;
  /** How far it stands back behind the server; drivers that see to it inside leave it out. */
  niceness?: number;
  /** Bytes for further file descriptors, from 3 on; each is closed after its bytes. */
  gifts?: Buffer[];
}

export class Sandbox {
  readonly #input: Writable;
  readonly #output: Readable;
  readonly #kill: () => void;
  readonly #ready: PromiseWithResolvers<string>;
  #listener: ((kind: SandboxFrame, payload: Buffer) => void) | undefined;
  #python: string | undefined;
  #errorText = '';
  #isDead = false;
  #isKilled = false;
  readonly #holders = new Set<string>();
  /** Settles when the process is gone and everything it sent was delivered. */
  readonly closed: Promise<void>;

  constructor(command: SandboxCommand) {
    const gifts = command.gifts ?? [];
    const child = spawn(command.file, command.args, {
      // Nothing of the server's own surroundings: its settings hold secrets and its folder may be closed to the user.
      env: {},
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe', ...gifts.map(() => 'pipe' as const)],
      windowsHide: true,
      ...(command.user === undefined ? {} : { uid: command.user, gid: command.user }),
    });
    if (command.niceness !== undefined && child.pid !== undefined)
      setPriority(child.pid, command.niceness);
    this.#ready = Promise.withResolvers<string>();
    this.#ready.promise.catch(() => undefined);
    const [input, output, errors] = child.stdio;
    if (input === null || output === null || errors === null) throw new Error('no streams');
    this.#input = input;
    this.#output = output;
    this.#kill = () => child.kill('SIGKILL');

    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    const end = (): void => {
      this.#isDead = true;
      this.#ready.reject(new Error(this.#errorText.trim() || 'The sandbox did not start.'));
      closed.resolve();
    };
    child.once('error', (error) => {
      this.#errorText += error.message;
      end();
    });
    child.once('close', end);
    child.once('exit', () => {
      this.#isDead = true;
      setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
        end();
      }, closeGraceMs).unref();
    });

    for (const stream of child.stdio) stream?.on('error', () => undefined);
    gifts.forEach((bytes, index) => {
      const stream = child.stdio[index + 3];
      if (stream && 'write' in stream) stream.end(bytes);
    });
    errors.setEncoding('utf8').on('data', (text: string) => {
      if (this.#errorText.length < keptErrorChars) this.#errorText += text;
    });
    const read = createFrameReader((kind, payload) => this.#take(kind, payload));
    output.on('data', (chunk: Buffer) => {
      try {
        read(chunk);
      } catch {
        this.kill();
      }
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

  send(kind: HostFrame, payload?: string): void {
    if (!this.#isDead && this.#input.writable) this.#input.write(encodeFrame(kind, payload));
  }

  /** Back-pressure: while anybody (`who`) holds it the program blocks on its next print. */
  hold(isHeld: boolean, who: 'output' | 'reader' = 'output'): void {
    if (isHeld) this.#holders.add(who);
    else this.#holders.delete(who);
    if (this.#holders.size > 0 && !this.#isKilled) this.#output.pause();
    else this.#output.resume();
  }

  /** Ends every process of the sandbox at once. */
  kill(): void {
    this.#isKilled = true;
    this.#output.resume();
    this.#kill();
    // Also the end of its input is a reason for it to end, should the signal not reach all of it.
    this.#input.destroy();
  }

  #take(kind: SandboxFrame, payload: Buffer): void {
    if (kind === 'R') {
      this.#python = payload.toString();
      this.#ready.resolve(this.#python);
    }
    this.#listener?.(kind, payload);
  }
}
