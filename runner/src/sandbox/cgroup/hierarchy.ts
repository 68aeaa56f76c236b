/** The two generations of the kernel's cgroup files behind one set of verbs. Names are paths below our root. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Hierarchy {
  readonly version: 'v1' | 'v2';
  /** Folders below which we make ours. */
  readonly roots: string[];
  /** Makes our own folder; throws where we may not or a controller is missing. */
  makeHome(name: string): void;
  make(name: string): void;
  /** Moves a process; the kernel may take some milliseconds over it, so that nobody waits here. */
  add(name: string, pid: number): Promise<void>;
  setMemory(name: string, bytes: number): void;
  setTasks(name: string, count: number): void;
  /** `share` of a whole one (1). */
  setShare(name: string, share: number): void;
  cpuMs(name: string): number;
  /** Processes that the kernel ended in it for want of memory, ever. */
  endedForMemory(name: string): number;
  /** Returns false when it is still in use. */
  remove(name: string): boolean;
}

const mount = '/sys/fs/cgroup';

/** What this machine has and we may use; undefined when there is nothing. The places are others only in tests. */
export function findHierarchy(
  root = mount,
  ownGroups = read('/proc/self/cgroup'),
): Hierarchy | undefined {
  return findV1(root, ownGroups) ?? findV2(root, groupOf(ownGroups, ''));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const write = (path: string, value: number | string): void => writeFileSync(path, String(value));

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Whether all of these folders are gone now. */
function removeAll(folders: string[]): boolean {
  let isGone = true;
  for (const folder of folders)
    try {
      rmdirSync(folder);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'ENOENT') isGone = false;
    }
  return isGone;
}

/** v1: one tree per controller. Below the group we are in ourselves, so that its limits hold for programs too. */
function findV1(root: string, ownGroups: string): Hierarchy | undefined {
  const at = (controller: string): string => {
    const own = join(root, controller, groupOf(ownGroups, controller));
    return existsSync(own) ? own : join(root, controller);
  };
  const tree = { memory: at('memory'), pids: at('pids'), cpu: at('cpu') };
  const accounts = at('cpuacct');
  const trees = [...Object.values(tree), ...(existsSync(accounts) ? [accounts] : [])];
  // Of two names for one tree, one is enough.
  const roots = trees.filter((folder, index) => trees.indexOf(folder) === index);
  if (!existsSync(join(tree.memory, 'memory.limit_in_bytes')) || !roots.every(isWritable))
    return undefined;
  const everywhere = (name: string): string[] => roots.map((folder) => join(folder, name));
  const make = (name: string): void => {
    for (const folder of everywhere(name)) mkdirSync(folder, { recursive: true });
  };
  return {
    version: 'v1',
    roots,
    makeHome(name) {
      make(name);
    },
    make,
    async add(name, pid) {
      const moves = everywhere(name).map((folder) => join(folder, 'cgroup.procs'));
      await Promise.all(moves.map((path) => writeFile(path, String(pid))));
    },
    setMemory(name, bytes) {
      const folder = join(tree.memory, name);
      const withSwap = join(folder, 'memory.memsw.limit_in_bytes');
      const countsSwap = existsSync(withSwap);
      // The limit without swap may never be the larger one, also not while a group used before is given more.
      if (countsSwap) write(withSwap, -1);
      write(join(folder, 'memory.limit_in_bytes'), bytes);
      if (countsSwap) write(withSwap, bytes);
    },
    setTasks: (name, count) => write(join(tree.pids, name, 'pids.max'), count),
    setShare: (name, share) =>
      write(join(tree.cpu, name, 'cpu.shares'), Math.max(2, Math.round(1024 * share))),
    cpuMs: (name) => Number(read(join(accounts, name, 'cpuacct.usage'))) / 1e6,
    endedForMemory(name) {
      const text = read(join(tree.memory, name, 'memory.oom_control'));
      return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
    },
    remove: (name) => removeAll(everywhere(name)),
  };
}

const needed = ['memory', 'pids', 'cpu'];

/** v2: one tree; a group that hands controllers down may hold no process itself. */
function findV2(root: string, ownGroup: string): Hierarchy | undefined {
  // As root below the root of the tree; else where the service manager has given us a part of it (Delegate=yes).
  const parent = [root, join(root, ownGroup)].find(
    (folder) => isWritable(folder) && offers(folder, 'cgroup.controllers'),
  );
  if (parent === undefined) return undefined;
  const at = (name: string, file = ''): string => join(parent, name, file);
  return {
    version: 'v2',
    roots: [parent],
    makeHome(name) {
      if (!offers(parent, 'cgroup.subtree_control')) hand(parent);
      mkdirSync(at(name), { recursive: true });
      hand(at(name));
      if (!offers(at(name), 'cgroup.subtree_control')) throw new Error('controllers are missing');
    },
    make(name) {
      mkdirSync(at(name), { recursive: true });
    },
    add: (name, pid) => writeFile(at(name, 'cgroup.procs'), String(pid)),
    setMemory(name, bytes) {
      write(at(name, 'memory.max'), bytes);
      if (existsSync(at(name, 'memory.swap.max'))) write(at(name, 'memory.swap.max'), 0);
    },
    setTasks: (name, count) => write(at(name, 'pids.max'), count),
    setShare: (name, share) => write(at(name, 'cpu.weight'), Math.max(1, Math.round(100 * share))),
    cpuMs: (name) =>
      Number(/^usage_usec (\d+)$/m.exec(read(at(name, 'cpu.stat')))?.[1] ?? 0) / 1_000,
    endedForMemory: (name) =>
      Number(/^oom_kill (\d+)$/m.exec(read(at(name, 'memory.events')))?.[1] ?? 0),
    remove: (name) => removeAll([at(name)]),
  };
}

function offers(folder: string, file: string): boolean {
  const controllers = read(join(folder, file)).trim().split(/\s+/);
  return needed.every((name) => controllers.includes(name));
}

function hand(folder: string): void {
  write(join(folder, 'cgroup.subtree_control'), needed.map((name) => `+${name}`).join(' '));
}

/** The group of this process in the tree of a controller; the empty name is v2's one tree. */
function groupOf(ownGroups: string, controller: string): string {
  for (const line of ownGroups.split('\n')) {
    const [, names = '', path] = line.split(':');
    if (path !== undefined && names.split(',').includes(controller)) return path;
  }
  return '/';
}
