/** Chooses how programs run on this machine: the strongest driver that was seen to hold, or none. */
import type { RunnerReport } from '@learnflow/shared/runner-report';

import { probe } from './probe.ts';
import type { Probe } from './probe.ts';
import type { Driver } from './sandbox/driver.ts';
import { sandboxUser } from './sandbox/bubblewrap/driver.ts';
import { findBubblewrap } from './sandbox/bubblewrap/find.ts';
import { engineNames } from './sandbox/container/engine.ts';
import { defaultImage, findContainers } from './sandbox/container/find.ts';
import { createPyodideDriver, whyNoPyodide } from './sandbox/pyodide/driver.ts';
import type { PyodideOptions } from './sandbox/pyodide/driver.ts';
import { makeSnapshot } from './sandbox/pyodide/snapshot.ts';
import type { Snapshot } from './sandbox/pyodide/snapshot.ts';

export const driverChoices = ['auto', 'bubblewrap', 'podman', 'docker', 'pyodide', 'none'] as const;
export type DriverChoice = (typeof driverChoices)[number];

export interface Selection {
  driver: Driver | undefined;
  report: RunnerReport;
}

export interface SelectOptions {
  /** Programs at the same time; default cores + 2. */
  slots?: number | undefined;
  /** Only this way of starting native programs; default the quicker one that holds. */
  start?: 'fork' | 'process' | undefined;
  /** What containers are made of; default `learnflow-runner`. */
  image?: string | undefined;
}

type Make = () => Driver | Promise<Driver>;

/** One way of running programs: what of it this machine has, best first, or why it has nothing of it. */
interface Way {
  name: Exclude<RunnerReport['driver'], 'none'>;
  find: () => Promise<Make[] | { reason: string }>;
}

/** Tries the drivers of `choice` in order; the first whose sandbox holds in every way is taken. */
export async function selectDriver(
  choice: DriverChoice,
  options: SelectOptions,
  warn: (about: object, text: string) => void,
): Promise<Selection> {
  if (choice === 'none') return none('Running programs is switched off on this server.');
  const reasons: string[] = [];
  for (const { name, find } of waysOf(choice, options, warn)) {
    const makers = await find();
    if ('reason' in makers) {
      reasons.push(makers.reason);
      continue;
    }
    for (const make of makers) {
      const driver = await make();
      const found = await probe(driver);
      const missing = Object.entries(found.holds)
        .filter(([, holds]) => !holds)
        .map(([what]) => what);
      if (missing.length === 0) return { driver, report: reportOf(driver, found, reasons) };
      await driver.close();
      const reason = found.failure
        ? telling(found.failure)
        : `does not hold: ${missing.join(', ')}`;
      reasons.push(`${name}: ${reason}`);
      warn({ driver: name, reason, holds: found.holds }, 'runner.driver.refused');
    }
  }
  return none(`No safe way to run programs was found here (${reasons.join('; ')}).`);
}

/** `reasons`: why those tried before it were not taken. */
function reportOf(
  driver: Driver,
  { python, holds, details }: Probe,
  reasons: readonly string[],
): RunnerReport {
  const { promises, places, name } = driver;
  const passedOver = reasons.map((reason) => reason.slice(0, 500));
  return {
    ...{ driver: name, python, available: true, holds },
    ...(passedOver.length > 0 ? { passedOver } : {}),
    details: { ...promises, ...details, places },
  };
}

/** Best first: as an ordinary user where that one can read our files, and from a snapshot where one works. */
function pyodideMakers(options: PyodideOptions): Make[] {
  let made: Promise<Snapshot | undefined> | undefined;
  const fromSnapshot = async (kind: PyodideOptions): Promise<Driver> => {
    made ??= makeSnapshot();
    const snapshot = await made;
    const driver = createPyodideDriver({ ...kind, ...(snapshot ? { snapshot } : {}) });
    return {
      ...driver,
      async close() {
        await driver.close();
        made = undefined;
        await snapshot?.remove();
      },
    };
  };
  const { user, ...asSelf } = options;
  const kinds = user === undefined ? [asSelf] : [options, asSelf];
  return [
    ...kinds.map((kind) => () => fromSnapshot(kind)),
    ...kinds.map((kind) => () => createPyodideDriver(kind)),
  ];
}

/** The line of an error output that says what is wrong. */
function telling(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.findLast((part) => /error|bwrap|can't/i.test(part)) ?? lines[0] ?? '';
  return line.slice(0, 200);
}

/**
 * The ways of `choice`, best first. Containers come after bubblewrap because they start more slowly, before Pyodide
 * because in them is the Python of everyday; an engine is asked only when it comes to it.
 */
function waysOf(
  choice: DriverChoice,
  { slots, start, image = defaultImage }: SelectOptions,
  warn: (about: object, text: string) => void,
): Way[] {
  const ways: Way[] = [
    { name: 'bubblewrap', find: () => findBubblewrap(warn, slots, start) },
    ...engineNames.map((name): Way => ({
      name,
      find: () => findContainers(name, image, warn, slots),
    })),
    { name: 'pyodide', find: () => Promise.resolve(findPyodide(slots)) },
  ];
  return choice === 'auto' ? ways : ways.filter(({ name }) => name === choice);
}

function findPyodide(slots: number | undefined): Make[] | { reason: string } {
  const why = whyNoPyodide();
  if (why !== undefined) return { reason: `pyodide: ${why}` };
  const user = sandboxUser();
  return pyodideMakers({
    ...(slots === undefined ? {} : { slots }),
    ...(user === undefined ? {} : { user }),
  });
}

function none(reason: string): Selection {
  const holds = { network: false, memory: false, processes: false, files: false };
  return {
    driver: undefined,
    report: { driver: 'none', python: '', available: false, reason, holds },
  };
}
