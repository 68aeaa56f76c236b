import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Answer, StudentReport } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { debug } from '../src/debug/agent.ts';
import { explainRun } from '../src/explain/explain.ts';
import type { LeakSources } from '@learnflow/shared';
import { findLeaks } from '../src/explain/leak.ts';
import { aQuestion } from './a-question.ts';
import { type Failure, type Program, runPrograms } from './corpus.ts';

const courses = resolve(import.meta.dirname, '../../courses');

interface Exercise {
  name: string;
  starter: string;
  solution: string;
  sources: LeakSources;
}

function readAll(pattern: string): string {
  return globSync(pattern, { cwd: courses })
    .map((file) => readFileSync(join(courses, file), 'utf8'))
    .join('\n');
}

/** Values hidden tests expect: what stands in a test's block that is marked as hidden. */
function hiddenOf(yaml: string): string[] {
  return yaml
    .split(/^ {2}- /m)
    .filter((block) => /^ {4}hidden: true/m.test(block))
    .flatMap((block) =>
      [...block.matchAll(/^ {4}(?:expect|output): '?(.*?)'?$/gm)].map((one) => one[1] ?? ''),
    );
}

const exercises: Exercise[] = globSync('*/*/exercise.yaml', { cwd: courses }).map((file) => {
  const home = file.replace(/\/exercise\.yaml$/, '');
  const starter = readAll(`${home}/starter/*.py`);
  const solution = readAll(`${home}/solution/*.py`);
  const task = readAll(`${home}/task.md`);
  const hidden = hiddenOf(readFileSync(join(courses, file), 'utf8'));
  return {
    name: home,
    starter,
    solution,
    sources: { solutions: [solution], known: [starter, task], hidden },
  };
});

