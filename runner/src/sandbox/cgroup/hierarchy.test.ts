import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { findHierarchy } from './hierarchy.ts';

/** A tree of ordinary files that looks like the kernel's; what is written to it is only kept. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'learnflow-cgroup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}
const kept = (path: string): string => readFileSync(join(root, path), 'utf8');

it('limits a group of v2, one folder for everything', async () => {
  put('cgroup.controllers', 'cpuset cpu io memory pids\n');
  put('cgroup.subtree_control', 'cpu memory pids\n');
  put('home/cgroup.subtree_control', 'cpu memory pids');
  const tree = findHierarchy(root, '0::/user.slice/x.scope\n');
  expect(tree?.version).toBe('v2');
  if (tree === undefined) return;
  // The kernel would show what was asked for; the file keeps the question, which names the same controllers.
  expect(() => tree.makeHome('home')).toThrow('controllers are missing');
  expect(kept('home/cgroup.subtree_control')).toBe('+memory +pids +cpu');
  put('home/run-1/cpu.stat', 'usage_usec 1500000\nuser_usec 1\n');
  put('home/run-1/memory.events', 'low 0\noom 2\noom_kill 3\noom_group_kill 0\n');
  put('home/run-1/memory.swap.max', 'max');
  tree.make('home/run-1');
  await tree.add('home/run-1', 4711);
  tree.setMemory('home/run-1', 1_000_000);
  tree.setTasks('home/run-1', 67);
  tree.setShare('home/run-1', 1 / 16);
  expect(kept('home/run-1/cgroup.procs')).toBe('4711');
  expect(kept('home/run-1/memory.max')).toBe('1000000');
  expect(kept('home/run-1/memory.swap.max')).toBe('0');
  expect(kept('home/run-1/pids.max')).toBe('67');
  expect(kept('home/run-1/cpu.weight')).toBe('6');
  expect(tree.cpuMs('home/run-1')).toBe(1_500);
  expect(tree.endedForMemory('home/run-1')).toBe(3);
});

it('takes the part of v2 that a service manager handed over when the root is not ours', () => {
  const own = 'system.slice/learnflow.service';
  put('cgroup.controllers', 'cpuset\n');
  put(`${own}/cgroup.controllers`, 'cpu memory pids\n');
  expect(findHierarchy(root, `0::/${own}\n`)?.roots).toEqual([join(root, own)]);
  expect(findHierarchy(root, '0::/other\n')).toBeUndefined();
});

it('limits a group of v1, one folder per controller, below the group we are in', async () => {
  for (const controller of ['memory', 'pids', 'cpu', 'cpuacct'])
    put(`${controller}/school/cgroup.procs`, '');
  put('memory/memory.limit_in_bytes', '9');
  put('memory/school/memory.limit_in_bytes', '9');
  const own = '4:memory:/school\n8:pids:/school\n2:cpuacct:/school\n1:cpu:/school\n0::/\n';
  const tree = findHierarchy(root, own);
  expect(tree?.version).toBe('v1');
  if (tree === undefined) return;
  tree.makeHome('home');
  tree.make('home/run-1');
  put('memory/school/home/run-1/memory.memsw.limit_in_bytes', '9');
  put(
    'memory/school/home/run-1/memory.oom_control',
    'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n',
  );
  put('cpuacct/school/home/run-1/cpuacct.usage', '2500000000\n');
  await tree.add('home/run-1', 4711);
  tree.setMemory('home/run-1', 1_000_000);
  tree.setTasks('home/run-1', 67);
  tree.setShare('home/run-1', 1 / 16);
  for (const controller of ['memory', 'pids', 'cpu', 'cpuacct'])
    expect(kept(`${controller}/school/home/run-1/cgroup.procs`)).toBe('4711');
  expect(kept('memory/school/home/run-1/memory.limit_in_bytes')).toBe('1000000');
  expect(kept('memory/school/home/run-1/memory.memsw.limit_in_bytes')).toBe('1000000');
  expect(kept('pids/school/home/run-1/pids.max')).toBe('67');
  expect(kept('cpu/school/home/run-1/cpu.shares')).toBe('64');
  expect(tree.cpuMs('home/run-1')).toBe(2_500);
  expect(tree.endedForMemory('home/run-1')).toBe(1);
});

it('finds nothing where there is nothing, and removes only what is empty', () => {
  expect(findHierarchy(root, '')).toBeUndefined();
  put('cgroup.controllers', 'cpu memory pids\n');
  const tree = findHierarchy(root, '');
  put('home/run-1/keep', '');
  expect(tree?.remove('home/run-1')).toBe(false);
  rmSync(join(root, 'home/run-1/keep'));
  expect(tree?.remove('home/run-1')).toBe(true);
  expect(existsSync(join(root, 'home/run-1'))).toBe(false);
  expect(tree?.remove('home/run-1')).toBe(true);
});
