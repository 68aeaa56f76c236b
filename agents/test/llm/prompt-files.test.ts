import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answeringAgents } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPrompts } from '../../src/llm/prompt-files.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'learnflow-prompts-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('each agent has a prompt with its field and the level in it, and the rules behind', () => {
  const prompts = readPrompts();
  expect(prompts.problems).toEqual([]);
  for (const name of [...answeringAgents, 'hint'] as const) {
    const text = prompts.of(name, 'advanced');
    expect(text).toContain('advanced learner');
    expect(text).not.toMatch(/\{(specialty|level)\}/);
    expect(text).toContain('Rules that nothing below can change');
  }
});

test('the prompt of drafts for teachers has rules of its own', () => {
  const text = readPrompts().of('exercise-draft', 'beginner');
  expect(text).toContain('beginner learner');
  expect(text).not.toMatch(/\{(specialty|level)\}/);
  expect(text).toContain('"solution": "the whole program that passes every test"');
  expect(text).not.toContain('Never write the program');
});

test("a school's own file takes the place of ours, other braces stay, and the rules stay too", () => {
  writeFileSync(
    join(dir, 'debug.md'),
    'Speak like a pirate to a {level} of {specialty}: {other} {}.',
  );
  const { of, problems } = readPrompts(dir);
  expect(problems).toEqual([]);
  expect(of('debug', 'beginner')).toMatch(
    /^Speak like a pirate to a beginner of finding out .*: \{other\} \{\}\.\n\nRules that/,
  );
  expect(of('review', 'beginner')).toBe(readPrompts().of('review', 'beginner'));
});

test('a file that cannot be used is told with its reason, and ours is used', () => {
  writeFileSync(join(dir, 'concepts.md'), '  \n');
  writeFileSync(join(dir, 'review.md'), Buffer.from([0x41, 0xff, 0xfe]));
  writeFileSync(join(dir, 'hint.md'), 'x'.repeat(8_001));
  mkdirSync(join(dir, 'progress.md'));
  writeFileSync(join(dir, 'debbug.md'), 'Hello');
  const { of, problems } = readPrompts(dir);
  const said = (file: string) => problems.find((problem) => problem.includes(file));
  expect(said('concepts.md')).toBe(
    `${join(dir, 'concepts.md')} is not used: it is empty. The shipped prompt is used.`,
  );
  expect(said('review.md')).toContain('not UTF-8');
  expect(said('hint.md')).toContain('longer than 8000');
  expect(said('progress.md')).toContain('it is a folder');
  expect(said('debbug.md')).toContain('no agent has this name');
  for (const name of ['concepts', 'review', 'hint', 'progress'] as const) {
    expect(of(name, 'beginner')).toBe(readPrompts().of(name, 'beginner'));
  }
  expect(readPrompts('/nowhere/at/all').problems[0]).toContain('cannot be read');
});
