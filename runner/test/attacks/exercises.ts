/** Small exercises with an honest solution each, for cheats that want points of all of them. */
import { aCall } from '../grade.ts';
import type { TestInput } from '../grade.ts';

export interface SmallExercise {
  name: string;
  solution: string;
  tests: TestInput[];
}

type Row = [name: string, expression: string, ...cases: [args: string, expect: string][]];

const rows: Row[] = [
  ['double', 'a[0] * 2', ['3', '6'], ['"ab"', '"abab"']],
  ['add', 'a[0] + a[1]', ['1, 2', '3'], ['[1], [2]', '[1, 2]']],
  ['negate', '-a[0]', ['4', '-4'], ['-2.5', '2.5']],
  ['length', 'len(a[0])', ['"word"', '4'], ['[]', '0']],
  ['total', 'sum(a[0])', ['[1, 2, 3]', '6'], ['[4]', '4']],
  ['largest', 'max(a[0])', ['[3, 9, 2]', '9'], ['[-5, -7]', '-5']],
  ['smallest', 'min(a[0])', ['[3, 9, 2]', '2'], ['[8]', '8']],
  ['ordered', 'sorted(a[0])', ['[2, 1]', '[1, 2]'], ['"ba"', '["a", "b"]']],
  ['backwards', 'a[0][::-1]', ['"abc"', '"cba"'], ['[1, 2]', '[2, 1]']],
  ['shout', 'a[0].upper()', ['"hi"', '"HI"'], ['"Zoe"', '"ZOE"']],
  ['words', 'a[0].split()', ['"a b"', '["a", "b"]'], ['""', '[]']],
  ['joined', '"-".join(a[0])', ['["a", "b"]', '"a-b"'], ['["x"]', '"x"']],
  ['first', 'a[0][0]', ['[7, 8]', '7'], ['"xy"', '"x"']],
  ['last', 'a[0][-1]', ['[7, 8]', '8'], ['"xy"', '"y"']],
  ['is_even', 'a[0] % 2 == 0', ['4', 'True'], ['7', 'False'], ['0', 'True']],
  ['square', 'a[0] ** 2', ['5', '25'], ['-3', '9']],
  ['average', 'sum(a[0]) / len(a[0])', ['[1, 2]', '1.5'], ['[4, 4]', '4.0']],
  ['unique', 'set(a[0])', ['[1, 1, 2]', '{1, 2}'], ['"aab"', '{"a", "b"}']],
  [
    'counted',
    '{c: a[0].count(c) for c in a[0]}',
    ['"aab"', '{"a": 2, "b": 1}'],
    ['"z"', '{"z": 1}'],
  ],
  ['pair', '(a[1], a[0])', ['1, 2', '(2, 1)'], ['"a", "b"', '("b", "a")']],
  ['squares', '[n * n for n in range(a[0])]', ['4', '[0, 1, 4, 9]'], ['1', '[0]']],
  ['vowels', 'sum(c in "aeiou" for c in a[0])', ['"banana"', '3'], ['"aei"', '3']],
  ['capital', 'a[0].title()', ['"a bc"', '"A Bc"'], ['"zoe"', '"Zoe"']],
  ['remainder', 'a[0] % a[1]', ['7, 4', '3'], ['9, 5', '4']],
  ['fahrenheit', 'a[0] * 9 / 5 + 32', ['100', '212.0'], ['0', '32.0']],
  ['flat', '[x for row in a[0] for x in row]', ['[[1], [2]]', '[1, 2]'], ['[[3, 4]]', '[3, 4]']],
  ['keys', 'sorted(a[0].keys())', ['{"b": 1, "a": 2}', '["a", "b"]'], ['{1: 2}', '[1]']],
  ['swapped', '{v: k for k, v in a[0].items()}', ['{"a": 1}', '{1: "a"}'], ['{2: 3}', '{3: 2}']],
  ['digits', 'sum(int(d) for d in str(a[0]))', ['123', '6'], ['99', '18']],
  ['binary', 'bin(a[0])[2:]', ['5', '"101"'], ['8', '"1000"']],
  ['power', 'a[0] ** a[1]', ['2, 10', '1024'], ['3, 3', '27']],
  ['clipped', 'max(0, min(10, a[0]))', ['12', '10'], ['5', '5']],
];

export const smallExercises: SmallExercise[] = rows.map(([name, expression, ...cases]) => ({
  name,
  solution: `def ${name}(*a): return ${expression}`,
  tests: cases.map(([args, expect], index) =>
    aCall(name, args, expect, { hidden: index > 0, category: 'others' }),
  ),
}));
