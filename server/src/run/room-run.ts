import {
  AppError,
  assertNever,
  type RunEnd,
  type RunEvent,
  type RunHandle,
  type RunPicture,
  type RunWritten,
  type Runner,
  type RunSpec,
  type TerminalChunk,
  type TerminalView,
} from '@learnflow/shared';
import { appendChunk } from './terminal.ts';

/** Shown for an answer nobody may see, whatever its length. */
const dots = '••••••';
/** A program that never reads gets no more than this typed at it. */
const maxTypedChars = 256 * 1024;

export interface RoomRunOptions {
  runner: Runner;
  spec: RunSpec;
  /** Already in its first state, with the run's number and author; changed in place as the program runs. */
  terminal: TerminalView;
  /** Keeps what the program showed besides text. */
  keep: { picture(picture: RunPicture): void; written(files: RunWritten[]): void };
  /** Stores the end; settles in any case. Nobody is told of the end before. */
  store: (end: RunEnd) => Promise<void>;
  tell: {
    view(terminal: TerminalView): void;
    shows(): void;
    output(chunks: TerminalChunk[]): void;
    state(): void;
    /** The program has its process, `tookMs` after it was asked for. */
    started(tookMs: number): void;
    ended(end: RunEnd): void;
  };
}

/** One program in one room, from its first view in the terminal to its stored end. */
export class RoomRun {
  /** Settles when the end is stored and told. */
  readonly done: Promise<void>;
  readonly #options: RoomRunOptions;
  readonly #handle: RunHandle | undefined;
  #settle: () => void = () => undefined;
  /** Until the view has been told, changes go into it instead of out. */
  #announced = false;
  #ending = false;
  readonly #askedAt = performance.now();
  #typedChars = 0;

  constructor(options: RoomRunOptions) {
    this.#options = options;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#handle = this.#launch();
    options.tell.view(options.terminal);
    this.#announced = true;
  }

  /**
   * One answer to `input()`; everybody in the room sees it.
   * @throws AppError `not.found` when the program has ended, `unavailable` while it waits in line, `too.large`
   */
  write(text: string): void {
    this.#assertGoing();
    if (this.#options.terminal.state === 'queued') {
      throw new AppError('unavailable', 'This program has not started yet. Wait for its question.');
    }
    const line = `${text.replace(/\r?\n$/, '')}\n`;
    this.#typedChars += line.length;
    if (this.#typedChars > maxTypedChars) {
      throw new AppError('too.large', 'This program does not read so much. Stop it first.');
    }
    this.#print({ stream: 'in', text: this.#options.terminal.secret ? `${dots}\n` : line });
    this.#handle?.write(line);
  }

  /** It is in line for a place. */
  get isWaiting(): boolean {
    return this.#options.terminal.state === 'queued';
  }

  /** @throws AppError `not.found` when the program has ended */
  closeInput(): void {
    this.#assertGoing();
    this.#handle?.closeInput();
  }

  /** @throws AppError `not.found` when the program has ended */
  interrupt(): void {
    this.#assertGoing();
    this.#handle?.interrupt();
  }

  /** Asking twice, or after the end, does nothing. */
  stop(): void {
    this.#handle?.stop();
  }

  #launch(): RunHandle | undefined {
    const { runner, spec } = this.#options;
    try {
      return runner.run(spec, {
        event: (event) => this.#receive(event),
        queued: (place) => this.#change('queued', place),
      });
    } catch (cause) {
      const message = 'The program could not be started. Try again.';
      const end: RunEnd = {
        reason: 'crashed',
        exitCode: null,
        durationMs: 0,
        message: cause instanceof AppError ? cause.message : message,
        truncated: false,
      };
      void this.#end(end);
      return undefined;
    }
  }

  #receive(event: RunEvent): void {
    if (this.#ending) return;
    switch (event.kind) {
      case 'started':
        this.#options.tell.started(performance.now() - this.#askedAt);
        return this.#change('running');
      case 'output':
        return this.#print({ stream: event.stream, text: event.text });
      case 'input':
        return this.#change(event.waiting ? 'input' : 'running', 0, event.secret ?? false);
      case 'picture':
        this.#options.keep.picture(event.picture);
        return this.#options.tell.shows();
      case 'written':
        this.#options.keep.written(event.files);
        return this.#options.tell.shows();
      case 'ended':
        return void this.#end(event.end);
      default:
        assertNever(event);
    }
  }

  #change(state: 'queued' | 'running' | 'input', place = 0, secret = false): void {
    const { terminal, tell } = this.#options;
    if (this.#ending) return;
    const isSame = terminal.state === state && terminal.place === place;
    if (isSame && terminal.secret === secret) return;
    terminal.state = state;
    terminal.secret = secret;
    terminal.place = place;
    if (this.#announced) tell.state();
  }

  #print(chunk: TerminalChunk): void {
    if (chunk.text === '') return;
    appendChunk(this.#options.terminal.chunks, chunk);
    if (this.#announced) this.#options.tell.output([chunk]);
  }

  async #end(end: RunEnd): Promise<void> {
    this.#ending = true;
    const { terminal, tell, store } = this.#options;
    await store(end);
    terminal.state = 'ended';
    terminal.place = 0;
    terminal.secret = false;
    terminal.end = end;
    tell.state();
    tell.ended(end);
    this.#settle();
  }

  #assertGoing(): void {
    if (this.#ending) throw new AppError('not.found', 'This program has ended. Run it again.');
  }
}
