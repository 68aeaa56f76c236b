import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { findBubblewrap } from './find.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');
const why = isHere ? '' : ' (skipped: bubblewrap is not installed here)';

/** Sandboxes whose parent has gone; the dead that process 1 has not cleared away yet do not count. */
function orphans(): string[] {
  const list = execFileSync('ps', ['-eo', 'ppid=,pid=,comm=,stat='], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([parent, , name, state = '']) =>
        parent === '1' && name === 'bwrap' && !state.startsWith('Z'),
    )
    .map(([, pid = '']) => pid);
}

it.skipIf(!isHere).each(['process', 'fork'] as const)(
  `leaves nothing of sandboxes that are ended in the first moments of their life (%s)${why}`,
  async (start) => {
    const makers = await findBubblewrap(() => undefined, undefined, start);
    if ('reason' in makers) expect.fail(makers.reason);
    const before = new Set(orphans());
    for (let round = 0; round < 30; round += 1) {
      const driver = makers[0]?.();
      await wait(round % 8);
      await driver?.close();
    }
    const left = (): string[] => orphans().filter((pid) => !before.has(pid));
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  },
  60_000,
);
