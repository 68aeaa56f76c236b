/**
 * The host's side of a forkserver (python/zygote.py): a sandbox costs a fork instead of a start of bubblewrap and Python.
 *
 * 1. bubblewrap starts the zygote with all rights in a user namespace of its own. As root we map a thousand users into
 *    it, none of them root, so that each run can have its own; else there is the one user that we are.
 * 2. An order names a slot and a password. The sandbox connects to our socket twice, once per direction, and says it.
 * 3. The zygote tells when a sandbox is gone, with everything that was in it.
 * A zygote that ends takes its sandboxes along; `gone` of each settles with what it said.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import { z } from 'zod';

import { killBoth } from '../link.ts';
import type { SandboxLink, Streams } from '../link.ts';
import { childrenOf, findBelow } from './process-tree.ts';

const passwordBytes = 16;
/** Password in hexadecimal and one letter: `i` what goes in, `o` what comes out. */
const greetingBytes = passwordBytes * 2 + 1;
const greetingMs = 5_000;
const keptErrorChars = 4_000;

const news = z.union([
  z.tuple([z.literal('R'), z.string()]),
  z.tuple([z.literal('B'), z.string(), z.coerce.number().int().positive()]),
  z.tuple([z.literal('G'), z.string()]),
]);
const bubblewrapInfo = z.object({ 'child-pid': z.number().int().positive() });

export interface ZygoteOptions {
  file: string;
  args: string[];
  /** Written to its input before anything else. */
  harness: Buffer;
  /** First of the users that are mapped in; undefined when we are no root. */
  users: { first: number; count: number } | undefined;
  /** The folder for our socket; bubblewrap shows it to the zygote as `socketFolder`. */
  folder: string;
}

export interface Zygote {
  /** `user` counts from 1 within `users`; without users it is the one there is. */
  fork(order: { user: number; diskBytes: number }): SandboxLink;
  isAlive(): boolean;
  kill(): void;
  closed: Promise<void>;
}

interface Slot {
  password: string;
  streams: Partial<Streams>;
  opened: (streams: Streams) => void;
  gone: (said: string) => void;
  /** Tells its number in the zygote's namespace; undefined when it ended unborn. */
  born: (innerPid: number | undefined) => void;
}

/** Descriptors of bubblewrap: it tells its child's number on one and waits on the other until users are mapped. */
const waitFd = 3;
const infoFd = 4;

/** Where the zygote finds our socket; each sandbox gets a /tmp of its own over it. */
export const socketFolder = '/tmp/learnflow';

/** Arguments for bubblewrap that go before all others. */
export function userArguments(users: ZygoteOptions['users']): string[] {
  const wait = users === undefined ? [] : ['--unshare-user', '--userns-block-fd', String(waitFd)];
  return [...wait, '--info-fd', String(infoFd)];
}

