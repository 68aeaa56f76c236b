import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findMisconceptions } from '../src/explain/misconceptions.ts';

const courses = resolve(import.meta.dirname, '../../courses');

/** Each finding with programs that have it, at the marked line, and programs that look alike and do not. */
const cases: Record<string, { has: string[]; hasNot: string[] }> = {
  'or-literal': {
    has: [
      "if answer == 'yes' or 'y': §\n    pass",
      'while x != 1 and 2: §\n    pass',
      "if a == 'b' or 'c' or 'd': §\n    pass",
    ],
    hasNot: [
      "if answer == 'yes' or answer == 'y':\n    pass",
      'x = a or 5',
      "name = given or 'guest'",
    ],
  },
  'compare-true': {
    has: [
      'if done == True: §\n    pass',
      'while found == False: §\n    pass',
      'if x is True: §\n    pass',
    ],
    hasNot: ['same = done == True', 'if done:\n    pass'],
  },
  'is-literal': {
    has: ['if x is 5: §\n    pass', "if name is not 'Ada': §\n    pass"],
    hasNot: ['if x is None:\n    pass', 'if x is not y:\n    pass'],
  },
  'unreachable-branch': {
    has: ['if x > 3:\n    a()\nelif x > 3: §\n    b()'],
    hasNot: ['if x > 3:\n    a()\nelif x > 2:\n    b()', 'if x > 3:\n    a()\nif x > 3:\n    b()'],
  },
  'after-return': {
    has: ['def f():\n    return 1\n    print(2) §', 'while True:\n    break\n    x = 1 §'],
    hasNot: ['def f(x):\n    if x:\n        return 1\n    return 2'],
  },
  'return-too-early': {
    has: [
      'def f(items):\n    for item in items:\n        if item > 3:\n            return True\n        else: §\n            return False'
        .replace('        if item', '        if item')
        .replace(' §', ''),
      'def f(items):\n    for item in items:\n        total = item\n        return total §',
    ],
    hasNot: [
      'def f(items):\n    for item in items:\n        if item > 3:\n            return True\n    return False',
      'for x in y:\n    pass',
    ],
  },
  'prints-not-returns': {
    has: [
      'def add(a, b):\n    print(a + b) §\n\nx = add(1, 2)',
      'def f():\n    print(3) §\n\nprint(f() + 1)',
    ],
    hasNot: [
      'def add(a, b):\n    print(a + b)\n\nadd(1, 2)',
      'def add(a, b):\n    print(a)\n    return a + b\n\nx = add(1, 2)',
    ],
  },
  'missing-return': {
    has: [
      'def grade(n):\n    if n > 3: §\n        return "a"\n    elif n > 2:\n        return "b"',
    ],
    hasNot: [
      'def grade(n):\n    if n > 3:\n        return "a"\n    return "b"',
      'def f(n):\n    if n:\n        return 1\n    else:\n        return 2',
    ],
  },
  'changed-while-looping': {
    has: [
      'for n in nums:\n    if n > 2:\n        nums.remove(n) §',
      'for n in nums:\n    nums.append(n) §',
    ],
    hasNot: ['for n in list(nums):\n    nums.remove(n)', 'for n in nums:\n    other.append(n)'],
  },
  'range-off-by-one': {
    has: [
      'for i in range(len(a) + 1):\n    print(a[i]) §',
      'for i in range(len(a)):\n    print(a[i + 1]) §',
      'for i in range(len(a)):\n    if a[i + 1] > a[i]: §\n        x = 1',
    ],
    hasNot: [
      'for i in range(len(a)):\n    print(a[i])',
      'for i in range(len(a) - 1):\n    print(a[i + 1])',
      'for i in range(len(a)):\n    print(b[i + 1])',
    ],
  },
  'counter-changed': {
    has: ['for i in range(5):\n    i += 1 §'],
    hasNot: ['for i in range(5):\n    j += 1', 'while i < 5:\n    i += 1'],
  },
  'loop-over-number': {
    has: ['for i in 5: §\n    pass', 'for i in len(x): §\n    pass'],
    hasNot: ['for i in range(5):\n    pass'],
  },
  'appended-nothing': { has: ['out.append(print(x)) §'], hasNot: ['out.append(str(x))'] },
  'true-division': {
    has: ['for i in range(n / 2): §\n    pass', 'middle = a[len(a) / 2] §'],
    hasNot: ['x = n / 2', 'for i in range(n // 2):\n    pass'],
  },
  'used-before-value': {
    has: ['def f(items):\n    for x in items:\n        total += x §\n    return total'],
    hasNot: [
      'def f(items):\n    total = 0\n    for x in items:\n        total += x\n    return total',
      'def f(n):\n    n += 1\n    return n',
      'def f():\n    global n\n    n += 1',
    ],
  },
  'dropped-result': {
    has: ['name.upper() §', 'sorted(nums) §', 'text.replace("a", "b") §'],
    hasNot: ['name = name.upper()', 'nums.sort()', 'print(sorted(nums))'],
  },
  'kept-none': {
    has: ['nums = nums.sort() §', 'x = items.append(3) §', 'b = a.reverse() §'],
    hasNot: ['nums.sort()', 'x = nums.pop()', 'y = sorted(nums)'],
  },
  alias: {
    has: ['a = [1, 2]\nb = a §\nb.append(3)', 'a = [1, 2]\nb = a §\nb[0] = 9'],
    hasNot: [
      'a = [1, 2]\nb = a[:]\nb.append(3)',
      'a = 5\nb = a\nb += 1',
      'a = [1]\nb = a\nprint(b)',
    ],
  },
  'repeated-row': {
    has: ['grid = [[0] * 3] * 3 §', 'grid = [[]] * 4 §'],
    hasNot: ['row = [0] * 3', 'grid = [[0] * 3 for _ in range(3)]'],
  },
  'mutable-default': {
    has: ['def f(x, items=[]): §\n    return items', 'def f(d={}): §\n    return d'],
    hasNot: ['def f(items=None):\n    return items', 'def f(n=3):\n    return n'],
  },
  'shadowed-builtin': {
    has: ['list = [1, 2] §', 'def f(max): §\n    return max', 'sum = 0 §'],
    hasNot: ['numbers = [1]', 'class A:\n    def max(self):\n        return 1'],
  },
  'parameter-overwritten': {
    has: [
      'def f(n):\n    n = 5 §\n    return n',
      'def area(w, h):\n    w = int(input()) §\n    return w * h',
    ],
    hasNot: [
      'def f(n):\n    n = n + 5\n    return n',
      'def f(n):\n    if n > 3:\n        n = 3\n    return n',
    ],
  },
  'unused-value': {
    has: ['def f(a):\n    total = a + 1 §\n    return a'],
    hasNot: [
      'def f(a):\n    total = a + 1\n    return total',
      'total = 3',
      'def f(p):\n    x, y = p\n    return x',
    ],
  },
  'changed-type': {
    has: ['age = 5\nage = "five" §', 'total = 0\ntotal = [] §'],
    hasNot: [
      'age = 5\nage = 6',
      'def f():\n    x = 1\n    return x\n\ndef g():\n    x = "a"\n    return x',
    ],
  },
};

function findingsOf(text: string): { id: string; line: number; text: string }[] {
  return findMisconceptions('main.py', text.replaceAll(/ *§/g, ''));
}

test.each(Object.entries(cases))(
  '%s is found where it is, and only there',
  (id, { has, hasNot }) => {
    for (const program of has) {
      const line = program.split('\n').findIndex((text) => text.endsWith('§')) + 1;
      const found = findingsOf(program).filter((one) => one.id === id);
      expect(found.length, program).toBe(1);
      if (line > 0) expect(found[0]?.line, program).toBe(line);
      expect(found[0]?.text).toMatch(/\.$/);
    }
    for (const program of hasNot) {
      expect(
        findingsOf(program).filter((one) => one.id === id),
        program,
      ).toEqual([]);
    }
  },
);

test('nothing is found in the solutions of the shipped exercises', () => {
  const files = globSync('*/*/solution/*.py', { cwd: courses });
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) =>
    findingsOf(readFileSync(join(courses, file), 'utf8')).map(
      (one) => `${file}:${String(one.line)} ${one.id}`,
    ),
  );
  expect(found).toEqual([]);
});
