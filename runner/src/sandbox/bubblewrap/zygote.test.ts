import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { expect, it } from 'vitest';

import { runProgram } from '../../../test/program.ts';
import { createRunner } from '../../index.ts';
import { findBubblewrap } from './find.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');
const why = isHere ? '' : ' (skipped: bubblewrap is not installed here)';

it.skipIf(!isHere)(
  `goes on after the forkserver was killed: what ran has crashed, what comes next runs${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap', start: 'fork' });
    const going = runProgram(runner, 'print("go")\ninput()', {
      on: (event) => {
        if (event.kind !== 'input') return;
        const servers = execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,comm='], {
          encoding: 'utf8',
        });
        for (const line of servers.split('\n'))
          if (line.includes('bwrap')) process.kill(Number(line.trim().split(/\s+/)[0]), 'SIGKILL');
      },
    });
    expect((await going).end.reason).toBe('crashed');
    for (let count = 0; count < 6; count += 1)
      expect((await runProgram(runner, 'print(count := 1)')).out).toBe('1\n');
    await runner.close();
  },
  60_000,
);

it.skipIf(!isHere)(
  `gives every program chance of its own, though all are forked from one Python${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap', start: 'fork' });
    const runs = await Promise.all(
      [1, 2, 3].map(() => runProgram(runner, 'import random, os\nprint(random.random())')),
    );
    expect(new Set(runs.map((run) => run.out)).size).toBe(3);
    await runner.close();
  },
  60_000,
);

it.skipIf(!isHere)(
  `knows nothing of other programs: no file, no connection, no variable of the forkserver is left${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap', start: 'fork' });
    const program = `import os, socket, sys, gc
print(os.listdir('/tmp'), os.listdir('/dev/shm'), os.path.exists('/run'))
for path in ('/tmp/learnflow/s', '/tmp/learnflow'):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print('connected')
    except OSError as error:
        print(type(error).__name__)
kinds = {}
for fd in os.listdir('/proc/self/fd'):
    try:
        kinds[os.readlink('/proc/self/fd/' + fd).split(':')[0]] = fd
    except OSError:
        pass
print('socket' in kinds)
status = open('/proc/self/status').read()
print([line.split()[1] for line in status.splitlines() if line.startswith(('CapPrm', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp:'))])
print(open('/proc/self/uid_map').read().split()[0], len(open('/proc/self/uid_map').readlines()))
import ctypes
print([ctypes.CDLL(None).umount2(path, 2) for path in (b'/tmp', b'/proc', b'/home/learner')])`;
    const run = await runProgram(runner, program);
    const zero = '0000000000000000';
    expect(run.out.split('\n')).toEqual([
      '[] [] False',
      'FileNotFoundError',
      'FileNotFoundError',
      'False',
      `['${zero}', '${zero}', '${zero}', '1', '2']`,
      '1000 1',
      '[-1, -1, -1]',
      '',
    ]);
    await runner.close();
  },
  60_000,
);

it.skipIf(!isHere)(`offers the quicker start first${why}`, async () => {
  const makers = await findBubblewrap(() => undefined);
  if ('reason' in makers) return;
  const drivers = makers.map((make) => make());
  const names = drivers.map((driver) => driver.promises.start);
  await Promise.all(drivers.map((driver) => driver.close()));
  expect(names).toEqual([...names].sort());
  expect(new Set(names)).toEqual(new Set(['fork', 'process']));
});