/** What goes wrong in a solution while somebody writes it: one change at a time, each in every line where it fits. */
const spoilings: [what: string, change: (line: string) => string | undefined][] = [
  ['a colon less', (line) => (/:\s*$/.test(line) ? line.replace(/:\s*$/, '') : undefined)],
  ['a bracket less', (line) => (line.includes(')') ? line.replace(/\)([^)]*)$/, '$1') : undefined)],
  ['a quote less', (line) => (/["']/.test(line) ? line.replace(/["']/, '') : undefined)],
  ['a name misspelt', (line) => line.replace(/\b([a-z]{4,})\b(?!\()/, (word) => `${word}x`)],
  [
    'one more',
    (line) => (/\[\w+\]/.test(line) ? line.replace(/\[(\w+)\]/, '[$1 + 9]') : undefined),
  ],
  ['no conversion', (line) => (line.includes('int(') ? line.replace(/int\(/, 'str(') : undefined)],
  ['no return', (line) => (/^\s+return \S/.test(line) ? line.replace('return ', '') : undefined)],
  ['two equals', (line) => (line.includes('==') ? line.replace('==', '=') : undefined)],
  ['no indentation', (line) => (/^\s{4}/.test(line) ? line.slice(4) : undefined)],
];

function wrongPrograms({ name, solution }: Exercise): Program[] {
  const lines = solution.split('\n');
  return spoilings.flatMap(([what, change]) =>
    lines.flatMap((line, i): Program[] => {
      const changed = change(line);
      if (changed === undefined || changed === line) return [];
      const text = lines.with(i, changed).join('\n');
      return [
        {
          id: `${name}: ${what}, line ${String(i + 1)}`,
          family: '*',
          words: [],
          text,
          line: undefined,
        },
      ];
    }),
  );
}

function leaksOf(failure: Failure, exercise: Exercise): string[] {
  const said = explainRun(failure.run);
  const explained = said ? [said.what, said.why, said.question, ...said.hints] : [];
  const answered = answersTo(failure).flatMap(({ text, nextSteps }) => [text, ...nextSteps]);
  // The learner sees what their program is; it cannot be given away. All else of the solution can.
  const sources = { ...exercise.sources, known: [...exercise.sources.known, failure.program.text] };
  return [...explained, ...answered].flatMap((text) =>
    findLeaks(text, sources).map((leak) => `${failure.program.id} ${leak.kind}: ${text}`),
  );
}

/** What the debug agent says to such a program: after its run, and after a check that found a wrong value. */
function answersTo({ run, program: { text } }: Failure): Answer[] {
  const program = { files: [{ name: 'main.py', text }], entry: 'main.py' };
  const diff = { expected: '6', got: 'None', expectedType: 'int', gotType: 'NoneType' };
  const outcome = { testId: 'a', status: 'wrong', durationMs: 1, diff } as const;
  const report: StudentReport = {
    ...{ outcomes: [outcome], hidden: [], broken: [], passed: 0, total: 1, score: 0 },
    checkedIn: 'separate-process',
  };
  const questions = [
    aQuestion("why doesn't it work?", { program, lastRun: run }),
    aQuestion('why does the test fail?', { program, report }),
  ];
  return questions.flatMap((question) => debug.answer(question) ?? []);
}

test('no explanation, no hint of any level and no answer of the debug agent gives a shipped exercise away', () => {
  expect(exercises.length).toBeGreaterThan(20);
  const all = exercises.flatMap((exercise) =>
    wrongPrograms(exercise).map((program) => ({ exercise, program })),
  );
  expect(all.length).toBeGreaterThan(300);
  const byId = new Map(all.map((one) => [one.program.id, one.exercise]));
  const failures = runPrograms(all.map((one) => one.program));
  expect(failures.filter(({ run }) => run.end.reason !== 'finished').length).toBeGreaterThan(200);
  expect(failures.filter((one) => answersTo(one).length === 2).length).toBe(failures.length);
  expect(failures.flatMap((one) => leaksOf(one, byId.get(one.program.id) as Exercise))).toEqual([]);
});

test('the solution itself is found in every form a text can hold it', () => {
  for (const { name, solution, sources } of exercises) {
    const body = solution.replace(/"""[\s\S]*?"""/g, '');
    if (findLeaks(`\`\`\`python\n${body}\n\`\`\``, { ...sources, known: [] }).length === 0) {
      // Fewer than eight tokens: nothing that could be told from any other program.
      expect(body.trim().length, name).toBeLessThan(60);
      continue;
    }
    const renamed = body.replace(
      /\b(readings|count|wet|text|total|number|items|first|second|line)\b/g,
      'z_$1',
    );
    const indented = renamed
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n');
    for (const text of [`Try this:\n\`\`\`\n${renamed}\n\`\`\``, `Like so:\n\n${indented}`]) {
      expect(findLeaks(text, { ...sources, known: [] }), name).not.toEqual([]);
    }
  }
});

const sources: LeakSources = {
  solutions: [
    'def rising(days):\n    count = 0\n    for i in range(1, len(days)):\n        if days[i] > days[i - 1]:\n            count += 1\n    return count\n',
  ],
  known: ['def rising(days):\n    pass\n'],
  hidden: ["'too short'", '0', "'ab'"],
};

test('renamed code, code inline, code read aloud and a hidden answer are leaks', () => {
  const kinds = (text: string) => findLeaks(text, sources).map((leak) => leak.kind);
  expect(kinds('Write `for k in range(1, len(values)):` first.')).toContain('code');
  expect(kinds('```\nfor k in range(1, len(values)):\n```')).toContain('code');
  expect(kinds('Write `for k in range(1,` and then `len(values)):`.')).toContain('code');
  expect(kinds('Say for i in range 1 len days if days i, and so on.')).toContain('words');
  expect(kinds('It should be too short then.')).toEqual(['expected']);
});

test("a sentence, short code, the learner's own code and a short answer are none", () => {
  const none = (text: string, known: string[] = []) =>
    expect(findLeaks(text, { ...sources, known: [...sources.known, ...known] })).toEqual([]);
  none(
    'Look at the loop. What is `i` the last time round, and which place does `days[i - 1]` ask for?',
  );
  none('The answer of 0 is ab.');
  none('You have `for i in range(1, len(days)):` there.', ['for i in range(1, len(days)):\n    x']);
});
