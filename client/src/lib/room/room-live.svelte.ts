import { t } from '../i18n/t.ts';
import { asAppError } from '../as-app-error.ts';
import {
  AppError,
  type ChatMessage,
  type HelpView,
  type HintView,
  type LessonLive,
  type LiveReplies,
  type LiveRequest,
  type LiveRequestName,
  type PairView,
  type Person,
  type RoomSnapshot,
  type RunPicture,
  type ServerToClient,
  type Watcher,
} from '@learnflow/shared';
import { ask, live } from '../live.ts';
import { RoomTurns } from '../ask/room-turns.svelte.ts';
import { mergeChat } from './chat-log.ts';
import { Outbox, type OutgoingMessage } from './outbox.ts';
import { RoomTerminal } from './room-terminal.svelte.ts';

/** A room that could not be entered for a passing reason is tried again after this. */
const reenterMs = 3_000;

/** The live side of one room: who is here, chat, terminal, hand. Enters again by itself after every reconnection. */
export class RoomLive {
  readonly roomId: string;
  readonly as: LiveRequest<'room.enter'>['as'];
  /** False while the line is cut or the room has not answered yet. */
  entered = $state(false);
  lesson: LessonLive | null = $state.raw(null);
  /** Who drives; null: the room has no driver. */
  pair: PairView | null = $state.raw(null);
  people: Person[] = $state.raw([]);
  watchers: Watcher[] = $state.raw([]);
  /** Stored messages, oldest first. */
  chat: ChatMessage[] = $state.raw([]);
  /** Own messages that the server has not acknowledged. */
  outgoing: OutgoingMessage[] = $state.raw([]);
  /** Hints for oneself, oldest first. */
  hints: HintView[] = $state.raw([]);
  /** Own questions and their answers. */
  readonly turns = new RoomTurns();
  readonly terminal = new RoomTerminal();
  /** What the last run's error means; `at`: when the server said so, for the wait until the next hint. */
  help: (HelpView & { at: number }) | null = $state.raw(null);
  /** `at`: epoch ms, 0 = down. `place`: 1 = next. */
  hand: { at: number; place: number } = $state.raw({ at: 0, place: 0 });
  /** The student now works in another room: go there. */
  moved: { roomId: string; because: string } | null = $state.raw(null);
  /** Taken out of the class, or signed out elsewhere. */
  over: { code: string; message: string } | null = $state.raw(null);
  /** The last refusal as a sentence; whoever shows it sets it back to null. */
  problem: string | null = $state(null);

