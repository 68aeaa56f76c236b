import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import type { RunHandle, Runner } from '@learnflow/shared/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeCore } from '../../../test/core-suite.ts';
import { runProgram } from '../../../test/program.ts';
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

  it('contains a fork bomb, and the next run is quick', async () => {
    const bomb = await runProgram(
      runner,
      'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
      { limits: { cpuMs: 800, wallMs: 3_000 } },
    );
    expect(bomb.end).toMatchObject({ reason: 'time' });
    const next = await runProgram(runner, 'print(1)');
    expect(next.end.reason).toBe('finished');
    expect(next.tookMs).toBeLessThan(1_000);
  });

  it('says when a program started too many processes or threads', async () => {
    const forks = 'import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(9)';
    expect((await runProgram(runner, forks)).end).toMatchObject({ reason: 'processes' });
    const threads =
      'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()';
    expect((await runProgram(runner, threads)).end).toMatchObject({ reason: 'processes' });
  });

  it('counts the memory and the time of all processes together', async () => {
    const memory =
      'import os, time\nfor i in range(6):\n    if os.fork() == 0: break\nx = b"x" * 60_000_000\ntime.sleep(5)';
    expect((await runProgram(runner, memory)).end).toMatchObject({ reason: 'memory' });
    const time = 'import os\nos.fork()\nos.fork()\nwhile True: pass';
    const run = await runProgram(runner, time, { limits: { cpuMs: 1_000, wallMs: 8_000 } });
    expect(run.end).toMatchObject({ reason: 'time' });
    expect(run.end.durationMs).toBeLessThan(5_000);
  });

  it('leaves nothing of a process that tried to stay', async () => {
    const program = `import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv('/usr/bin/sleep', ['sleep', '4711'])
    os._exit(0)
time.sleep(0.2)
print('bye')`;
    expect((await runProgram(runner, program)).out).toBe('bye\n');
    await expect.poll(() => processesWith('sleep 4711')).toBe(0);
  });

  it('gives a stopped program a moment for its finally', async () => {
    const program =
      'import time\nprint("go")\ntry:\n    time.sleep(9)\nfinally:\n    print("tidied")';
    const run = await runProgram(runner, program, {
      on: (event, handle) => {
        if (event.kind === 'output') handle.stop();
      },
    });
    expect(run.out).toBe('go\ntidied\n');
    expect(run.end).toMatchObject({ reason: 'stopped' });
    expect(run.end.error).toBeUndefined();
  });

  it('says on which line a program was when its time was over, and when it was stopped', async () => {
    const program =
      'def wait(n):\n    total = 0\n    while total < n:\n        pass\nprint("go")\nwait(3)';
    const late = await runProgram(runner, program, { limits: { wallMs: 700 } });
    expect(late.end).toMatchObject({ reason: 'time', last: { file: 'main.py', function: 'wait' } });
    expect([3, 4]).toContain(late.end.last?.line);
    expect(late.end.message).toMatch(/still busy on line [34]\. /);
    const inC = await runProgram(runner, 'x = sum(range(10 ** 12))', { limits: { cpuMs: 500 } });
    expect(inC.end).toMatchObject({ reason: 'time', last: { line: 1, function: '<module>' } });
    const stubborn = `def spin():
    while True:
        try:
            while True: pass
        except BaseException: pass
print("go")
spin()`;
    const stopped = await runProgram(runner, stubborn, {
      on: (event, handle) => {
        if (event.kind === 'output') handle.stop();
      },
    });
    expect(stopped.end).toMatchObject({ reason: 'stopped', last: { function: 'spin' } });
  });

  it('lets a program catch Ctrl C once; the second one ends it', async () => {
    const program = `import time
print("go")
while True:
    try:
        time.sleep(30)
    except KeyboardInterrupt:
        print("caught")`;
    let said = '';
    const run = await runProgram(runner, program, {
      on: (event, handle) => {
        if (event.kind !== 'output') return;
        said += event.text;
        handle.interrupt();
      },
    });
    expect(said).toBe('go\ncaught\n');
    expect(run.end).toMatchObject({ reason: 'stopped' });
    const plain = await runProgram(runner, 'print("go")\nimport time\ntime.sleep(30)', {
      on: (event, handle) => {
        if (event.kind === 'output' && event.stream === 'out') handle.interrupt();
      },
    });
    expect(plain.end).toMatchObject({ reason: 'stopped', exitCode: 130, last: { line: 3 } });
    expect(plain.err).toContain('KeyboardInterrupt');
  });

  it('shows only frames of the learner and of Python when a program is stopped while it waits', async () => {
    for (const wait of ['input()', 'import getpass\ngetpass.getpass()']) {
      const run = await runProgram(runner, `print("go")\n${wait}`, {
        on: (event, handle) => {
          if (event.kind === 'input' && event.waiting) handle.interrupt();
        },
      });
      expect(run.err).toContain('KeyboardInterrupt');
      expect(run.err).toContain('/home/learner/main.py');
      expect(run.err).not.toContain('<string>');
    }
  });

  it('measures time and memory from outside', async () => {
    const program = 'x = bytearray(40_000_000)\nfor _ in range(3_000_000): pass';
    const { end } = await runProgram(runner, program);
    expect(end.usage?.cpuMs).toBeGreaterThan(20);
    expect(end.usage?.peakBytes).toBeGreaterThan(40_000_000);
  });

  it('tells a crash of Python from an exit code', async () => {
    const killed = await runProgram(runner, 'import os\nos.kill(os.getpid(), 11)');
    expect(killed.end).toMatchObject({ reason: 'crashed', exitCode: null });
    expect(killed.end.message).toContain('SIGSEGV');
    const code = await runProgram(runner, 'import os\nos._exit(137)');
    expect(code.end).toMatchObject({ reason: 'error', exitCode: 137 });
  });

  it('cannot harm or read the supervisor', async () => {
    const program = `import os, signal
for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGHUP):
    os.kill(1, number)
for name in ('environ', 'mem', 'fd/0', 'maps', 'auxv'):
    try:
        open('/proc/1/' + name, 'rb').read(1)
        print('opened', name)
    except OSError:
        pass
try:
    print(os.listdir('/proc/1/fd'))
except OSError:
    pass
print('alive')`;
    const run = await runProgram(runner, program);
    expect(run).toMatchObject({ out: 'alive\n', end: { reason: 'finished' } });
  });

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

  it('refuses the kernel doors no program needs', async () => {
    const program = `import ctypes, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
def closed(call, *args):
    ctypes.set_errno(0)
    return libc.syscall(call, *args) == -1 and ctypes.get_errno() in (1, 38)
x86 = platform.machine() == 'x86_64'
calls = {'ptrace': (101, 117), 'unshare': (272, 97), 'mount': (165, 40), 'bpf': (321, 280), 'userfaultfd': (323, 282),
  'memfd_create': (319, 279), 'keyctl': (250, 219), 'shmget': (29, 194), 'perf_event_open': (298, 241)}
print([name for name, numbers in calls.items() if not closed(numbers[0 if x86 else 1], 0, 0, 0, 0, 0)])
print(closed(425, 8, 0), closed(435, 0, 0))
print(closed(56 if x86 else 220, 0x10000000 | 17, 0, 0, 0, 0))
for family in (40, 16, 17, 38):
    try:
        socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_DGRAM)
        print('opened', family)
    except OSError:
        pass`;
    const run = await runProgram(runner, program);
    expect(run.out).toBe('[]\nTrue True\nTrue\n');
  });

  it('shares no abstract socket with a program beside it', async () => {
    const host = runProgram(
      runner,
      'import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind("\\0meet")\ns.listen()\nprint("open")\ninput()',
      { limits: { idleMs: 1_500 } },
    );
    const guest = await runProgram(
      runner,
      'import socket, time\ntime.sleep(0.3)\ntry:\n    socket.socket(socket.AF_UNIX).connect("\\0meet")\n    print("met")\nexcept OSError: print("alone")',
    );
    expect(guest.out).toBe('alone\n');
    expect((await host).out).toBe('open\n');
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

function processesWith(text: string): number {
  const list = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', maxBuffer: psBytes });
  return list.split('\n').filter((line) => line.startsWith(text)).length;
}

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
