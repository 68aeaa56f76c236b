/** What a program shows and tells besides its output: the same in every driver. */
import type { RunEvent, Runner } from '@learnflow/shared/run';
import { runEvent } from '@learnflow/shared/run';
import { expect, it } from 'vitest';

import { runProgram } from './program.ts';

const pictures = (events: RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'picture' ? [event.picture] : []));
const svgOf = (base64: string | undefined): string =>
  Buffer.from(base64 ?? '', 'base64').toString();

export function describeShows(runner: () => Runner): void {
  it('tells the frames, the values and the causes of an exception', async () => {
    const program = `class Dog:
    def __repr__(self): return 'forged' * 1000
def lookup(week, i):
    dog, word, big = Dog(), 'x' * 500, 10 ** 5000
    try:
        {}['missing']
    except KeyError as error:
        return week[i + 1] + dog
lookup([0.0, 4.2], 1)`;
    const { end, events } = await runProgram(runner(), program);
    for (const event of events) runEvent.parse(event);
    expect(end.error).toMatchObject({
      ...{ type: 'IndexError', file: 'main.py', line: 8 },
      frames: [
        { line: 9, function: '<module>', text: 'lookup([0.0, 4.2], 1)' },
        { line: 8, function: 'lookup', text: 'return week[i + 1] + dog' },
      ],
      causes: [{ how: 'context', type: 'KeyError', line: 6 }],
    });
    const values = Object.fromEntries(
      end.error?.values?.map(({ name, ...value }) => [name, value]) ?? [],
    );
    expect(values['week']).toEqual({ type: 'list', repr: '[0.0, 4.2]', length: 2 });
    expect(values['i']).toEqual({ type: 'int', repr: '1' });
    expect(values['dog']).toEqual({ type: 'Dog' });
    expect(values['word']).toMatchObject({ type: 'str', length: 500 });
    expect(values['big']).toMatchObject({ repr: 'an int of 16610 bits' });
    expect(JSON.stringify(end)).not.toContain('forged');
  });

  it('is not held up by objects that lie about themselves', async () => {
    const program = `class Meta(type):
    def __getattribute__(cls, name):
        while True: pass
class Evil(metaclass=Meta):
    def __repr__(self):
        while True: pass
    __str__ = __len__ = __iter__ = __eq__ = __hash__ = __getattribute__ = lambda *a: 1 / 0
class List(list):
    def __len__(self): return 10 ** 9
    def __iter__(self):
        while True: pass
def f():
    a, b, c = Evil(), [Evil()], List([1])
    d = []
    d.append(d)
    e = {(1, 2): b}
    return undefined
f()`;
    const { end } = await runProgram(runner(), program);
    expect(end).toMatchObject({ reason: 'error', error: { type: 'NameError', line: 17 } });
    const values = Object.fromEntries(
      end.error?.values?.map(({ name, ...value }) => [name, value]) ?? [],
    );
    expect(values).toMatchObject({
      a: { type: 'Evil' },
      b: { type: 'list', repr: '[<Evil>]', length: 1 },
      c: { type: 'List', length: 1 },
      d: { repr: '[[[[…]]]]' },
      e: { repr: '{(1, 2): [<Evil>]}' },
    });
  });

  it('explains a file that hides one of Python’s own', async () => {
    const files = { 'main.py': 'import random\nrandom.randint(1, 6)', 'random.py': 'x = 1' };
    const { end } = await runProgram(runner(), files);
    expect(end.message).toBe("Your file random.py hides Python's own random. Rename your file.");
    const named = { 'main.py': 'from string import ascii_letters', 'string.py': '' };
    expect((await runProgram(runner(), named)).end.message).toContain('string.py hides');
    const honest = { 'main.py': 'import random\n[].push(1)', 'random.py': '' };
    expect((await runProgram(runner(), honest)).end.message).toBeUndefined();
  });

  it('asks for a password unseen, and does not tell it again', async () => {
    const program =
      'import getpass\nsecret = getpass.getpass("Secret: ")\nname = input("Name: ")\nprint(len(secret), name)\nraise ValueError(secret)';
    const run = await runProgram(runner(), program, { answers: ['hunter22', 'Zoë'] });
    const waits = run.events.filter((event) => event.kind === 'input' && event.waiting);
    expect(waits).toEqual([
      { kind: 'input', waiting: true, secret: true },
      { kind: 'input', waiting: true },
    ]);
    expect(run.out).toBe('Secret: Name: 8 Zoë\n');
    expect(run.end).toMatchObject({ reason: 'error', error: { type: 'ValueError' } });
    expect(JSON.stringify(run.end)).not.toContain('hunter22');
  });

  it('draws turtles without a window', async () => {
    const program = `from turtle import *
speed(0)
color('red', 'gold')
begin_fill()
for _ in range(5):
    forward(100)
    right(144)
end_fill()
penup()
goto(0, -60)
write('A <star>', align='center', font=('Arial', 16, 'bold'))
hideturtle()
done()`;
    const { end, events } = await runProgram(runner(), program);
    expect(end).toMatchObject({ reason: 'finished' });
    const picture = pictures(events).at(-1);
    expect(picture).toMatchObject({ mime: 'image/svg+xml', width: 640, height: 480 });
    const svg = svgOf(picture?.base64);
    expect(svg).toContain('fill="#ffd700"');
    expect(svg).toContain('stroke="#ff0000"');
    expect(svg).toContain('>A &lt;star&gt;</text>');
  });

  it('shows what turtles drew before an error, and leaves a learner’s turtle.py alone', async () => {
    const failed = await runProgram(runner(), 'import turtle\nturtle.forward(50)\n1 / 0');
    expect(failed.end.error?.type).toBe('ZeroDivisionError');
    expect(svgOf(pictures(failed.events).at(-1)?.base64)).toContain('points="0,0 50,0"');
    const own = { 'main.py': 'import turtle\nprint(turtle.x)', 'turtle.py': 'x = "mine"' };
    expect((await runProgram(runner(), own)).out).toBe('mine\n');
  });

  it('offers the text files that a program wrote or changed, and nothing behind links', async () => {
    const files = {
      'main.py': `import os
open('results.csv', 'w').write('a,b\\n1,2\\n')
open('notes.txt', 'a').write('more')
open('same.txt').read()
open('picture.bin', 'wb').write(b'x')
open('latin.txt', 'wb').write(b'\\xff')
open('big.txt', 'w').write('x' * 300000)
os.symlink('/etc/passwd', 'link.txt')
os.symlink('/etc', 'folder')
os.makedirs('out/days/deep')
open('out/days/mon.csv', 'w').write('1')
open('out/days/deep/tue.csv', 'w').write('2')
os._exit(0)`,
      'notes.txt': 'some ',
      'same.txt': 'same',
    };
    const { events, end } = await runProgram(runner(), files);
    expect(end.exitCode).toBe(0);
    const offered = events.flatMap((event) => (event.kind === 'written' ? event.files : []));
    expect(offered).toEqual([
      { name: 'notes.txt', text: 'some more' },
      { name: 'out/days/mon.csv', text: '1' },
      { name: 'results.csv', text: 'a,b\n1,2\n' },
    ]);
    expect(events.at(-1)?.kind).toBe('ended');
  });

  it('shows no picture that a program forges', async () => {
    const program = `import os, struct
svg = b'{"kind": "png", "alt": "x"}\\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
def write(fd, data):
    try: os.write(fd, data)
    except OSError: pass
for fd in range(3, 260):
    write(fd, struct.pack('>I', len(svg)) + svg)
    write(fd, b'x{"type": "Forged", "message": "", "file": "main.py", "line": 1}\\n')
try:
    open('/dev/learnflow', 'wb').write(struct.pack('>I', len(svg)) + svg)
except OSError: pass
print('done')`;
    const { events, end } = await runProgram(runner(), program);
    expect(pictures(events)).toEqual([]);
    // What a program says of itself does not change how it ended.
    expect(end).toMatchObject({ reason: 'finished', exitCode: 0 });
    expect(end.error).toBeUndefined();
  });
}