export function startZygote(options: ZygoteOptions): Zygote {
  const { users, folder } = options;
  const slots = new Map<string, Slot>();
  const byPassword = new Map<string, Slot>();
  let lastSlot = 0;
  let isAlive = true;
  /** The zygote as this machine numbers it; undefined when it ended before it was known. */
  const ownPid = Promise.withResolvers<number | undefined>();
  let said = '';

  const child = spawn(options.file, options.args, {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    ...(users === undefined ? {} : { uid: users.first, gid: users.first }),
  });
  for (const stream of child.stdio) stream?.on('error', () => undefined);
  const orders = child.stdin;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptErrorChars);
  });
  const ends = Promise.withResolvers<void>();
  child.once('error', (error) => end(error.message));
  child.once('exit', () => end('The forkserver ended.'));

  const door = createServer(welcome);
  door.on('error', (error) => end(error.message));
  door.listen({ path: join(folder, 's'), writableAll: true });
  orders.write(options.harness);
  orders.write(`${JSON.stringify({ socket: socketFolder })}\n`);
  const info = child.stdio[infoFd] as Readable;
  let text = '';
  info.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  info.on('end', () => learnPid(text));
  createInterface({ input: child.stdout }).on('line', hear);

  function hear(line: string): void {
    const parsed = news.safeParse(line.split(' '));
    if (!parsed.success) return kill();
    const [kind, name, inner] = parsed.data;
    if (kind === 'R') return;
    const slot = slots.get(name);
    if (slot === undefined) return;
    if (kind === 'B') slot.born(inner);
    else forget(name, slot);
  }

  function forget(name: string, slot: Slot): void {
    slots.delete(name);
    byPassword.delete(slot.password);
    slot.born(undefined);
    slot.gone(said);
  }

  /** Until a connection has said whose it is it may hold a few bytes for a few seconds. */
  function welcome(socket: Socket): void {
    const patience = setTimeout(() => socket.destroy(), greetingMs);
    socket.on('error', () => undefined);
    socket.on('close', () => clearTimeout(patience));
    const read = (): void => {
      const bytes = socket.read(greetingBytes) as Buffer | null;
      if (bytes === null) return;
      socket.off('readable', read);
      clearTimeout(patience);
      const greeting = bytes.toString('latin1');
      const slot = byPassword.get(greeting.slice(0, -1));
      const way = greeting.endsWith('o') ? 'output' : 'input';
      if (slot === undefined || slot.streams[way] !== undefined) return void socket.destroy();
      slot.streams[way] = socket;
      const { input, output } = slot.streams;
      if (input === undefined || output === undefined) return;
      byPassword.delete(slot.password);
      slot.opened({ input, output });
    };
    socket.on('readable', read);
  }

  function end(why: string): void {
    if (!isAlive) return;
    isAlive = false;
    door.close();
    ownPid.resolve(undefined);
    // Connections that never said whose they are must not keep the door open.
    for (const [name, slot] of [...slots]) {
      said ||= why;
      forget(name, slot);
    }
    ends.resolve();
  }

  function kill(): void {
    killBoth(child, (outer) => childrenOf(outer)[0]);
  }

  function learnPid(text: string): void {
    try {
      const pid = bubblewrapInfo.parse(JSON.parse(text))['child-pid'];
      ownPid.resolve(pid);
      if (users === undefined) return;
      for (const map of ['gid_map', 'uid_map'])
        writeFileSync(
          `/proc/${String(pid)}/${map}`,
          `0 ${String(users.first)} ${String(users.count)}`,
        );
      (child.stdio[waitFd] as Writable).end('x');
    } catch (error) {
      said += `users: ${String(error)}`;
      kill();
    }
  }

  return {
    closed: ends.promise,
    isAlive: () => isAlive,
    kill,
    fork({ user, diskBytes }) {
      const name = String((lastSlot += 1));
      const opened = Promise.withResolvers<Streams>();
      const gone = Promise.withResolvers<string>();
      const born = Promise.withResolvers<number | undefined>();
      const slot: Slot = {
        password: randomBytes(passwordBytes).toString('hex'),
        streams: {},
        opened: opened.resolve,
        gone: gone.resolve,
        born: born.resolve,
      };
      if (isAlive) {
        slots.set(name, slot);
        byPassword.set(slot.password, slot);
        orders.write(`F ${name} ${slot.password} ${String(user)} ${String(diskBytes)}\n`);
      } else gone.resolve(said);
      return {
        opened: opened.promise,
        gone: gone.promise,
        kill: () => {
          if (isAlive && slots.has(name)) orders.write(`K ${name}\n`);
        },
        // Its own word that it is ready may be heard before the zygote's word of its birth: they come on two ways.
        pid: async () => {
          const [zygotePid, innerPid] = await Promise.all([ownPid.promise, born.promise]);
          if (zygotePid === undefined || innerPid === undefined) return undefined;
          return findBelow(zygotePid, innerPid);
        },
      };
    },
  };
}
