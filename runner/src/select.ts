/** Chooses how programs run on this machine: the strongest driver that was seen to hold, or none. */
import type { RunnerReport } from '@learnflow/shared/runner-report';

import { probe } from './probe.ts';
import type { Probe } from './probe.ts';
import type { Driver } from './sandbox/driver.ts';
import { sandboxUser } from './sandbox/bubblewrap/driver.ts';
import { findBubblewrap } from './sandbox/bubblewrap/find.ts';
import { createPyodideDriver, whyNoPyodide } from './sandbox/pyodide/driver.ts';
import type { PyodideOptions } from './sandbox/pyodide/driver.ts';
import { makeSnapshot } from './sandbox/pyodide/snapshot.ts';
import type { Snapshot } from './sandbox/pyodide/snapshot.ts';

export const driverChoices = ['auto', 'bubblewrap', 'pyodide', 'none'] as const;
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
}

interface Attempt {
  name: string;
  make: () => Driver | Promise<Driver>;
}

/** Tries the drivers of `choice` in order; the first whose sandbox holds in every way is taken. */
export async function selectDriver(
  choice: DriverChoice,
  options: SelectOptions,
  warn: (about: object, text: string) => void,
): Promise<Selection> {
  if (choice === 'none') return none('Running programs is switched off on this server.');
  const { attempts, reasons } = await attemptsFor(choice, options, warn);
  for (const attempt of attempts) {
    const driver = await attempt.make();
    const found = await probe(driver);
    const missing = Object.entries(found.holds)
      .filter(([, holds]) => !holds)
      .map(([name]) => name);
    if (missing.length === 0) {
      return { driver, report: reportOf(driver, found) };
    }
    await driver.close();
    const reason = found.failure ? telling(found.failure) : `does not hold: ${missing.join(', ')}`;
    reasons.push(`${attempt.name}: ${reason}`);
    warn({ driver: attempt.name, reason, holds: found.holds }, 'runner.driver.refused');
  }
  return none(`No safe way to run programs was found here (${reasons.join('; ')}).`);
}

function reportOf(driver: Driver, { python, holds, details }: Probe): RunnerReport {
  const { promises, places, name } = driver;
  return {
    ...{ driver: name, python, available: true, holds },
    details: { ...promises, ...details, places },
  };
}

/** Best first: as an ordinary user where that one can read our files, and from a snapshot where one works. */
function pyodideAttempts(options: PyodideOptions): Attempt[] {
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
    ...kinds.map((kind) => ({ name: 'pyodide', make: () => fromSnapshot(kind) })),
    ...kinds.map((kind) => ({ name: 'pyodide', make: () => createPyodideDriver(kind) })),
  ];
}

/** The line of an error output that says what is wrong. */
function telling(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.findLast((part) => /error|bwrap|can't/i.test(part)) ?? lines[0] ?? '';
  return line.slice(0, 200);
}

async function attemptsFor(
  choice: DriverChoice,
  { slots, start }: SelectOptions,
  warn: (about: object, text: string) => void,
): Promise<{ attempts: Attempt[]; reasons: string[] }> {
  const attempts: Attempt[] = [];
  const reasons: string[] = [];
  if (choice !== 'pyodide') {
    const found = await findBubblewrap(warn, slots, start);
    if ('reason' in found) reasons.push(found.reason);
    else attempts.push(...found.map((make) => ({ name: 'bubblewrap', make })));
  }
  if (choice !== 'bubblewrap') {
    const why = whyNoPyodide();
    const places = slots === undefined ? {} : { slots };
    const user = sandboxUser();
    if (why !== undefined) reasons.push(`pyodide: ${why}`);
    else attempts.push(...pyodideAttempts({ ...places, ...(user === undefined ? {} : { user }) }));
  }
  return { attempts, reasons };
}

function none(reason: string): Selection {
  const holds = { network: false, memory: false, processes: false, files: false };
  return {
    driver: undefined,
    report: { driver: 'none', python: '', available: false, reason, holds },
  };
}
