import { defaultRunLimits } from '@learnflow/shared/run';
import { expect, it } from 'vitest';

import { containerArguments } from './arguments.ts';
import type { ContainerShape } from './arguments.ts';
import type { Engine } from './engine.ts';

const megabyte = 2 ** 20;

function argumentsOf(engine: Partial<Engine> = {}, shape: Partial<ContainerShape> = {}): string[] {
  return containerArguments(
    {
      ...{ name: 'docker', file: '/usr/bin/docker', environment: {}, cgroup: 'v2' },
      ...{ bounds: { memory: true, swap: true, tasks: true, cpu: true }, runtimes: [''] },
      ...engine,
    },
    {
      ...{ name: 'one', image: 'learnflow-runner', user: 61_007, runtime: '' },
      ...{ limits: { ...defaultRunLimits, memoryBytes: 64 * megabyte, processes: 8 } },
      ...shape,
    },
  );
}

/** The value behind each `option`. */
const valuesOf = (args: string[], option: string): string[] =>
  args.flatMap((arg, index) => (arg === option ? [args[index + 1] ?? ''] : []));

it('shuts a container in: no network, no rights, nothing to write but sized memory', () => {
  const args = argumentsOf();
  const one = (option: string): string | undefined => valuesOf(args, option)[0];
  expect(one('--network')).toBe('none');
  expect(one('--cap-drop')).toBe('ALL');
  expect(one('--security-opt')).toBe('no-new-privileges');
  expect(one('--user')).toBe('61007:61007');
  expect(one('--pull')).toBe('never');
  expect(args).toContain('--read-only');
  expect(valuesOf(args, '--tmpfs')).toEqual([
    `/home/learner:rw,nosuid,nodev,size=${String(20 * megabyte)},mode=1777`,
    `/tmp:rw,nosuid,nodev,size=${String(8 * megabyte)},mode=1777`,
  ]);
  // The program's own, its files, and the interpreter: swap would be more of it.
  expect(one('--memory')).toBe(String((64 + 20 + 16 + 32) * megabyte));
  expect(one('--memory-swap')).toBe(one('--memory'));
  expect(one('--pids-limit')).toBe('11');
  expect(one('--cpus')).toBe('1');
  expect(args.join(' ')).not.toMatch(/privileged|--volume|-v |--mount|--cap-add|--device|--pid /);
  expect(args.indexOf('learnflow-runner')).toBeGreaterThan(args.indexOf('--entrypoint'));
});

it('asks an engine only for limits it has, and for a stronger runtime where there is one', () => {
  const args = argumentsOf(
    { name: 'podman', bounds: { memory: false, swap: false, tasks: true, cpu: false } },
    { runtime: '/usr/bin/runsc' },
  );
  expect(args).not.toContain('--memory');
  expect(args).not.toContain('--memory-swap');
  expect(args).not.toContain('--cpus');
  expect(valuesOf(args, '--pids-limit')).toEqual(['11']);
  expect(valuesOf(args, '--runtime')).toEqual(['/usr/bin/runsc']);
  // Letters that would leave the program alone with its answer.
  expect(valuesOf(args, '--detach-keys')).toEqual(['']);
});
