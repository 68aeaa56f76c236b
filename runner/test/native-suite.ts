/** What every driver of native Python must do alike, beside the core. */
import { execFileSync } from 'node:child_process';

import type { Runner } from '@learnflow/shared/run';
import { expect, it } from 'vitest';

import { runProgram } from './program.ts';

export function describeNative(current: () => Runner): void {
  it('contains a fork bomb, and the next run is quick', async () => {
    const bomb = await runProgram(
      current(),
      'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
      { limits: { cpuMs: 800, wallMs: 3_000 } },
    );
    expect(bomb.end).toMatchObject({ reason: 'time' });
    const next = await runProgram(current(), 'print(1)');
    expect(next.end.reason).toBe('finished');
    expect(next.tookMs).toBeLessThan(1_000);
  });

  it('says when a program started too many processes or threads', async () => {
    const forks = 'import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(9)';
    expect((await runProgram(current(), forks)).end).toMatchObject({ reason: 'processes' });
    const threads =
      'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()';
    expect((await runProgram(current(), threads)).end).toMatchObject({ reason: 'processes' });
  });

  it('counts the memory and the time of all processes together', async () => {
    const memory =
      'import os, time\nfor i in range(6):\n    if os.fork() == 0: break\nx = b"x" * 60_000_000\ntime.sleep(5)';
    expect((await runProgram(current(), memory)).end).toMatchObject({ reason: 'memory' });
    const time = 'import os\nos.fork()\nos.fork()\nwhile True: pass';
    const run = await runProgram(current(), time, { limits: { cpuMs: 1_000, wallMs: 60_000 } });
    expect(run.end).toMatchObject({ reason: 'time' });
    // Counted one by one the four would have used more than twice as much before the first was ended.
    expect(run.end.usage?.cpuMs).toBeLessThan(3_500);
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
    expect((await runProgram(current(), program)).out).toBe('bye\n');
    await expect.poll(() => processesWith('sleep 4711')).toBe(0);
  });

  it('gives a stopped program a moment for its finally', async () => {
    const program =
      'import time\nprint("go")\ntry:\n    time.sleep(9)\nfinally:\n    print("tidied")';
    const run = await runProgram(current(), program, {
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
    const late = await runProgram(current(), program, { limits: { wallMs: 700 } });
    expect(late.end).toMatchObject({ reason: 'time', last: { file: 'main.py', function: 'wait' } });
    expect([3, 4]).toContain(late.end.last?.line);
    expect(late.end.message).toMatch(/still busy on line [34]\. /);
    const inC = await runProgram(current(), 'x = sum(range(10 ** 12))', { limits: { cpuMs: 500 } });
    expect(inC.end).toMatchObject({ reason: 'time', last: { line: 1, function: '<module>' } });
    const stubborn = `def spin():
    while True:
        try:
            while True: pass
        except BaseException: pass
print("go")
spin()`;
    const stopped = await runProgram(current(), stubborn, {
      on: (event, handle) => {
        if (event.kind === 'output') handle.stop();
      },
    });
    expect(stopped.end).toMatchObject({ reason: 'stopped', last: { function: 'spin' } });
  });

  it('lets a program catch Ctrl C once; the second one ends it', async () => {
    // What tells that it runs stands within the try: the key may come before the next statement.
    const program = `import time
words = ["go"]
while True:
    try:
        if words: print(words.pop())
        time.sleep(30)
    except KeyboardInterrupt:
        print("caught")`;
    let said = '';
    const run = await runProgram(current(), program, {
      on: (event, handle) => {
        if (event.kind !== 'output') return;
        said += event.text;
        handle.interrupt();
      },
    });
    expect(said).toBe('go\ncaught\n');
    expect(run.end).toMatchObject({ reason: 'stopped' });
    const plain = await runProgram(current(), 'import time\n\nprint("go"); time.sleep(30)', {
      on: (event, handle) => {
        if (event.kind === 'output' && event.stream === 'out') handle.interrupt();
      },
    });
    expect(plain.end).toMatchObject({ reason: 'stopped', exitCode: 130, last: { line: 3 } });
    expect(plain.err).toContain('KeyboardInterrupt');
  });

  it('shows only frames of the learner and of Python when a program is stopped while it waits', async () => {
    for (const wait of ['input()', 'import getpass\ngetpass.getpass()']) {
      const run = await runProgram(current(), `print("go")\n${wait}`, {
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
    const { end } = await runProgram(current(), program);
    expect(end.usage?.cpuMs).toBeGreaterThan(20);
    expect(end.usage?.peakBytes).toBeGreaterThan(40_000_000);
  });

  it('says of a written file that is too large for a tab that it is', async () => {
    const program =
      'open("big.csv", "w").write("1,2\\n" * 100_000)\nopen("small.csv", "w").write("1")';
    const run = await runProgram(current(), program);
    expect(run.err).toBe('[big.csv is larger than 256 KB, so it cannot become a tab.]\n');
    const offered = run.events.flatMap((event) => (event.kind === 'written' ? event.files : []));
    expect(offered).toEqual([{ name: 'small.csv', text: '1' }]);
  });

  it('tells a crash of Python from an exit code', async () => {
    const killed = await runProgram(current(), 'import os\nos.kill(os.getpid(), 11)');
    expect(killed.end).toMatchObject({ reason: 'crashed', exitCode: null });
    expect(killed.end.message).toContain('SIGSEGV');
    const code = await runProgram(current(), 'import os\nos._exit(137)');
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
    const run = await runProgram(current(), program);
    expect(run).toMatchObject({ out: 'alive\n', end: { reason: 'finished' } });
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
    const run = await runProgram(current(), program);
    expect(run.out).toBe('[]\nTrue True\nTrue\n');
  });

  it('shares no abstract socket with a program beside it', async () => {
    const host = runProgram(
      current(),
      'import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind("\\0meet")\ns.listen()\nprint("open")\ninput()',
      { limits: { idleMs: 1_500 } },
    );
    const guest = await runProgram(
      current(),
      'import socket, time\ntime.sleep(0.3)\ntry:\n    socket.socket(socket.AF_UNIX).connect("\\0meet")\n    print("met")\nexcept OSError: print("alone")',
    );
    expect(guest.out).toBe('alone\n');
    expect((await host).out).toBe('open\n');
  });
}

/** There may be many sandboxes. */
const psBytes = 64 * 1024 * 1024;

function processesWith(text: string): number {
  const list = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', maxBuffer: psBytes });
  return list.split('\n').filter((line) => line.startsWith(text)).length;
}
