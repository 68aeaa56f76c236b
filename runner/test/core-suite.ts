/**
 * What every driver must do alike; each driver's test file runs this and adds what is its own.
 * The test file puts `hush-4711` into its environment before the runner starts: no program may ever see it.
 */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import type { Runner } from '@learnflow/shared/run';
import { expect, it } from 'vitest';

import { measureLag, runProgram } from './program.ts';

export function describeCore(runner: () => Runner): void {
  it('holds in every way the probe looks at', () => {
    expect(runner().report()).toMatchObject({
      available: true,
      holds: { network: true, memory: true, processes: true, files: true },
    });
  });

  it('prints and finishes', async () => {
    const run = await runProgram(runner(), 'print("hello", 6 * 7)');
    expect(run.out).toBe('hello 42\n');
    expect(run.end).toMatchObject({ reason: 'finished', exitCode: 0, truncated: false });
    expect(run.events[0]).toMatchObject({ kind: 'started', driver: runner().report().driver });
  });

  it('shows the prompt before it waits, takes the answer, and does not count the wait', async () => {
    const run = await runProgram(runner(), 'name = input("Name? ")\nprint("Hi", name)', {
      limits: { wallMs: 1_000 },
      on: (event, handle) => {
        if (event.kind === 'input' && event.waiting) setTimeout(() => handle.write('Zoë\n'), 1_300);
      },
    });
    expect(run.end).toMatchObject({ reason: 'finished' });
    expect(run.end.durationMs).toBeGreaterThan(1_250);
    expect(run.out).toBe('Name? Hi Zoë\n');
    const prompt = run.events.findIndex((event) => event.kind === 'output');
    const waits = run.events.findIndex((event) => event.kind === 'input');
    expect(prompt).toBeLessThan(waits);
    expect(run.events.filter((event) => event.kind === 'input')).toEqual([
      { kind: 'input', waiting: true },
      { kind: 'input', waiting: false },
    ]);
  });

  it('gives several answers in order and ends input on request', async () => {
    const program =
      'import sys\na = input()\nb = input()\nprint(a + b)\nprint(len(sys.stdin.read()))';
    const run = await runProgram(runner(), program, {
      answers: ['1', '2'],
      on: (event, handle) => {
        if (event.kind === 'output' && event.text.includes('12')) handle.closeInput();
      },
    });
    expect(run.out).toBe('12\n0\n');
  });

  it('ends a program that nobody answers', async () => {
    const run = await runProgram(runner(), 'input("? ")', { limits: { idleMs: 300 } });
    expect(run.end).toMatchObject({ reason: 'idle' });
    expect(run.end.message).toContain('nobody answered');
  });

  it('shows text without a newline at once', async () => {
    const run = await runProgram(runner(), 'print("working", end="")\nwhile True: pass', {
      on: (event, handle) => {
        if (event.kind === 'output') handle.stop();
      },
    });
    expect(run.out).toBe('working');
    expect(run.end.reason).toBe('stopped');
  });

  it('keeps characters whole however they are cut, and replaces what is no text', async () => {
    const program = [
      'import sys, time',
      'sys.stdout.buffer.write(b"\\xf0\\x9f"); sys.stdout.buffer.flush()',
      'time.sleep(0.1)',
      'sys.stdout.buffer.write(b"\\x98\\x80 \\xff!\\n"); sys.stdout.buffer.flush()',
      'print("é😀" * 30000)',
    ].join('\n');
    const run = await runProgram(runner(), program);
    expect(run.out).toBe(`😀 \ufffd!\n${'é😀'.repeat(30000)}\n`);
    for (const event of run.events)
      if (event.kind === 'output') {
        expect(event.text.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(event.text)).toBeLessThanOrEqual(32 * 1024);
      }
  });

  it('passes colours and drops what would act on a terminal', async () => {
    const program = String.raw`print("\x1b[31mred\x1b[0m \x1b]0;title\x07a\x1b[6nb\x1b[?1049hc\x9b5nd\x1bP1$r\x1b\\e\rf\tg\bh")`;
    const run = await runProgram(runner(), program);
    expect(run.out).toBe('\u001b[31mred\u001b[0m abcde\rf\tg\bh\n');
  });

  it('keeps the order of output and errors', async () => {
    const program =
      'import sys\nfor i in range(5):\n    print(i)\n    print("e", i, file=sys.stderr)';
    const run = await runProgram(runner(), program);
    const all = run.events.map((event) => (event.kind === 'output' ? event.text : '')).join('');
    expect(all).toBe([0, 1, 2, 3, 4].map((i) => `${i}\ne ${i}\n`).join(''));
  });

  it('names exception, message, and the deepest line in the own files', async () => {
    const run = await runProgram(runner(), {
      'main.py': 'import shapes.circle\n\nshapes.circle.area("x")',
      'shapes/circle.py': 'import json\n\ndef area(r):\n    return json.loads(r)',
    });
    expect(run.end).toMatchObject({
      reason: 'error',
      exitCode: 1,
      error: { type: 'JSONDecodeError', file: 'shapes/circle.py', line: 4 },
    });
    expect(run.err).toContain('File "/home/learner/shapes/circle.py", line 4, in area');
    expect(run.err).not.toContain('<string>');
    expect(run.err).not.toContain('run_program');
  });

  it('names the place of a syntax error, also in an imported file', async () => {
    const own = await runProgram(runner(), 'print(1)\nif True\n    pass');
    expect(own.end.error).toMatchObject({ type: 'SyntaxError', file: 'main.py', line: 2 });
    expect(own.out).toBe('');
    const other = await runProgram(runner(), {
      'main.py': 'import helper',
      'helper.py': '\nx = (',
    });
    expect(other.end.error).toMatchObject({ type: 'SyntaxError', file: 'helper.py', line: 2 });
  });

  it('passes exit codes on', async () => {
    const three = await runProgram(runner(), 'import sys\nsys.exit(3)');
    expect(three.end).toMatchObject({ reason: 'error', exitCode: 3 });
    expect(three.end.error).toBeUndefined();
    const text = await runProgram(runner(), 'exit("bye")');
    expect(text).toMatchObject({ err: 'bye\n', end: { exitCode: 1 } });
    const hard = await runProgram(runner(), 'import os\nprint("x")\nos._exit(4)');
    expect(hard).toMatchObject({ out: 'x\n', end: { reason: 'error', exitCode: 4 } });
  });

  it('runs what a program left for its end', async () => {
    const program =
      'import atexit\natexit.register(print, "later")\nclass A:\n    def __del__(self): print("gone")\na = A()';
    expect((await runProgram(runner(), program)).out).toBe('later\ngone\n');
  });

  it('lets a file of the learner stand before a module of the same name', async () => {
    const run = await runProgram(runner(), {
      'main.py': 'import random, json\nprint(random.WHO, json.dumps([1]))',
      'random.py': 'WHO = "mine"',
    });
    expect(run.out).toBe('mine [1]\n');
  });

  it('waits for everything a program reads at once, until the answers are ended', async () => {
    const program = 'import sys\nprint(sys.stdin.read().split(), sys.stdin.read())';
    const given = ['one two', 'three'];
    let waits = 0;
    const run = await runProgram(runner(), program, {
      answers: [...given],
      on: (event, handle) => {
        if (event.kind !== 'input' || !event.waiting) return;
        waits += 1;
        if (waits > given.length) handle.closeInput();
      },
    });
    expect(run.out).toContain("['one', 'two', 'three']");
    expect(waits).toBeGreaterThan(given.length);
  });

  it('imports from folders beside the file, with and without __init__.py, and names them in a traceback', async () => {
    const files = {
      'main.py': `from shapes.circle import area
from tools.text.wide import widen
print(widen(area(2)), open("shapes/sizes.txt").read())
area("x")`,
      'shapes/circle.py': 'from . import TWO\ndef area(r):\n    return r * TWO / 2 + 0',
      'shapes/__init__.py': 'TWO = 2',
      'shapes/sizes.txt': 'small',
      'tools/text/wide.py': 'def widen(value):\n    return f"<{value}>"',
    };
    const run = await runProgram(runner(), files);
    expect(run.out).toBe('<2.0> small\n');
    expect(run.end.error).toMatchObject({ type: 'TypeError', file: 'shapes/circle.py', line: 3 });
    expect(run.err).toContain('File "/home/learner/shapes/circle.py", line 3, in area');
  });

  it('stops an endless loop', async () => {
    const run = await runProgram(runner(), 'while True: pass', { limits: { wallMs: 600 } });
    expect(run.end).toMatchObject({ reason: 'time' });
    expect(run.end.message).toMatch(/^Stopped after 0\.\d s: /);
    expect(run.end.durationMs).toBeLessThan(1_500);
  });

  it('stops a program that wants too much memory and names the line', async () => {
    const program = 'blocks = []\nwhile True:\n    blocks.append("x" * 1000000 + str(len(blocks)))';
    const run = await runProgram(runner(), program, { limits: { memoryBytes: 64 * 1024 * 1024 } });
    expect(run.end).toMatchObject({ reason: 'memory', error: { type: 'MemoryError', line: 3 } });
    expect(run.end.message).toContain('64 MB');
  });

  it('cuts a flood of output without holding up the server', async () => {
    const lag = measureLag();
    const run = await runProgram(runner(), 'while True: print(1)', {
      limits: { outputBytes: 200_000, wallMs: 20_000, cpuMs: 20_000 },
    });
    expect(lag()).toBeLessThan(100);
    expect(run.end).toMatchObject({ reason: 'output', truncated: true });
    expect(run.out.length).toBeGreaterThan(190_000);
    expect(run.out.length).toBeLessThan(200_200);
    expect(run.out).toContain('[Output cut here: more than 195 KB printed]');
  });

  it('bounds the files a program writes', async () => {
    const program =
      'data = b"x" * 1000000\nfor i in range(40):\n    open("big%d" % i, "wb").write(data)';
    const run = await runProgram(runner(), program);
    expect(run.end).toMatchObject({ reason: 'disk', error: { type: 'OSError' } });
    expect(run.end.message).toContain('20 MB of space');
    const again = 'for i in range(40):\n    open("one", "wb").write(b"x" * 1000000)\nprint("ok")';
    expect((await runProgram(runner(), again)).out).toBe('ok\n');
  });

  it('stops at once when told to', async () => {
    let stoppedAt = 0;
    const run = await runProgram(
      runner(),
      'print("go")\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass',
      {
        on: (event, handle) => {
          if (event.kind !== 'output' || stoppedAt > 0) return;
          stoppedAt = performance.now();
          handle.stop();
        },
      },
    );
    expect(run.end).toMatchObject({ reason: 'stopped' });
    expect(performance.now() - stoppedAt).toBeLessThan(600);
  });

  it('keeps nothing between runs, and two at once see nothing of each other', async () => {
    const first = runProgram(
      runner(),
      'import os\nopen("secret.txt", "w").write("mine")\nopen("/tmp/secret.txt", "w").write("mine")\ninput()\nprint(sorted(os.listdir(".")))',
      { on: () => undefined, answers: [], limits: { idleMs: 15_000 } },
    );
    const look =
      'import os\nprint(sorted(os.listdir(".")), os.path.exists("/tmp/secret.txt"), os.path.exists("/home/learner/secret.txt"))';
    const second = await runProgram(runner(), look);
    expect(second.out).toBe("['main.py'] False False\n");
    const third = await runProgram(runner(), look);
    expect(third.out).toBe("['main.py'] False False\n");
    void first;
  });

  it('reaches no server on this machine', async () => {
    let visits = 0;
    const server = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const program = `import socket, urllib.request
for attempt in (
    lambda: socket.create_connection(('127.0.0.1', ${port}), timeout=1),
    lambda: urllib.request.urlopen('http://127.0.0.1:${port}/', timeout=1),
    lambda: socket.gethostbyname('example.com') and socket.create_connection(('example.com', 80), timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53)),
):
    try:
        print('reached', attempt())
    except Exception as error:
        print('refused')
`;
    const run = await runProgram(runner(), program);
    server.close();
    expect(run.out).toBe('refused\n'.repeat(4));
    expect(visits).toBe(0);
  });

  it('says that there is no internet when a program stumbles over it', async () => {
    const run = await runProgram(
      runner(),
      'import urllib.request\nurllib.request.urlopen("http://example.com/")',
    );
    expect(run.end).toMatchObject({ reason: 'error' });
    if (run.end.error?.type === 'URLError')
      expect(run.end.message).toBe('Programs here cannot use the internet.');
  });

  it('shows none of the server: no files, no settings', async () => {
    const program = `import os
for path in (${JSON.stringify(import.meta.filename)}, '/etc/shadow', '/root/.bashrc', '/etc/passwd', '/etc/hosts'):
    try:
        print(path, len(open(path).read()))
    except OSError:
        print('closed')
print('hush' in str(dict(os.environ)))
for pid in os.listdir('/proc') if os.path.exists('/proc') else []:
    for name in ('environ', 'cmdline'):
        try:
            print('hush-' + '4711' in open('/proc/%s/%s' % (pid, name), errors='replace').read())
        except OSError:
            pass
`;
    const run = await runProgram(runner(), program);
    expect(run.end.reason).toBe('finished');
    expect(run.out.startsWith('closed\n'.repeat(3))).toBe(true);
    expect(run.out).not.toContain('True');
  });

  it('refuses programs it must not start', async () => {
    const outside = await runProgram(runner(), { 'main.py': '', '../x.py': '' });
    expect(outside.end).toMatchObject({ reason: 'refused', exitCode: null });
    const missing = await runProgram(runner(), { 'other.py': '' });
    expect(missing.end.message).toBe('The file to run is not there. Choose a file and run again.');
  });
}
