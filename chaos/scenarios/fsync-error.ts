import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import type { Scenario } from '../world.ts';

/** What Postgres forces its log and files to the disk with. */
const forcing = 'fsync,fdatasync,sync_file_range,msync';

/**
 * The disk stops taking what is forced to it. Postgres gives up at once, on purpose, because nobody knows what such a disk
 * still holds; it is started again and reads its log. What was called saved before and after is there, once.
 */
export const fsyncError: Scenario = {
  name: 'fsync error',
  atLeast: (isShort) => (isShort ? 20 : 200),
  async run(world) {
    try {
      execFileSync('strace', ['-V'], { stdio: 'pipe' });
    } catch {
      return { skipped: 'strace is not installed' };
    }
    const seats = await world.school.join(3);
    const crew = world.crew();
    world.man(crew, seats, 2);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 50 });
    let failed = 0;
    for (let round = 0; round < (world.isShort ? 1 : 5); round++) {
      await delay(1000);
      const [, ...children] = world.postgresPids();
      failed += await failForcing(children, 1000 + 2000 * world.random());
    }
    // A disk that stays broken for a while: every recovery fails, and so does every Postgres that is started anew.
    if (!world.isShort) {
      failed += await failForcing([world.product.pid, ...world.postgresPids()], 10_000, ['-f']);
    }
    if (failed === 0) return { skipped: 'strace may not change system calls here' };
    // The database is on its way back; people go on in the meantime.
    await delay(2000);
    crew.tell({ kind: 'pause' });
    return check(world, seats, crew, { healMs: 30_000 });
  },
};

/**
 * Lets every forcing of these processes fail, and with `-f` of those that they start; without it one failure is enough
 * for Postgres to begin anew in peace. @returns how many calls failed
 */
async function failForcing(
  pids: readonly number[],
  forMs: number,
  flags: readonly string[] = [],
): Promise<number> {
  const targets = pids.flatMap((pid) => ['-p', String(pid)]);
  const rule = `inject=${forcing}:error=EIO`;
  const strace = spawn('strace', [...flags, '-e', `trace=${forcing}`, '-e', rule, ...targets], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  strace.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(strace, 'exit');
  await delay(forMs);
  strace.kill('SIGINT');
  await gone;
  return said.match(/\(INJECTED\)/g)?.length ?? 0;
}
