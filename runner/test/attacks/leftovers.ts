/** What a runner of this process left on the machine; asked once it is closed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findHierarchy } from '../../src/sandbox/cgroup/hierarchy.ts';

/** Attacks that try to outlive their sandbox sleep this long, so that they can be told from everybody else's. */
const marker = 'sleep 48151';

/** Mounts of this machine; taken before the attacks they are what may be there after them. */
export function mountsNow(): Set<string> {
  const rows = existsSync('/proc/self/mountinfo')
    ? readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n')
    : [];
  // Where it is and what it is; numbers of mounts change.
  return new Set(rows.map((row) => row.split(' ').slice(4).join(' ')));
}

/** Returns one line per process, mount, cgroup and temporary folder that is left; none is how it should be. */
export function leftovers(mountsBefore: Set<string>): string[] {
  const own = String(process.pid);
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\n')
    .filter((line) => line.startsWith(marker));
  const mounts = [...mountsNow()].filter(
    (mount) => !mountsBefore.has(mount) && /learnflow|learner/.test(mount),
  );
  const groups = (findHierarchy()?.roots ?? [])
    .map((root) => join(root, `learnflow-${own}`))
    .filter((folder) => existsSync(folder));
  const folders = readdirSync(tmpdir()).filter((name) =>
    name.startsWith(`learnflow-runner-${own}-`),
  );
  return [
    ...processes.map((line) => `process: ${line}`),
    ...mounts.map((mount) => `mount: ${mount}`),
    ...groups.map((folder) => `cgroup: ${folder}`),
    ...folders.map((name) => `temporary folder: ${name}`),
  ];
}
