/**
 * Limits the kernel keeps for all processes of a program together: memory, number of tasks, and its share of the processor.
 *
 * 1. One folder of ours per controller, with one group per sandbox below it, entered while the sandbox is still warming.
 * 2. A program that has had its fair time is given a small share: who starts something short beside an endless loop gets
 *    the processor nearly for itself.
 * 3. When the kernel has ended one process for want of memory the whole program is ended.
 * 4. A group whose sandbox is gone serves the next one; all are removed at the end, those of killed runners at the next start.
 * Never move a process that is not ours, and never touch a group that is not below our folder.
 */
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

import type { RunLimits } from '@learnflow/shared/run';

import type { Confinement } from '../sandbox.ts';
import { outerLimits } from '../surroundings.ts';
import { isAlive } from '../temporary.ts';
import type { Hierarchy } from './hierarchy.ts';

/** Of the share that a program begins with. */
const smallShare = 1 / 16;
/** After this much processor time a program stands back behind those that have just started. */
const fairMs = 600;
const lookMs = 200;

const prefix = 'learnflow-';

export interface Cgroups {
  readonly version: 'v1' | 'v2';
  /** A group for one sandbox. */
  create(): Confinement;
  /** Removes all groups; they are empty by now. */
  close(): void;
}

/** What a call says when its process or group is no more, which is how every program ends. */
const goneCodes = ['ENOENT', 'ESRCH', 'ENODEV'];

/** Numbers are not used twice: two runners of this process share the folder. */
let lastGroup = 0;

/**
 * Takes over the cgroups of `hierarchy`; undefined when groups cannot be made there.
 * @param warn  told once per kind of error when limits cannot be set: what is inside a sandbox then counts alone
 */
export function createCgroups(
  hierarchy: Hierarchy,
  warn: (about: object, text: string) => void,
): Cgroups | undefined {
  const own = `${prefix}${String(process.pid)}`;
  removeLeftovers(hierarchy);
  try {
    hierarchy.makeHome(own);
  } catch {
    return undefined;
  }
  const active = new Set<{ look: () => void }>();
  const empty: string[] = [];
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function follow(group: { look: () => void }): void {
    active.add(group);
    timer ??= setInterval(() => {
      for (const one of active) one.look();
    }, lookMs).unref();
  }

  function forget(group: { look: () => void }): void {
    active.delete(group);
    if (active.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  /** Programs go on without what failed, but nobody may believe that it holds. */
  function tell(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (goneCodes.includes(code) || told.has(code)) return;
    told.add(code);
    warn({ code, error: String(error) }, 'runner.cgroup.failed');
  }

  /** Returns whether it came through. */
  function attempt(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      tell(error);
      return false;
    }
  }

  /** Killed processes count until the kernel has cleared them away; a new program must not pay for them. */
  function isDeserted(name: string): boolean {
    return hierarchy.roots.every((root) => Number(textOf(join(root, name, 'pids.current'))) === 0);
  }

  function takeGroup(): string {
    const free = empty.findIndex(isDeserted);
    if (free >= 0) return empty.splice(free, 1)[0] as string;
    const name = `${own}/run-${String((lastGroup += 1))}`;
    hierarchy.make(name);
    return name;
  }

  function create(): Confinement {
    let name: string | undefined;
    let limits: RunLimits | undefined;
    /** Groups are used again: only what was added since counts. */
    let before = { cpuMs: 0, ended: 0 };
    const group = { look };
    let standsBack = false;
    let holdsMemory = false;
    let exceeded: ((limit: 'memory') => void) | undefined;

    const wasOutOfMemory = (): boolean =>
      name !== undefined && hierarchy.endedForMemory(name) > before.ended;

    function look(): void {
      const own = name;
      if (own === undefined) return;
      // The kernel may have ended any process of the program, and the others would wait for it for ever.
      if (wasOutOfMemory()) {
        forget(group);
        exceeded?.('memory');
      } else if (!standsBack && hierarchy.cpuMs(own) - before.cpuMs >= fairMs) {
        standsBack = true;
        attempt(() => hierarchy.setShare(own, smallShare));
      }
    }

    function apply(): void {
      if (name === undefined || limits === undefined) return;
      const own = name;
      const { memoryBytes, tasks } = outerLimits(limits);
      // Each for itself: one that cannot be set must not cost the others.
      holdsMemory = attempt(() => hierarchy.setMemory(own, memoryBytes));
      attempt(() => hierarchy.setTasks(own, tasks));
      follow(group);
    }

    return {
      async enter(pid) {
        if (pid === undefined) return;
        try {
          name = takeGroup();
          before = { cpuMs: hierarchy.cpuMs(name), ended: hierarchy.endedForMemory(name) };
          await hierarchy.add(name, pid);
          apply();
        } catch (error) {
          // The watchdog inside still counts.
          tell(error);
        }
      },
      limit(next) {
        limits = next;
        apply();
      },
      exceeded: (listener) => (exceeded = listener),
      holdsMemory: () => holdsMemory,
      wasOutOfMemory,
      leave() {
        forget(group);
        const own = name;
        if (own === undefined) return;
        // One whose share cannot be put back would slow the next program down.
        if (attempt(() => hierarchy.setShare(own, 1))) empty.push(own);
        else hierarchy.remove(own);
        name = undefined;
      },
    };
  }

  return {
    version: hierarchy.version,
    create,
    close() {
      clearInterval(timer);
      for (const name of empty) hierarchy.remove(name);
      hierarchy.remove(own);
    },
  };
}

function removeLeftovers(hierarchy: Hierarchy): void {
  for (const root of hierarchy.roots)
    try {
      for (const name of readdirSync(root)) {
        const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
        if (!Number.isInteger(pid) || isAlive(pid)) continue;
        const folder = join(root, name);
        for (const run of readdirSync(folder, { withFileTypes: true }))
          if (run.isDirectory()) rmdirSync(join(folder, run.name));
        rmdirSync(folder);
      }
    } catch {
      // Still in use or not ours.
    }
}

/** Empty when there is no such file (any more). */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
