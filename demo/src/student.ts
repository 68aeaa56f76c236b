import {
  type ClientToServer,
  type JoinReply,
  livePath,
  type ServerToClient,
} from '@learnflow/shared';
import { io, type Socket } from 'socket.io-client';
import { call, CookieJar } from './browserless.ts';
import { Notebook } from './notebook.ts';
import type { Step } from './plan.ts';

export interface StudentOptions {
  url: string;
  code: string;
  name: string;
  steps: Iterator<Step>;
  /** Human milliseconds are divided by this. */
  speed: number;
}

/** How long somebody stays away after leaving, in human milliseconds. */
const awayMs = 60_000;

/** One simulated student: joins by the code like anyone, over the same sockets, and works through a plan. */
export class Student {
  readonly #options: StudentOptions;
  readonly #jar = new CookieJar();
  #place: JoinReply | undefined;
  #socket: Socket<ServerToClient, ClientToServer> | undefined;
  #notebook: Notebook | undefined;
  #answers: string[] = [];
  /** Put before file names once this student sits in somebody else's room, so that two do not type the same file. */
  #mine = '';
  #closed = false;
  /** Ends every wait that is going on. */
  readonly #waits = new Set<() => void>();

  constructor(options: StudentOptions) {
    this.#options = options;
  }

  /** Works until `close()`. @throws when joining is refused */
  async work(): Promise<void> {
    const { url, code, name } = this.#options;
    this.#place = await call<JoinReply>(url, this.#jar, 'POST', '/api/join', { code, name });
    await this.#enter(this.#place.roomId);
    let mending = true;
    while (!this.#closed) {
      const next = this.#options.steps.next();
      if (next.done) return;
      const step = next.value;
      if (step.kind === 'seek') mending = this.#notebook?.seek(step.line) ?? false;
      else if (step.kind === 'run' || step.kind === 'open') mending = true;
      // Somebody else changed the line: leave the mend alone, but keep its rhythm.
      if (!mending && (step.kind === 'key' || step.kind === 'erase')) continue;
      await this.#do(step);
    }
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#waits) end();
    this.#goOut();
  }

  async #do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'wait':
        return this.#wait(step.ms);
      case 'open':
        return this.#notebook?.open(`${this.#mine}${step.file}`);
      case 'key':
        return this.#notebook?.type(step.text);
      case 'erase':
        return this.#notebook?.erase(step.count);
      case 'seek':
        return;
      case 'run':
        return this.#run(step.answers);
      case 'hand':
        return this.#raiseHand(step.question);
      case 'leave': {
        this.#goOut();
        await this.#wait(awayMs);
        if (!this.#closed && this.#place) await this.#enter(this.#place.roomId);
        return;
      }
    }
  }

  async #enter(roomId: string): Promise<void> {
    const { url } = this.#options;
    this.#notebook = new Notebook(url, roomId, this.#jar);
    const socket: Socket<ServerToClient, ClientToServer> = io(url, {
      path: livePath,
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { origin: url, cookie: this.#jar.header },
    });
    this.#socket = socket;
    socket.on('connect', () => {
      if (this.#place)
        socket.emit('room.enter', { roomId: this.#place.roomId, as: 'work' }, () => undefined);
    });
    socket.on('run.state', (change) => {
      if (change.state === 'input') this.#answer(change.runId);
    });
    socket.on('room.moved', (change) => {
      this.#move(change.roomId);
    });
    await this.#notebook.ready();
    this.#notebook.open(`${this.#mine}main.py`);
  }

  /** The teacher put this student together with another one. */
  #move(roomId: string): void {
    if (!this.#place || this.#closed) return;
    this.#place = { ...this.#place, roomId };
    this.#mine = `${this.#options.name.split(' ')[0] ?? ''}_`.toLowerCase();
    this.#notebook?.close();
    this.#notebook = new Notebook(this.#options.url, roomId, this.#jar);
    this.#socket?.emit('room.enter', { roomId, as: 'work' }, () => undefined);
    const notebook = this.#notebook;
    void notebook.ready().then(() => {
      if (notebook === this.#notebook) notebook.open(`${this.#mine}main.py`);
    });
  }

  #goOut(): void {
    this.#socket?.disconnect();
    this.#notebook?.close();
    this.#socket = undefined;
    this.#notebook = undefined;
  }

  #run(answers: readonly string[]): void {
    if (!this.#place || !this.#notebook) return;
    this.#answers = [...answers];
    this.#socket?.emit(
      'run.start',
      { roomId: this.#place.roomId, fileId: this.#notebook.fileId },
      () => undefined,
    );
  }

  #answer(runId: string): void {
    const text = this.#answers.shift();
    const roomId = this.#place?.roomId;
    if (!roomId) return;
    void this.#wait(1_500).then(() => {
      if (text === undefined) this.#socket?.emit('run.eof', { roomId, runId }, () => undefined);
      else this.#socket?.emit('run.input', { roomId, runId, text }, () => undefined);
    });
  }

  #raiseHand(question: string): void {
    const lessonId = this.#place?.lessonId;
    if (!lessonId) return;
    this.#socket?.emit('hand.set', { lessonId, up: true, question }, () => undefined);
    void this.#wait(100_000).then(() => {
      this.#socket?.emit('hand.set', { lessonId, up: false }, () => undefined);
    });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waits.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms / this.#options.speed);
      this.#waits.add(end);
    });
  }
}
