import { review as reviewSchema } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { readCode } from '../explain/code.ts';
import { review } from './agent.ts';
import { lint } from './lint.ts';
import { reviewProgram } from './review.ts';
import { ruffWords } from './ruff-words.ts';
import { shapesOf } from './shape.ts';

const good = `def total(numbers):
    """Adds up what is positive."""
    result = 0
    for number in numbers:
        if number > 0:
            result += number
    return result
`;
const poor = `import os
def F(l, q=[]):
    if l == None:
        return 1
    else:
        list = 2
        return 2
`;
const of = (text: string, more: object = {}) =>
  reviewProgram({ files: [{ name: 'main.py', text }], given: [], ...more });
const points = (text: string, name: string, more: object = {}) =>
  of(text, more).parts.find((part) => part.name === name)?.points;

test('a plain program that passes everything has 100, and the score is the sum of its parts', () => {
  expect(of(good, { correctness: 100, tests: { passed: 5, total: 5 } })).toMatchObject({
    score: 100,
    quality: 100,
    findings: [],
    improve: [],
  });
  const half = of(poor, { correctness: 40, tests: { passed: 2, total: 5 } });
  const sum = half.parts.reduce((all, part) => all + part.weight * part.points, 0);
  expect(half.score).toBe(Math.floor(sum / 100 + 0.5));
  expect(half.parts.map(({ weight }) => weight)).toEqual([50, 20, 15, 15]);
  expect(() => reviewSchema.parse(half)).not.toThrow();
});

test('without a verdict the other parts count alone', () => {
  const { parts, score } = of(good);
  expect(parts.map(({ name }) => name)).toEqual(['style', 'complexity', 'readability']);
  expect(score).toBe(100);
});

test('style is findings for 10 lines, with the line and plain words for each', () => {
  const { findings, quality, improve } = of(poor);
  expect(findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['F401', 'B006', 'E711', 'N802', 'A001', 'RET505']),
  );
  expect(findings.find(({ code }) => code === 'E711')).toMatchObject({ line: 3 });
  expect(quality).toBe(0);
  expect(improve.length).toBeGreaterThanOrEqual(2);
  expect(improve.join('\n')).toContain('`');
  const one = good.replace('    result = 0', '    unused = 3\n    result = 0');
  expect(of(one).quality).toBe(80);
});

test('what came with the exercise does not count against the learner', () => {
  const given = [{ name: 'main.py', text: 'import os\ndef F(l, q=[]):\n    pass\n' }];
  const codes = of(poor, { given }).findings.map(({ code }) => code);
  expect(codes).not.toContain('F401');
  expect(codes).not.toContain('N802');
  expect(codes).toContain('E711');
});

test('ways, blocks and loops are counted for each function by itself', () => {
  const text = `def outer(rows):
    for row in rows:
        for cell in row:
            if cell and cell > 2 or cell < 0:
                print([x for x in row if x])
    def inner(a):
        while a:
            a -= 1

print(1 if inner else 2)
`;
  const shapes = shapesOf(readCode('main.py', text));
  expect(
    shapes.map(({ name, cyclomatic, nesting, loops }) => [name, cyclomatic, nesting, loops]),
  ).toEqual([
    ['', 2, 0, 0],
    ['outer', 8, 3, 2],
    ['inner', 2, 1, 1],
  ]);
});

test('much at once costs points of complexity', () => {
  const deep = `def f(a):
    for b in a:
        for c in b:
            for d in c:
                if d:
                    print(d)
`;
  expect(points(deep, 'complexity')).toBe(100 - 10 - 15);
  expect(points(good, 'complexity')).toBe(100);
});

test('names that say nothing, long lines and lines that come again cost points of readability', () => {
  expect(points('tmp = 3\nw = 4\nprint(tmp, w)\n', 'readability')).toBe(80);
  expect(points(`words = "${'a'.repeat(90)}"\n`, 'readability')).toBe(90);
  const again = 'print("hello there")\n';
  expect(points(again.repeat(4), 'readability')).toBe(90);
});

test('a program that Python cannot read has no points for how it reads, and says where', () => {
  const broken = of('def f(:\n    return 1\n', { correctness: 0, tests: { passed: 0, total: 3 } });
  expect(broken.score).toBe(0);
  expect(broken.improve[0]).toMatch(/^Line 1 /);
});

test('at least 40 findings have words, and the linter knows every code', () => {
  expect(Object.keys(ruffWords).length).toBeGreaterThanOrEqual(40);
  expect(() => lint({ name: 'a.py', text: good })).not.toThrow();
  for (const words of Object.values(ruffWords)) expect(words).toMatch(/^.{15,}[.]$/);
});

test('nothing makes it throw', () => {
  for (const text of [
    '',
    '\0',
    '((((((((',
    'x'.repeat(70_000),
    '\ud800',
    'if\n\t if',
    '# only a comment\n',
  ]) {
    expect(() => of(text)).not.toThrow();
  }
});

const ask = (text: string, code = good) =>
  review.answer({
    ...{ text, level: 'beginner', earlier: [] },
    program: { files: [{ name: 'main.py', text: code }], entry: 'main.py' },
  });

test.each([
  'is my code good?',
  'Can you review my code',
  'how can I improve my program?',
  'is this code ok',
])('"%s" gets a review', (text) => {
  expect(ask(text)?.text).toContain('100 out of 100');
});

test('the answer names the learner’s own lines and shows the formula', () => {
  const answer = ask('is my code good?', poor);
  expect(answer?.text).toMatch(/Line 2 \(`def F\(l, q=\[\]\):`\)/);
  expect(answer?.text).toContain('÷ 50');
  expect(answer?.nextSteps.length).toBeGreaterThanOrEqual(2);
});

test('other questions are not for this agent, and an empty file is told so', () => {
  expect(ask('How do loops work?')).toBeUndefined();
  expect(ask('I get an IndexError in line 3')).toBeUndefined();
  expect(ask('is my code good?', '\n')?.text).toContain('no program');
});
