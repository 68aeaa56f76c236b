import { setTimeout as delay } from 'node:timers/promises';
import { fileFields, filesKey, livePath } from '@learnflow/shared';
import { io } from 'socket.io-client';
import * as Y from 'yjs';
import { ask, type LiveClient } from '../../server/src/live/live.fixture.ts';
import { visit } from '../rooms/visitor.ts';

/** Whoever it is, signed in by their cookie. */
export interface SignedIn {
  url: string;
  cookie: string;
}

export async function connect({ url, cookie }: SignedIn): Promise<LiveClient> {
  const socket: LiveClient = io(url, {
    ...{ path: livePath, transports: ['websocket'], forceNew: true },
    extraHeaders: { cookie, origin: url },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** When things were heard, ms of the one clock of this process. */
export interface FailedRun {
  runId: string;
  lastOutputAt: number;
  endedAt: number;
  explainedAt: number;
}

export interface BenchStudent {
  fail(): Promise<FailedRun>;
  /** @returns how long the hint took, ms */
  openHint(runId: string): Promise<number>;
  leave(): Promise<void>;
}

const program =
  'readings = [2, 5, 9]\nfor i in range(len(readings)):\n    print(readings[i + 1])\n';

/** A student with the document and the live side of a room open, whose program fails. */
export async function aStudent(person: SignedIn, roomId: string): Promise<BenchStudent> {
  const socket = await connect(person);
  await ask(socket, 'room.enter', { roomId, as: 'work' });
  const visitor = await visit(person, roomId);
  const files = visitor.doc.getMap<Y.Map<unknown>>(filesKey);
  const [fileId = '', file] = [...files.entries()][0] ?? [];
  await visitor.write(() => {
    const text = file?.get(fileFields.text);
    if (!(text instanceof Y.Text)) throw new Error('The room has no file.');
    text.delete(0, text.length);
    text.insert(0, program);
  });
  const heard = { output: 0, ended: 0, explained: 0 };
  socket.on('run.output', () => (heard.output = performance.now()));
  socket.on('run.state', ({ state }) => {
    if (state === 'ended') heard.ended = performance.now();
  });
  socket.on('help', () => (heard.explained = performance.now()));
  return {
    async fail() {
      Object.assign(heard, { output: 0, ended: 0, explained: 0 });
      const { runId } = await ask(socket, 'run.start', { roomId, fileId });
      while (heard.ended === 0 || heard.explained === 0) await delay(1);
      const { output, ended, explained } = heard;
      return { runId, lastOutputAt: output, endedAt: ended, explainedAt: explained };
    },
    async openHint(runId) {
      const began = performance.now();
      await ask(socket, 'help.hint', { roomId, runId, level: 1 });
      return performance.now() - began;
    },
    async leave() {
      socket.disconnect();
      await visitor.leave();
    },
  };
}
