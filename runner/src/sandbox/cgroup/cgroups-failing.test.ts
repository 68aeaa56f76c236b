import { setImmediate } from 'node:timers/promises';

import { defaultRunLimits } from '@learnflow/shared/run';
import { expect, it, vi } from 'vitest';

import { createCgroups } from './cgroups.ts';
import type { Hierarchy } from './hierarchy.ts';

/** Cgroups whose calls work, but for those given. */
function aHierarchy(failing: Partial<Hierarchy>): Hierarchy {
  const works = (): undefined => undefined;
  return {
    ...{ version: 'v2', roots: [], makeHome: works, make: works, setMemory: works },
    ...{ add: () => setImmediate(), setTasks: works, setShare: works },
    ...{ cpuMs: () => 0, endedForMemory: () => 0, remove: () => true },
    ...failing,
  };
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: write`), { code });
const failWith = (code: string) => (): never => {
  throw failure(code);
};

async function warningsOf(failing: Partial<Hierarchy>): Promise<object[]> {
  const warnings: object[] = [];
  const cgroups = createCgroups(aHierarchy(failing), (about, text) =>
    warnings.push({ ...about, text }),
  );
  if (cgroups === undefined) throw new Error('no cgroups');
  for (let count = 0; count < 3; count += 1) {
    const confinement = cgroups.create();
    await confinement.enter(4711);
    confinement.limit(defaultRunLimits);
    confinement.leave();
  }
  cgroups.close();
  return warnings;
}

it('tells once that a limit cannot be set', async () => {
  const told = [{ code: 'EINVAL', error: 'Error: EINVAL: write', text: 'runner.cgroup.failed' }];
  expect(await warningsOf({ setMemory: failWith('EINVAL') })).toEqual(told);
  expect(await warningsOf({ setTasks: failWith('EINVAL') })).toEqual(told);
  expect(await warningsOf({ setShare: failWith('EINVAL') })).toEqual(told);
  expect(await warningsOf({ make: failWith('EINVAL') })).toEqual(told);
  expect(await warningsOf({ add: () => Promise.reject(failure('EINVAL')) })).toEqual(told);
});

it('sets every other limit when one cannot be set, and says whether memory holds', async () => {
  const set: string[] = [];
  const note = (what: string) => (): void => void set.push(what);
  const limitsOf = async (failing: Partial<Hierarchy>): Promise<boolean> => {
    const noting = { setMemory: note('memory'), setTasks: note('tasks') };
    const cgroups = createCgroups(aHierarchy({ ...noting, ...failing }), () => undefined);
    if (cgroups === undefined) throw new Error('no cgroups');
    const confinement = cgroups.create();
    expect(confinement.holdsMemory()).toBe(false);
    await confinement.enter(4711);
    confinement.limit(defaultRunLimits);
    const holds = confinement.holdsMemory();
    confinement.leave();
    cgroups.close();
    return holds;
  };
  expect(await limitsOf({ setMemory: failWith('EINVAL') })).toBe(false);
  expect(set.splice(0)).toEqual(['tasks']);
  expect(await limitsOf({ setTasks: failWith('EINVAL') })).toBe(true);
  expect(set.splice(0)).toEqual(['memory']);
  expect(await limitsOf({})).toBe(true);
});

it('says nothing when the process or its group has just gone', async () => {
  for (const code of ['ENOENT', 'ESRCH', 'ENODEV']) {
    expect(await warningsOf({ setMemory: failWith(code) })).toEqual([]);
    expect(await warningsOf({ add: () => Promise.reject(failure(code)) })).toEqual([]);
  }
});

it('ends the whole program when the kernel has ended one of its processes for memory', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    let ended = 3;
    const hierarchy = aHierarchy({ endedForMemory: () => ended });
    const cgroups = createCgroups(hierarchy, () => undefined);
    if (cgroups === undefined) throw new Error('no cgroups');
    const confinement = cgroups.create();
    const limits: string[] = [];
    confinement.exceeded?.((limit) => limits.push(limit));
    await confinement.enter(4711);
    confinement.limit(defaultRunLimits);
    vi.advanceTimersByTime(1_000);
    expect(limits).toEqual([]);
    ended += 1;
    vi.advanceTimersByTime(1_000);
    expect(limits).toEqual(['memory']);
    confinement.leave();
    cgroups.close();
  } finally {
    vi.useRealTimers();
  }
});
