/** What every driver's grader must do alike; each driver's test file runs this. */
import type { GradeReport, Grader } from '@learnflow/shared/grade';
import { expect, it } from 'vitest';

import { describeGradeReport } from './grade-report-suite.ts';
import { aCall, aDialogue, grade, gradeOne } from './grade.ts';
import type { TestInput } from './grade.ts';

const property = (source: string, cases = 3): TestInput => ({
  kind: 'property',
  id: 'property',
  name: 'any list',
  function: 'f',
  cases,
  source,
});

const suite = (source: string): TestInput => ({
  kind: 'suite',
  id: 'suite',
  name: 'file',
  framework: 'unittest',
  source,
});

export function describeGrader(grader: () => Grader): void {
  it('passes what is right and tells what differs where it is wrong', async () => {
    const program = 'def add(a, b=1):\n    print("noise")\n    return a + b';
    const report = await grade(grader(), program, [
      aCall('add', '1, 2', '3'),
      aCall('add', '"a", b="b"', '"ab"', { weight: 2 }),
      aCall('add', '[1], [2]', '[1, 3]'),
      aCall('subtract', '1', '0'),
    ]);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual([
      'pass',
      'pass',
      'wrong',
      'error',
    ]);
    expect(report).toMatchObject({ earned: 3, possible: 5, score: 60, broken: [] });
    expect(report.outcomes[2]?.diff).toEqual({
      expected: '[1, 3]',
      got: '[1, 2]',
      expectedType: 'list',
      gotType: 'list',
      hint: 'the item at index 1: one too few',
    });
    expect(report.outcomes[3]?.message).toBe('There is no function named subtract.');
  });

  it('judges a program with its folders, in every kind of test', async () => {
    const files = {
      'main.py': 'from shapes.circle import area\nprint(area(2))',
      'shapes/circle.py': 'def area(r):\n    return 3 * r * r',
    };
    const report = await grade(grader(), files, [
      aCall('area', '2', '12'),
      aDialogue('', '12'),
      suite(
        'import unittest\nfrom shapes.circle import area\nclass T(unittest.TestCase):\n    def test_two(self):\n        self.assertEqual(area(2), 12)',
      ),
    ]);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual(['pass', 'pass', 'pass']);
  });

  it('takes every plain value out exactly, and keeps types apart', async () => {
    const values = [
      'None',
      'True',
      '-7',
      '10**60',
      '-(2**64)',
      '0.1',
      '1e300',
      'float("inf")',
      '"Zoë \\n \\U0001F600 \\ud800"',
      'b"\\x00\\xff"',
      '[1, [2.0, (3,)]]',
      '()',
      'set()',
      '{1, "a", (2, 3)}',
      'frozenset({1})',
      '{"a": [1], 2: {3: None}}',
    ];
    const program = `def same(x): return x\ndef other(x): return str(x)`;
    const report = await grade(grader(), program, [
      ...values.map((value) => aCall('same', value, value)),
      aCall('same', '1', 'True'),
      aCall('same', '1', '1.0'),
      aCall('same', '[1]', '(1,)'),
      aCall('other', '1', '1'),
    ]);
    const statuses = report.outcomes.map((outcome) => outcome.status);
    expect(statuses).toEqual([...values.map(() => 'pass'), 'wrong', 'wrong', 'wrong', 'wrong']);
    expect(report.outcomes.at(-1)?.diff?.hint).toBe(
      'the type: str instead of int, the text is the same',
    );
  });

  it('compares as the test says', async () => {
    const program = 'def f(x): return x';
    const near = { kind: 'number', absolute: 0.01, relative: 0 } as const;
    const report = await grade(grader(), program, [
      aCall('f', '[3.141, {"a": 2}]', '[3.14159, {"a": 2.0}]', { compare: near }),
      aCall('f', '3.2', '3.14159', { compare: near }),
      aCall('f', '[3, 1, 2]', '[1, 2, 3]', { compare: { kind: 'unordered' } }),
      aCall('f', '[1, 1, 2]', '[1, 2, 2]', { compare: { kind: 'unordered' } }),
      aCall('f', '7', '9', {
        compare: { kind: 'checker', source: 'def check(expected, got): return got % 2 == 1' },
      }),
      aCall('f', '8', '9', {
        compare: { kind: 'checker', source: 'def check(expected, got): return "must be odd"' },
      }),
    ]);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual([
      'pass',
      'wrong',
      'pass',
      'wrong',
      'pass',
      'wrong',
    ]);
    expect(report.outcomes.at(-1)?.message).toBe('must be odd');
  });

  it('checks what a program prints for its input', async () => {
    const program = 'name = input()\nprint("Hello,", name + "! ")\nprint(3.14159)';
    const report = await grade(grader(), program, [
      aDialogue('Maya\n', 'Hello, Maya!\n3.14159'),
      aDialogue('Maya\n', 'Hello, Maya!\n3.14159', { compare: { kind: 'exact' } }),
      aDialogue('Maya\n', 'Hello, Maya!\n3.14', {
        compare: { kind: 'number', absolute: 0.01, relative: 0 },
      }),
      aDialogue('Maya\n', '3.14159\nHello, Maya!', { compare: { kind: 'unordered' } }),
      aDialogue('', ''),
      aDialogue('Bo\n', 'Hello, Maya!\n3.14159'),
    ]);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual([
      'pass',
      'wrong',
      'pass',
      'pass',
      'error',
      'wrong',
    ]);
    expect(report.outcomes[1]?.diff?.hint).toBe('blanks at the end of the first line');
    expect(report.outcomes[4]?.message).toContain('more input than this test gives');
    expect(report.outcomes[5]?.diff?.hint).toBe('the first line, from character 8 on');
  });

  it('asks for exceptions where a test does', async () => {
    const program = `class TooSmall(ValueError): pass
def f(x):
    if x < 0: raise TooSmall("no")
    return x`;
    const raising = (id: string, args: string, raises: string): TestInput => ({
      kind: 'call',
      id,
      name: id,
      function: 'f',
      args,
      raises,
    });
    const report = await grade(grader(), program, [
      raising('own', '-1', 'TooSmall'),
      raising('parent', '-1', 'ValueError'),
      raising('other', '-1', 'KeyError'),
      raising('none', '1', 'ValueError'),
    ]);
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual([
      'pass',
      'pass',
      'error',
      'wrong',
    ]);
  });

  it('reaches no test of a file that cannot be loaded, and names the line', async () => {
    const tests = [aCall('f', '1', '1'), aDialogue('', 'x')];
    const syntax = await grade(grader(), 'def f(x):\n    return x +', tests);
    for (const outcome of syntax.outcomes)
      expect(outcome).toMatchObject({
        status: 'not-reached',
        error: { type: 'SyntaxError', file: 'main.py', line: 2 },
      });
    expect(syntax.score).toBe(0);
    const raised = await gradeOne(grader(), 'x = 1 / 0\ndef f(x): return x', tests[0] as TestInput);
    expect(raised).toMatchObject({ status: 'not-reached', error: { type: 'ZeroDivisionError' } });
    const asks = await gradeOne(grader(), 'n = input()\ndef f(x): return x', tests[0] as TestInput);
    expect(asks.message).toContain('outside its functions');
  });

  it('lets one test that hangs cost only itself', async () => {
    const program = 'def f(x):\n    while x == 2: pass\n    return x';
    const limits = { cpuMs: 700, wallMs: 2_500 };
    const report = await grade(
      grader(),
      program,
      [1, 2, 3].map((x) => aCall('f', String(x), String(x), { limits })),
    );
    expect(report.outcomes.map((outcome) => outcome.status)).toEqual(['pass', 'time', 'pass']);
    expect(report.score).toBe(67);
  });

  it('tells limits apart', async () => {
    const memory = await gradeOne(
      grader(),
      'def f(x): return len([0] * 10**9)',
      aCall('f', '1', '1', { limits: { memoryBytes: 64 * 1024 * 1024 } }),
    );
    expect(memory.status).toBe('memory');
    const output = await gradeOne(
      grader(),
      'def f(x):\n    while True: print("x" * 1000)',
      aCall('f', '1', '1'),
    );
    expect(output.status).toBe('output');
  });

  it('tries properties with made inputs and shows the one that fails', async () => {
    const source = `def generate(random):
    return ([random.randint(0, 9) for _ in range(4)],)
def check(numbers, got):
    return got == sorted(numbers)`;
    const right = await gradeOne(grader(), 'def f(x): return sorted(x)', property(source));
    expect(right.status).toBe('pass');
    const wrong = await gradeOne(grader(), 'def f(x): return x', property(source));
    expect(wrong.status).toBe('wrong');
    expect(wrong.message).toMatch(/^f\(\[.*\]\) gave \[.*\]: that is not right$/);
    const raised = await gradeOne(grader(), 'def f(x): return x[9]', property(source));
    expect(raised).toMatchObject({ status: 'error', error: { type: 'IndexError' } });
    expect(raised.message).toMatch(/^In f\(\[/);
  });

  it('runs a test file of the teacher and says that it ran beside the code', async () => {
    const source = `import unittest
from main import f
class Tests(unittest.TestCase):
    def test_one(self): self.assertEqual(f(1), 1)
    def test_two(self): self.assertEqual(f(2), 2)`;
    const right = await grade(grader(), 'def f(x): return x', [suite(source)]);
    expect(right).toMatchObject({ score: 100, checkedIn: 'in-process' });
    const wrong = await gradeOne(grader(), 'def f(x): return 1', suite(source));
    expect(wrong).toMatchObject({ status: 'wrong' });
    expect(wrong.message).toBe('1 of 2 checks passed.\ntest_two: 1 != 2');
  });

  it('finds constraints in the syntax tree, not in the text', async () => {
    const rules = [
      { rule: 'forbidden', construct: 'call', name: 'sorted', message: 'no sorted' },
      { rule: 'required', construct: 'for', message: 'use for' },
    ] as const;
    const tests = [aCall('f', '[2, 1]', '[1, 2]')];
    const broken = async (program: string): Promise<GradeReport> =>
      grade(grader(), program, tests, [...rules]);
    const both = await broken('def f(x): return sorted(x)');
    expect(both).toMatchObject({ broken: ['no sorted', 'use for'], earned: 1, score: 0 });
    const alias = await broken('g = sorted\ndef f(x):\n    for _ in x: pass\n    return g(x)');
    expect(alias).toMatchObject({ broken: ['no sorted'], score: 49 });
    const words = await broken(
      '# sorted(x)\ndef f(x):\n    "for sorted()"\n    for _ in x: x = [min(x), max(x)]\n    return x',
    );
    expect(words).toMatchObject({ broken: [], score: 100 });
    const deep = `def f(x):\n    for _ in x: pass\n    x.sort()\n    return x\ny = lambda: ${'-'.repeat(3_000)}1`;
    expect((await broken(deep)).score).toBeLessThan(100);
  });

  it('blames a broken test on its author', async () => {
    const outcome = await gradeOne(grader(), 'def f(x): return x', aCall('f', '1', '[1'));
    expect(outcome.status).toBe('not-reached');
    expect(outcome.message).toMatch(/^This test itself is broken: SyntaxError/);
  });

  describeGradeReport(grader);
}
