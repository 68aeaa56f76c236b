import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import type { RunHandle, Runner } from '@learnflow/shared/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeCore } from '../../../test/core-suite.ts';
import { runProgram } from '../../../test/program.ts';
import { describeNative } from '../../../test/native-suite.ts';
import { describeShows } from '../../../test/shows-suite.ts';
import { createRunner } from '../../index.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');
const why = isHere ? '' : ' (skipped: bubblewrap is not installed here)';

const starts = ['fork', 'process'] as const;

describe.skipIf(!isHere).each(starts)(`programs in bubblewrap, each a %s${why}`, (start) => {
  let runner: Runner;
  beforeAll(async () => {
    process.env['LEARNFLOW_TEST_SECRET'] = 'hush-4711';
    runner = await createRunner({ driver: 'bubblewrap', start });
    expect(runner.report().details).toMatchObject({ start });
  });
  afterAll(() => runner.close());

  describeCore(() => runner);
  describeShows(() => runner);

  describeNative(() => runner);

  it('sees only its own processes, user and mounts', async () => {
    const program = `import os
print(sorted(int(pid) for pid in os.listdir('/proc') if pid.isdigit())[:1], len([p for p in os.listdir('/proc') if p.isdigit()]))
print(os.getuid(), sorted(os.listdir('/home')), os.getcwd(), os.uname().nodename)
print('CapEff:\\t0000000000000000' in open('/proc/self/status').read())
for path in ('/x', '/usr/x', '/dev/x', '/etc/x', '/proc/sys/kernel/hostname'):
    try:
        open(path, 'w').write('x')
        print('wrote', path)
    except OSError:
        pass`;
    const run = await runProgram(runner, program);
    expect(run.out).toBe("[1] 2\n1000 ['learner'] /home/learner learnflow\nTrue\n");
  });

  it('runs as an ordinary user of the machine, another one for each run', async () => {
    // Both run at once; each names its process, so that it is found among whatever else this machine runs.
    const names = ['lf-ada', 'lf-bob'];
    const handles: RunHandle[] = [];
    const seen = new Map<string, string[]>();
    const runs = names.map((name) =>
      runProgram(runner, `open('/proc/self/comm', 'w').write('${name}')\ninput()`, {
        on: (event, handle) => {
          if (event.kind !== 'input' || !event.waiting || handles.includes(handle)) return;
          handles.push(handle);
          if (handles.length < names.length) return;
          for (const each of names) seen.set(each, usersOf(each));
          for (const waiting of handles) waiting.write('go\n');
        },
      }),
    );
    for (const { end } of await Promise.all(runs)) expect(end.reason).toBe('finished');
    const users = names.flatMap((name) => seen.get(name) ?? []);
    expect(users).toHaveLength(2);
    expect(users).not.toContain('0');
    // Only root may take other users of the machine; everyone else has the one that started the server.
    if (process.getuid?.() === 0) expect(new Set(users).size).toBe(2);
  });

  it('leaves no process behind when it closes', async () => {
    const own = await createRunner({ driver: 'bubblewrap', start, slots: 2 });
    const runs = [1, 2, 3].map(() => runProgram(own, 'import time\ntime.sleep(4712)'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = countBelow(process.pid);
    await own.close();
    const ends = await Promise.all(runs);
    expect(ends.map((run) => run.end.reason)).toEqual(['stopped', 'stopped', 'stopped']);
    await expect.poll(() => before - countBelow(process.pid)).toBeGreaterThanOrEqual(3);
    const late = await runProgram(own, 'print(1)');
    expect(late.end.reason).toBe('refused');
  });
});

/** There may be many sandboxes. */
const psBytes = 64 * 1024 * 1024;

/** The users, as this machine numbers them, of every process with that name. */
function usersOf(name: string): string[] {
  const list = execFileSync('ps', ['-eo', 'uid=,comm='], { encoding: 'utf8', maxBuffer: psBytes });
  const rows = list.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([user = '', comm]) => (comm === name ? [user] : []));
}

/** How many processes there are below `pid`. */
function countBelow(pid: number): number {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8', maxBuffer: psBytes });
  const rows = list.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number =>
    rows.reduce((sum, [child = 0, of]) => (of === parent ? sum + 1 + below(child) : sum), 0);
  return below(pid);
}
