/**
 * Native Python in namespaces of its own, through bubblewrap.
 * A root server drops to an ordinary user first, another one for each sandbox: started as root, bubblewrap would map
 * the program onto root itself, and process limits do not hold for root.
 * Two ways to the same sandbox: forked from a Python that has started once (`fork`), or started each time (`process`).
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { defaultRunLimits } from '@learnflow/shared/run';

import { processHarness } from '../../python/harness.ts';
import type { Cgroups } from '../cgroup/cgroups.ts';
import type { Driver } from '../driver.ts';
import { spawnLink } from '../link.ts';
import type { SandboxLink } from '../link.ts';
import { Pool } from '../pool.ts';
import { Sandbox } from '../sandbox.ts';
import { makeTemporaryFolder } from '../temporary.ts';
import { programArguments, zygoteArguments } from './arguments.ts';
import { childrenOf } from './process-tree.ts';
import type { Python } from './python.ts';
import { socketFolder, startZygote, userArguments } from './zygote.ts';
import type { Zygote } from './zygote.ts';

/** Users no distribution hands out; one per sandbox so that two never share one. The first is the zygote's own. */
const firstUser = 60_000;
const users = 1_000;
const refillAfterMs = { fork: 25, process: 25 };
/** Programs that come at the same moment find one each; a forked one that waits is cheap. */
const mostWarm = { fork: 8, process: 4 };
/** After a zygote that ended by itself: a broken machine must not start them in a circle. */
const zygotePauseMs = 5_000;

/** The user sandboxes start as, or undefined when the server is not root and keeps its own. */
export function sandboxUser(): number | undefined {
  return process.getuid?.() === 0 ? firstUser : undefined;
}

export interface BubblewrapOptions {
  bubblewrap: string;
  python: Python;
  start: 'fork' | 'process';
  /** Bounds the programs running at the same time; default cores + 2. */
  slots?: number | undefined;
  /** Limits that the kernel keeps per sandbox, where it lets us. */
  cgroups?: Cgroups | undefined;
}

export function createBubblewrapDriver(options: BubblewrapOptions): Driver {
  const { bubblewrap, python, cgroups } = options;
  const places = options.slots ?? availableParallelism() + 2;
  const isRoot = sandboxUser() !== undefined;
  const shape = { python, hidden: serverFolders() };
  const harness = processHarness();
  const taken = new Set<number>();
  let lastUser = firstUser;
  const folder = options.start === 'fork' ? makeTemporaryFolder() : undefined;
  let zygote: Zygote | undefined;
  let nextZygoteAt = 0;
  let isClosed = false;

  function start(diskBytes: number): Sandbox {
    const user = isRoot ? freeUser() : undefined;
    const link = fork(user, diskBytes) ?? spawnOne(user, diskBytes);
    const sandbox = new Sandbox(link, cgroups?.create());
    if (user !== undefined) void sandbox.closed.then(() => taken.delete(user));
    return sandbox;
  }

  function spawnOne(user: number | undefined, diskBytes: number): SandboxLink {
    return spawnLink({
      file: bubblewrap,
      args: programArguments(shape, diskBytes),
      harness: harness.alone,
      ...(user === undefined ? {} : { user }),
      // bubblewrap stays outside and waits; its child is process 1 of the sandbox.
      firstPid: (pid) => childrenOf(pid)[0],
    });
  }

  /** From the zygote; undefined while there is none. */
  function fork(user: number | undefined, diskBytes: number): SandboxLink | undefined {
    if (folder === undefined || isClosed) return undefined;
    if (!zygote?.isAlive()) {
      if (performance.now() < nextZygoteAt) return undefined;
      nextZygoteAt = performance.now() + zygotePauseMs;
      zygote = newZygote(folder);
    }
    return zygote.fork({ user: user === undefined ? insideUser : user - firstUser, diskBytes });
  }

  function newZygote(socket: string): Zygote {
    const mapped = isRoot ? { first: firstUser, count: users } : undefined;
    const inside = isRoot ? 0 : insideUser;
    return startZygote({
      file: bubblewrap,
      args: [
        ...userArguments(mapped),
        ...zygoteArguments(shape, inside, { folder: socket, shownAs: socketFolder }),
      ],
      harness: harness.forked,
      users: mapped,
      folder: socket,
    });
  }

  /** In turn: what the last program of a user left dying would count among the processes of the next. */
  function freeUser(): number {
    for (let tries = 1; tries < users; tries += 1) {
      lastUser = lastUser + 1 < firstUser + users ? lastUser + 1 : firstUser + 1;
      if (taken.has(lastUser)) continue;
      taken.add(lastUser);
      return lastUser;
    }
    throw new Error('every sandbox user is taken');
  }

  // The size of the workspace is set when a sandbox starts, so only runs with the usual size find one ready.
  const pool = new Pool({
    start: () => start(defaultRunLimits.diskBytes),
    size: Math.min(places, mostWarm[options.start]),
    refillAfterMs: refillAfterMs[options.start],
  });
  pool.fill();

  return {
    name: 'bubblewrap',
    canInterrupt: true,
    stopMs: { finish: 200, place: 400 },
    places,
    promises: {
      seccomp: harness.isFiltered,
      cgroup: cgroups?.version ?? 'none',
      users: isRoot ? 'each' : 'one',
      start: options.start,
      pool: pool.size,
    },
    take(limits) {
      const sandbox =
        limits.diskBytes === defaultRunLimits.diskBytes
          ? pool.take()
          : pool.track(start(limits.diskBytes));
      sandbox.limit(limits);
      return sandbox;
    },
    async close() {
      isClosed = true;
      await pool.close();
      zygote?.kill();
      await zygote?.closed;
      cgroups?.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Who the zygote and its programs are where no users can be mapped. */
const insideUser = 1_000;

/** Our own folder when it lies under /usr, which programs can otherwise read. */
function serverFolders(): string[] {
  const own = resolve(import.meta.dirname, '../../../..');
  return own.startsWith('/usr/') ? [own] : [];
}
