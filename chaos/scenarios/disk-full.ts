import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import { World, type Scenario } from '../world.ts';

/** The disk fills up while people type; after space is made everything typed is stored. A server of its own. */
export const diskFull: Scenario = {
  name: 'disk full',
  atLeast: () => 30,
  async run(outer) {
    if (process.getuid?.() !== 0) return { skipped: 'needs root for a small disk' };
    const disk = mkdtempSync(path.join(tmpdir(), 'learnflow-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=0755', 'tmpfs', disk], {
        stdio: 'pipe',
      });
    } catch {
      rmSync(disk, { recursive: true });
      return { skipped: 'no small disk can be mounted here' };
    }
    const usual = process.env['TMPDIR'];
    try {
      process.env['TMPDIR'] = disk;
      const world = await World.open(outer.seed, outer.isShort);
      try {
        return await fill(world, disk);
      } catch (error) {
        throw new Error(`The server said:\n${world.product.output().slice(-3000)}`, {
          cause: error,
        });
      } finally {
        await world.close();
      }
    } finally {
      if (usual === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = usual;
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  },
};

async function fill(world: World, disk: string): ReturnType<Scenario['run']> {
  const seats = await world.school.join(2);
  const crew = world.crew();
  // What clients note must not be on the full disk.
  world.notesIn('/tmp');
  world.man(crew, seats, 2);
  await crew.ready();
  crew.tell({ kind: 'type', everyMs: 50 });
  await delay(1000);
  const { bsize, bavail } = statfsSync(disk);
  const filler = path.join(disk, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(0, bsize * bavail - 64 * 1024)));
  await delay(world.isShort ? 3000 : 12_000);
  rmSync(filler);
  crew.tell({ kind: 'pause' });
  return check(world, seats, crew, { healMs: 30_000 });
}
