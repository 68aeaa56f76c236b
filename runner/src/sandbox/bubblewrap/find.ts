/** Builds the native driver from what this machine has. */
import { accessSync, constants } from 'node:fs';

import { createCgroups } from '../cgroup/cgroups.ts';
import { findHierarchy } from '../cgroup/hierarchy.ts';
import type { DriverMaker } from '../driver.ts';
import { createBubblewrapDriver, sandboxUser } from './driver.ts';
import { findPythons } from './python.ts';
import type { Python } from './python.ts';

const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'];

/** Returns makers for the interpreters found, best first: forked programs before those started each time; or the reason why there is none. */
export async function findBubblewrap(
  warn: (about: object, text: string) => void,
  slots?: number,
  only?: 'fork' | 'process',
): Promise<DriverMaker[] | { reason: string }> {
  if (process.platform !== 'linux') return { reason: 'bubblewrap needs Linux' };
  const bubblewrap = places.find(isExecutable);
  if (bubblewrap === undefined) return { reason: 'bubblewrap is not installed' };
  const pythons = await findPythons(sandboxUser());
  if (pythons.length === 0) return { reason: 'no python3 that the sandbox user can run' };
  const hierarchy = findHierarchy();
  const make =
    (python: Python, start: 'fork' | 'process'): DriverMaker =>
    () => {
      const cgroups = hierarchy && createCgroups(hierarchy, warn);
      return createBubblewrapDriver({ bubblewrap, python, start, slots, cgroups });
    };
  const starts = only === undefined ? (['fork', 'process'] as const) : [only];
  return starts.flatMap((start) => pythons.map((python) => make(python, start)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
