import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findLeaks } from '../src/explain/leak.ts';
import { explainMisconception } from '../src/explain/not-meant.ts';

const explain = (text: string, more: { name: string; text: string }[] = []) =>
  explainMisconception([...more, { name: 'main.py', text }], 'main.py');

test('one finding is told, the one that most likely changes the answer', () => {
  const text = [
    'def longest(words):',
    '    unused = 0',
    '    best = ""',
    '    for word in words:',
    '        if len(word) > len(best):',
    '            best = word',
    '        return best',
  ].join('\n');
  expect(explain(text)).toMatchObject({
    family: 'return-too-early',
    title: 'Have a look at line 7',
    ...{ file: 'main.py', line: 7, original: '' },
  });
});

test('of two alike the one in the program that was checked comes first', () => {
  const odd = 'def f():\n    print(1)\n\nx = f()\n';
  expect(explain(odd, [{ name: 'other.py', text: odd }])).toMatchObject({ file: 'main.py' });
});

test('what is only roundabout is no reason for a wrong answer', () => {
  expect(explain('done = False\nif done == True:\n    print(1)\n')).toBeUndefined();
  expect(explain('print("fine")\n')).toBeUndefined();
  expect(explain('(((')).toBeUndefined();
  expect(explainMisconception([{ name: 'data.txt', text: 'x is 5' }], 'data.txt')).toBeUndefined();
});

/** Programs that run and are wrong: one change in a solution. */
const spoilings: ((line: string) => string)[] = [
  (line) => line.replace(/^(\s+)return (\S.*)$/, '$1print($2)'),
  (line) => line.replace(/^(\s{4})(return \S.*)$/, '$1    $2'),
  (line) => line.replace(/range\(len\((\w+)\)\)/, 'range(len($1) + 1)'),
  (line) => line.replace(/^(\s*)(\w+) = (\w+)\.(strip|lower|upper)\(\)$/, '$1$3.$4()'),
];

test('nothing that is said about a spoilt solution of a shipped exercise gives it away', () => {
  const courses = resolve(import.meta.dirname, '../../courses');
  let found = 0;
  for (const file of globSync('*/*/solution/*.py', { cwd: courses })) {
    const solution = readFileSync(join(courses, file), 'utf8');
    const lines = solution.split('\n');
    for (const spoil of spoilings) {
      for (const [i, line] of lines.entries()) {
        if (spoil(line) === line) continue;
        const text = lines.with(i, spoil(line)).join('\n');
        const said = explain(text);
        if (!said) continue;
        found += 1;
        const sources = { solutions: [solution], known: [text], hidden: [] };
        const texts = [said.what, said.question, ...said.hints];
        expect(
          texts.flatMap((one) => findLeaks(one, sources)),
          `${file}: ${text}`,
        ).toEqual([]);
      }
    }
  }
  expect(found).toBeGreaterThan(10);
});
