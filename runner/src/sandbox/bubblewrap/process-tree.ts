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

/**
 * A process moves up from grandchild to child when the one between ends, and a list read meanwhile has it in neither
 * place; it moves once only, so a few looks find it.
 */
const looks = 5;

/** The process below `zygote` that has the number `pid` in the zygote's own namespace. */
export function findBelow(zygote: number, pid: number): number | undefined {
  for (let look = 0; look < looks; look += 1) {
    const children = childrenOf(zygote);
    // While it is being born there is one process between.
    const family = [...children, ...children.flatMap(childrenOf)];
    const found = family.find((child) => innerPids(child)[1] === pid);
    if (found !== undefined) return found;
  }
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
