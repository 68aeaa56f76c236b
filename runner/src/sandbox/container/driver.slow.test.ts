/**
 * Programs in real containers, and a third of the attacks; `npm run attacks -- --driver podman` tries them all.
 * Skipped where no engine answers or the image is not there (docs/runner.md, "Containers").
 */
import { readFileSync } from 'node:fs';

import type { Grader } from '@learnflow/shared/grade';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { leftovers, mountsNow } from '../../../test/attacks/leftovers.ts';
import {
  listen,
  secret,
  triesOf,
  tryExercise,
  tryGrade,
  trySandbox,
  universal,
} from '../../../test/attacks/suite.ts';
import type { Listener } from '../../../test/attacks/suite.ts';
import { describeCore } from '../../../test/core-suite.ts';
import { describeNative } from '../../../test/native-suite.ts';
import { runProgram } from '../../../test/program.ts';
import { describeShows } from '../../../test/shows-suite.ts';
import { createRunner } from '../../index.ts';
import type { LocalRunner } from '../../local-runner.ts';
import { ask, engineNames, findEngine } from './engine.ts';
import { defaultImage } from './find.ts';

const engines = await Promise.all(
  engineNames.map(async (name) => ({ name, engine: await findEngine(name, defaultImage) })),
);

const third = <T>(all: readonly T[]): T[] => all.filter((_one, index) => index % 3 === 0);

for (const { name, engine } of engines) {
  if ('reason' in engine) {
    it.skip(`runs programs in containers of ${name} (skipped: ${engine.reason})`);
    continue;
  }
  describe(`containers of ${name}`, { timeout: 60_000 }, () => {
    let runner: LocalRunner;
    let listener: Listener;
    const mountsBefore = mountsNow();
    beforeAll(async () => {
      process.env['LEARNFLOW_TEST_SECRET'] = secret;
      listener = await listen();
      runner = await createRunner({ driver: name });
    });
    afterAll(async () => {
      listener.close();
      await runner.close();
    });
    const grader = (): Grader => {
      if (runner.grader === undefined) throw new Error('no grader');
      return runner.grader;
    };
    const containers = async (): Promise<string[]> => {
      const list = ['ps', '--all', '--filter', 'name=learnflow-', '--format', '{{.Names}}'];
      const names = (await ask(engine, list)).split('\n');
      return names.filter((one) => one.includes(`-${String(process.pid)}-`));
    };

    it('says how its limits hold', () => {
      expect(runner.report()).toMatchObject({
        driver: name,
        details: { start: 'container', users: 'each', seccomp: true, cpu: true, disk: true },
      });
    });

    describeCore(() => runner);
    describeShows(() => runner);
    describeNative(() => runner);

    it('ends a program whose processes want too much together, however little each', async () => {
      const program = `import os
for number in range(12):
    if os.fork() == 0:
        break
block = b'x' * 40_000_000
os.wait() if block and number == 11 else None
input()`;
      expect((await runProgram(runner, program)).end).toMatchObject({ reason: 'memory' });
    });

    it('sees nothing of this machine, is nobody, and can write nowhere else', async () => {
      const program = `import os
print(len([p for p in os.listdir('/proc') if p.isdigit()]), os.getuid() >= 1000, os.uname().nodename)
print('CapEff:\\t0000000000000000' in open('/proc/self/status').read())
for path in ('/x', '/usr/x', '/dev/x', '/etc/x', '/run/x', '/var/x', '/proc/sys/kernel/hostname', '/sys/x'):
    try:
        open(path, 'w').write('x')
        print('wrote', path)
    except OSError:
        pass`;
      expect((await runProgram(runner, program)).out).toBe('2 True learnflow\nTrue\n');
    });

    // The list of users that a program can read there is the image's own; the next test looks at it.
    const tries = triesOf('podman');

    it.each(third(tries.sandbox))('$class: $name', async (attack) => {
      expect(await trySandbox(runner, attack, listener)).toBeUndefined();
    });

    it('shows none of the users of this machine', async () => {
      const { out } = await runProgram(runner, 'print(open("/etc/passwd").read())');
      const own = readFileSync('/etc/passwd', 'utf8').split('\n');
      const people = own.filter((line) => Number(line.split(':')[2]) >= 1000);
      for (const line of people.filter((one) => !one.startsWith('nobody:')))
        expect(out).not.toContain(line.split(':')[0]);
    });

    it.each(tries.grades.filter((_one, index) => index % 6 === 0))(
      '$class: $name',
      async (attack) => {
        expect(await tryGrade(grader(), attack)).toBeUndefined();
      },
    );

    it.each(tries.exercises.slice(0, 2))('no cheat gets a point of $name', async (exercise) => {
      expect(await tryExercise(grader(), exercise, universal)).toBeUndefined();
    });

    it('leaves no container, process or mount when it closes', async () => {
      expect(await containers()).not.toEqual([]);
      await runner.close();
      expect(await containers()).toEqual([]);
      await expect.poll(() => leftovers(mountsBefore), { timeout: 10_000 }).toEqual([]);
    });
  });
}
