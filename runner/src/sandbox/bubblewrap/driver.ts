/**
 * Native Python in namespaces of its own, through bubblewrap.
 * A root server drops to an ordinary user first, another one for each sandbox: started as root, bubblewrap would map
 * the program onto root itself, and process limits do not hold for root.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';

import { defaultRunLimits } from '@learnflow/shared/run';

import type { Driver } from '../driver.ts';
import { Pool } from '../pool.ts';
import { Sandbox } from '../sandbox.ts';
import { bubblewrapArguments } from './arguments.ts';
import type { Python } from './python.ts';
import { seccompFilter } from './seccomp.ts';
import { syscallsOf } from './syscalls.ts';

/** Users no distribution hands out; one per sandbox so that two never share one. */
const firstUser = 60_000;
const users = 1_000;
const filterFd = 3;
const refillAfterMs = 20;
const mostWarm = 4;

/** The user sandboxes start as, or undefined when the server is not root and keeps its own. */
export function sandboxUser(): number | undefined {
  return process.getuid?.() === 0 ? firstUser : undefined;
}

/** `slots` bounds the programs running at the same time; default cores + 2. */
export function createBubblewrapDriver(options: {
  bubblewrap: string;
  python: Python;
  slots?: number;
}): Driver {
  const { bubblewrap, python } = options;
  const places = options.slots ?? availableParallelism() + 2;
  const isRoot = sandboxUser() !== undefined;
  const calls = syscallsOf(process.arch);
  const filter = calls && seccompFilter(calls);
  const harness = readHarness();
  const hidden = serverFolders();
  const taken = new Set<number>();

  function start(diskBytes: number): Sandbox {
    const user = isRoot ? freeUser() : undefined;
    const sandbox = new Sandbox({
      file: bubblewrap,
      args: bubblewrapArguments({
        python,
        diskBytes,
        filterFd: filter && filterFd,
        hidden,
        harness,
      }),
      ...(filter ? { gifts: [filter] } : {}),
      ...(user === undefined ? {} : { user }),
    });
    if (user !== undefined) void sandbox.closed.then(() => taken.delete(user));
    return sandbox;
  }

  function freeUser(): number {
    for (let user = firstUser; user < firstUser + users; user += 1) {
      if (taken.has(user)) continue;
      taken.add(user);
      return user;
    }
    throw new Error('every sandbox user is taken');
  }

  // The size of the workspace is set when a sandbox starts, so only runs with the usual size find one ready.
  const pool = new Pool({
    start: () => start(defaultRunLimits.diskBytes),
    size: Math.min(places, mostWarm),
    refillAfterMs,
  });
  pool.fill();

  return {
    name: 'bubblewrap',
    canInterrupt: true,
    places,
    take: (limits) =>
      limits.diskBytes === defaultRunLimits.diskBytes
        ? pool.take()
        : pool.track(start(limits.diskBytes)),
    close: () => pool.close(),
  };
}

function readHarness(): string {
  const folder = join(import.meta.dirname, '../../python');
  return ['program.py', 'program_process.py', 'supervisor.py']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/** Our own folder when it lies under /usr, which programs can otherwise read. */
function serverFolders(): string[] {
  const own = resolve(import.meta.dirname, '../../../..');
  return own.startsWith('/usr/') ? [own] : [];
}
