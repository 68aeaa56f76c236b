/** Which process of this machine is which process of a sandbox. Linux only; everything here is a look into /proc. */
import { readFileSync } from 'node:fs';

/** The children of a process, as far as this user may see them. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((text) => text !== '')
      .map(Number);
  } catch {
    return [];
  }
}

/** The process below `zygote` that has the number `pid` in the zygote's own namespace. */
export function findBelow(zygote: number, pid: number): number | undefined {
  const children = childrenOf(zygote);
  // While it is being born there is one process between.
  for (const generation of [children, children.flatMap(childrenOf)])
    for (const child of generation) if (innerPids(child)[1] === pid) return child;
  return undefined;
}

/** A process's number in each namespace it is in, as far from `zygote`'s parent on as the kernel tells: ours first. */
function innerPids(pid: number): number[] {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return (/^NSpid:\s*(.+)$/m.exec(status)?.[1] ?? '').split(/\s+/).map(Number);
  } catch {
    return [];
  }
}