  readonly #outbox: Outbox<ChatMessage>;
  readonly #off: (() => void)[] = [];
  #reenterTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: {
    roomId: string;
    as: LiveRequest<'room.enter'>['as'];
    /** What the room's HTTP answer said. */
    pair: PairView | null;
  }) {
    this.roomId = options.roomId;
    this.as = options.as;
    this.pair = options.pair;
    this.#outbox = new Outbox({
      send: (clientKey, body) => this.#ask('chat.send', { roomId: this.roomId, clientKey, body }),
      changed: (waiting, stored) => {
        this.outgoing = waiting;
        if (stored) this.chat = mergeChat(this.chat, [stored]);
      },
    });
    this.#listen();
    if (live().connected) void this.#enter();
  }

  // ---- chat ------------------------------------------------------------------
  send(body: string): void {
    this.#outbox.add(body);
  }
  retryMessage(clientKey: string): void {
    this.#outbox.retry(clientKey);
  }
  discardMessage(clientKey: string): void {
    this.#outbox.discard(clientKey);
  }

  // ---- running ---------------------------------------------------------------
  /** Runs a file of the room. @returns whether the server took it; if not, `problem` says why. */
  async run(fileId: string): Promise<boolean> {
    return this.#try(() => this.#ask('run.start', { roomId: this.roomId, fileId }));
  }
  /** Answers `input()`. @param text  one line, without its newline */
  async input(text: string): Promise<boolean> {
    return this.#withRun((runId) => this.#ask('run.input', { roomId: this.roomId, runId, text }));
  }
  async eof(): Promise<boolean> {
    return this.#withRun((runId) => this.#ask('run.eof', { roomId: this.roomId, runId }));
  }
  /** Ctrl C: the program may catch it once. */
  async interrupt(): Promise<boolean> {
    return this.#withRun((runId) => this.#ask('run.interrupt', { roomId: this.roomId, runId }));
  }
  /** @returns a picture of the last run. @throws AppError when it is no longer kept */
  picture(runId: string, n: number): Promise<RunPicture> {
    return this.#ask('run.picture', { roomId: this.roomId, runId, n });
  }
  /** Makes a file that the last program wrote a tab. @returns its id, or undefined: `problem` says why */
  async openWritten(name: string, replace: boolean): Promise<string | undefined> {
    const { runId } = this.terminal.view;
    if (runId === null) return undefined;
    let fileId: string | undefined;
    await this.#try(async () => {
      const request = { roomId: this.roomId, runId, name, replace };
      ({ fileId } = await this.#ask('run.open', request));
    });
    return fileId;
  }
  /** Opens a hint for everybody in the room. @returns whether it opened; if not, `problem` says why */
  async openHint(level: number): Promise<boolean> {
    const runId = this.help?.runId;
    if (runId === undefined) return false;
    return this.#try(async () => {
      this.#showHelp(await this.#ask('help.hint', { roomId: this.roomId, runId, level }));
    });
  }
  /** Asks the teacher for the last hint, or takes that back. @returns whether it is stored; if not, `problem` says why */
  async askHint(wanted: boolean): Promise<boolean> {
    const runId = this.help?.runId;
    if (runId === undefined) return false;
    return this.#try(async () => {
      this.#showHelp(await this.#ask('help.ask', { roomId: this.roomId, runId, wanted }));
    });
  }
  async stop(): Promise<boolean> {
    return this.#withRun((runId) => this.#ask('run.stop', { roomId: this.roomId, runId }));
  }

  // ---- pair ------------------------------------------------------------------
  /** Asks to swap with the driver, or offers it as the driver; who wants what was asked for agrees. */
  async swap(wanted: boolean): Promise<boolean> {
    return this.#try(() => this.#ask('pair.swap', { roomId: this.roomId, wanted }));
  }

  // ---- hand ------------------------------------------------------------------
  async setHand(up: boolean, question?: string): Promise<boolean> {
    const lessonId = this.lesson?.lessonId;
    if (lessonId === undefined) return false;
    return this.#try(() =>
      this.#ask('hand.set', { lessonId, up, ...(question === undefined ? {} : { question }) }),
    );
  }

  /** Leaves the room. Nothing arrives afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#reenterTimer);
    this.#outbox.close();
    this.terminal.close();
    for (const off of this.#off) off();
    if (!this.entered || !live().connected) return;
    this.entered = false;
    // A server that does not answer has lost us already.
    await ask('room.leave', { roomId: this.roomId }).catch(() => null);
  }

  #listen(): void {
    const socket = live();
    const onConnect = (): void => void this.#enter();
    const onDisconnect = (): void => void (this.entered = false);
    socket.on('connect', onConnect);
    socket.on('disconnect', onDisconnect);
    this.#off.push(() => socket.off('connect', onConnect).off('disconnect', onDisconnect));

    const here = (change: { roomId: string }): boolean => change.roomId === this.roomId;
    this.#on('lesson.changed', (lesson) => {
      if (this.lesson?.lessonId === lesson.lessonId) this.lesson = lesson;
    });
    this.#on('room.people', (change) => {
      if (!here(change)) return;
      this.people = change.people;
      this.watchers = change.watchers;
    });
    this.#on('room.pair', (change) => here(change) && (this.pair = change.pair));
    this.#on('room.moved', (change) => (this.moved = change));
    this.#on('chat', (message) => {
      if (here(message)) this.chat = mergeChat(this.chat, [message]);
    });
    this.#on('hints', (change) => here(change) && (this.hints = change.hints));
    this.#on('ask', (change) => here(change) && this.turns.change(change));
    this.#on('ask.text', (piece) => here(piece) && this.turns.write(piece));
    this.#on('hand', (hand) => (this.hand = { at: hand.handAt, place: hand.handPlace }));
    this.#on('run.view', (change) => here(change) && this.terminal.begin(change.terminal, false));
    this.#on('run.output', (change) => here(change) && this.terminal.print(change));
    this.#on('run.state', (change) => here(change) && this.terminal.change(change));
    this.#on('run.shows', (change) => here(change) && this.terminal.show(change));
    this.#on('help', (change) => here(change) && this.#showHelp(change.help));
    this.#on('session.over', (reason) => (this.over = reason));
  }

  #on<N extends keyof ServerToClient>(
    name: N,
    handler: (...args: Parameters<ServerToClient[N]>) => unknown,
  ): void {
    const socket = live();
    // socket.io's types cannot follow a generic event name; the map above holds for every name.
    const listener = handler as never;
    socket.on(name, listener);
    this.#off.push(() => socket.off(name, listener));
  }

  async #enter(): Promise<void> {
    clearTimeout(this.#reenterTimer);
    try {
      const room = await ask('room.enter', { roomId: this.roomId, as: this.as });
      if (!this.#closed) this.#show(room);
    } catch (error) {
      if (this.#closed) return;
      if (
        error instanceof AppError &&
        error.code !== 'unavailable' &&
        error.code !== 'server.error'
      ) {
        this.problem = error.message;
      } else if (live().connected) {
        this.#reenterTimer = setTimeout(() => void this.#enter(), reenterMs);
      }
    }
  }

  #show(room: RoomSnapshot): void {
    this.lesson = room.lesson;
    this.pair = room.pair;
    this.people = room.people;
    this.watchers = room.watchers;
    this.chat = mergeChat(this.chat, room.chat);
    this.hand = { at: room.handAt, place: room.handPlace };
    this.hints = room.hints;
    this.turns.begin(room.turns);
    this.terminal.begin(room.terminal, true);
    this.#showHelp(room.help);
    this.entered = true;
    this.#outbox.flush();
  }

  #showHelp(help: HelpView | null): void {
    this.help = help && { ...help, at: Date.now() };
  }

  #ask<N extends LiveRequestName>(name: N, request: LiveRequest<N>): Promise<LiveReplies[N]> {
    // Without a line socket.io would keep the request and send it behind our back, e.g. start a program later.
    if (!live().connected || !this.entered) {
      return Promise.reject(new AppError('unavailable', t('ask.noConnection')));
    }
    return ask(name, request);
  }

  #withRun(act: (runId: string) => Promise<unknown>): Promise<boolean> {
    const { runId, state } = this.terminal.view;
    if (runId === null || state === 'ended' || state === 'empty') return Promise.resolve(false);
    return this.#try(() => act(runId));
  }

  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.problem = asAppError(error).message;
      return false;
    }
  }
}
