import type { ServerToClient, TerminalView } from '@learnflow/shared';
import { elapsedMs } from './run-clock.ts';
import { type TerminalLine, TerminalScreen } from './terminal-screen.ts';

/** Output arrives in bursts; the screen is drawn this often at most. */
const drawMs = 50;

const emptyTerminal: TerminalView = {
  runId: null,
  state: 'empty',
  number: 0,
  by: null,
  entry: '',
  startedAt: 0,
  place: 0,
  chunks: [],
  end: null,
  secret: false,
  pictures: [],
  written: [],
};

/** The terminal of a room: the last run and what it printed, as the server tells it. */
export class RoomTerminal {
  /** The last run; its output is in `lines`. */
  view: TerminalView = $state.raw(emptyTerminal);
  lines: TerminalLine[] = $state.raw([]);
  /** True while the last line has no newline yet, e.g. the question of `input()`. */
  openLine = $state(false);
  #screen = new TerminalScreen();
  #heard = { at: 0, onEntering: false };
  #drawTimer: ReturnType<typeof setTimeout> | undefined;

  /** Whether a program runs or waits for its turn. */
  get busy(): boolean {
    const { state } = this.view;
    return state === 'queued' || state === 'running' || state === 'input';
  }

  /** @param onEntering  the run was found on entering the room, so it may have begun earlier */
  begin(view: TerminalView, onEntering: boolean): void {
    if (!onEntering || view.runId !== this.view.runId) {
      this.#heard = { at: Date.now(), onEntering };
    }
    this.view = { ...view, chunks: [] };
    this.#screen = new TerminalScreen();
    for (const chunk of view.chunks) this.#screen.write(chunk);
    this.#draw();
  }

  print({ runId, chunks }: Parameters<ServerToClient['run.output']>[0]): void {
    if (runId !== this.view.runId) return;
    for (const chunk of chunks) this.#screen.write(chunk);
    this.#drawTimer ??= setTimeout(() => this.#draw(), drawMs);
  }

  change({ runId, state, place, secret, end }: Parameters<ServerToClient['run.state']>[0]): void {
    if (runId !== this.view.runId) return;
    // A program that waits or ends has printed everything it had to say first: show it before the caret moves there.
    this.#draw();
    this.view = { ...this.view, state, place, secret, end };
  }

  show({ runId, pictures, written }: Parameters<ServerToClient['run.shows']>[0]): void {
    if (runId === this.view.runId) this.view = { ...this.view, pictures, written };
  }

  /** Wipes this screen; the others keep theirs. */
  clear(): void {
    this.#screen = new TerminalScreen();
    this.#draw();
  }

  /** @returns how long the run has been going, or took. */
  elapsedMs(now: number): number {
    return elapsedMs(this.view, this.#heard.at, this.#heard.onEntering, now);
  }

  close(): void {
    clearTimeout(this.#drawTimer);
  }

  #draw(): void {
    clearTimeout(this.#drawTimer);
    this.#drawTimer = undefined;
    this.lines = this.#screen.lines();
    this.openLine = this.#screen.openLine;
  }
}
