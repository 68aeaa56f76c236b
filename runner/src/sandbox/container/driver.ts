/**
 * Native Python in a container of Docker or Podman, one per program, started ahead of need.
 *
 * 1. The image holds nothing but Python; our harness comes over the container's input, with a system call filter of our
 *    own that holds beside the engine's.
 * 2. The supervisor in it is process 1. When its input ends it ends, and everything in the container with it: also when
 *    this process, or the engine's command, is killed.
 * 3. Users go round, because the kernel counts processes by user; memory, tasks and processor are the container's.
 */
import { availableParallelism, hostname } from 'node:os';

import { defaultRunLimits } from '@learnflow/shared/run';
import type { RunLimits } from '@learnflow/shared/run';

import { processHarness } from '../../python/harness.ts';
import type { Driver } from '../driver.ts';
import { spawnLink } from '../link.ts';
import type { SandboxLink } from '../link.ts';
import { Pool } from '../pool.ts';
import { Sandbox } from '../sandbox.ts';
import { isAlive } from '../temporary.ts';
import { containerArguments } from './arguments.ts';
import { ask } from './engine.ts';
import type { Engine } from './engine.ts';

/** Users of no image, below what an ordinary user's engine can give away. */
const firstUser = 61_000;
const users = 1_000;
/** Each waiting container is three small processes and the engine's command. */
const mostWarm = 3;
/** Starting one takes a third of a second of processor; the program that took the last one goes first. */
const refillAfterMs = 200;
/** How long the engine's command may take to end when its container is gone. */
const goneMs = 2_000;

export interface ContainerOptions {
  engine: Engine;
  image: string;
  runtime: string;
  slots?: number | undefined;
  warn: (about: object, text: string) => void;
}

/** Starts the first containers and returns the driver. */
export function createContainerDriver(options: ContainerOptions): Driver {
  const { engine, image, runtime, warn } = options;
  const places = options.slots ?? availableParallelism() + 2;
  const harness = processHarness();
  let lastUser = 0;
  let lastNumber = 0;

  function start(limits: RunLimits): Sandbox {
    lastUser = (lastUser + 1) % users;
    const name = `${ownPrefix}${String((lastNumber += 1))}`;
    const shape = { name, image, runtime, user: firstUser + lastUser, limits };
    const link = spawnLink({
      file: engine.file,
      args: containerArguments(engine, shape),
      environment: engine.environment,
      harness: harness.alone,
    });
    return new Sandbox(endedWith(engine, name, link, warn));
  }

  const pool = new Pool({
    start: () => start(defaultRunLimits),
    size: Math.min(places, mostWarm),
    refillAfterMs,
  });
  pool.fill();

  return {
    name: engine.name,
    canInterrupt: true,
    stopMs: { finish: 200, place: 400 },
    places,
    promises: {
      seccomp: harness.isFiltered,
      cgroup: engine.cgroup,
      users: 'each',
      start: 'container',
      pool: pool.size,
    },
    take: (limits) => (isUsual(limits) ? pool.take() : pool.track(start(limits))),
    close: () => pool.close(),
  };
}

/** Fewer processes than usual are bounded inside. */
function isUsual({ memoryBytes, diskBytes, processes }: RunLimits): boolean {
  return (
    memoryBytes === defaultRunLimits.memoryBytes &&
    diskBytes === defaultRunLimits.diskBytes &&
    processes <= defaultRunLimits.processes
  );
}

/** The engine's command is not the container: ending a sandbox means that the engine has removed it. */
function endedWith(
  engine: Engine,
  name: string,
  link: SandboxLink,
  warn: ContainerOptions['warn'],
): SandboxLink {
  let removal: Promise<void> | undefined;
  return {
    opened: link.opened,
    gone: link.gone.then(async (said) => {
      await removal;
      return said;
    }),
    kill() {
      removal ??= ask(engine, ['rm', '--force', name]).then(
        () => undefined,
        (error: unknown) => {
          // It had gone by itself; anything else is found again at the next start.
          if (!/no such container/i.test(String(error)))
            warn({ name, error: String(error) }, 'runner.container.left');
        },
      );
      void removal.then(() => {
        const patience = setTimeout(() => link.kill(), goneMs);
        void link.gone.then(() => clearTimeout(patience));
      });
    },
    // The kernel's limits are the engine's to set.
    pid: () => Promise.resolve(undefined),
  };
}

/** Who made a container can be read from its name: this machine, this process. */
const machinePrefix = `learnflow-${hostname().replaceAll(/[^\w-]/g, '')}-`;
const ownPrefix = `${machinePrefix}${String(process.pid)}-`;

/** Removes what killed runners of this machine left. */
export async function removeLeftovers(engine: Engine): Promise<void> {
  const list = ['ps', '--all', '--filter', `name=${machinePrefix}`, '--format', '{{.Names}}'];
  const left = (await ask(engine, list)).split('\n').filter((name) => {
    const pid = name.startsWith(machinePrefix)
      ? Number(name.slice(machinePrefix.length).split('-')[0])
      : NaN;
    return Number.isInteger(pid) && !isAlive(pid);
  });
  if (left.length > 0) await ask(engine, ['rm', '--force', ...left]);
}
