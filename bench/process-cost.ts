import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** CPU seconds and memory of one process, read from /proc (Linux only). */
export interface Cost {
  cpuSeconds: number;
  residentMiB: number;
}

const ticksPerSecond = Number(execSync('getconf CLK_TCK', { encoding: 'utf8' }));

/** @throws when the process is gone */
export function costOf(pid: number): Cost {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name, in brackets, may hold spaces: the fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpuSeconds: ticks / ticksPerSecond, residentMiB: Number(resident?.[1] ?? 0) / 1024 };
}

/** @returns the process and everything it started, e.g. the embedded database and the runners. */
export function treeOf(pid: number): number[] {
  const rows = execSync('ps -eo pid=,ppid=', { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [pid];
  for (let i = 0; i < tree.length; i += 1) {
    for (const [child, parent] of rows) if (parent === tree[i] && child) tree.push(child);
  }
  return tree;
}
