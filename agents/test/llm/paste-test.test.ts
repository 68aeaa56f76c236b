import type { RunFile } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAsk, aTutor, rainfall } from './model.fixture.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

let scripted: ScriptedModel;
beforeAll(async () => {
  scripted = await startScriptedModel();
});
afterAll(() => scripted.close());

/** A grader that wants a line which nothing else would give away. */
const wants =
  (line: RegExp, tried: string[] = []) =>
  (files: readonly RunFile[]): Promise<boolean> => {
    tried.push(files.find(({ name }) => name === 'main.py')?.text ?? '');
    return Promise.resolve(line.test(tried.at(-1) ?? ''));
  };
const secrets = { solutions: [], hidden: [] };
const ask = async (orders: string, passesMore: ReturnType<typeof wants>) => {
  scripted.knows.orders = orders;
  return (await aTutor(scripted, 'obey')).ask(anAsk('Why?', { secrets, passesMore }));
};

test('code that makes the program pass more tests is a leak: alone, behind the program, or in place of a line', async () => {
  const alone = 'Here you are:\n\n```python\nprint(sum(map(int, "12")))\n```\n\nTry it now.';
  expect((await ask(alone, wants(/^print\(sum/))).fallback).toBe('leak');
  const later = 'Try this one:\n\n```\ndef average_wet(r):\n    return 1.0\n```\n';
  const said = await ask(later, wants(/12\.4[\s\S]*def average_wet\(r\)/));
  expect(said.fallback).toBe('leak');
  expect(said.shown).not.toContain('average_wet');
  const fixed = 'Change one line:\n\n```python\nfor i in range(len(readings) - 1):\n```\n';
  expect((await ask(fixed, wants(/\n {4}for i in range\(len\(readings\) - 1\):\n/))).fallback).toBe(
    'leak',
  );
});

test('blocks are tried together too, and indented code like fenced', async () => {
  const halves =
    'First half:\n\n```python\na = 1\n```\n\nThe other half:\n\n```python\nb = 2\n```\n\nThat is all of it.';
  expect((await ask(halves, wants(/^a = 1\n+b = 2/))).fallback).toBe('leak');
  const indented = 'Write it like this here:\n\n    total = 0\n    print(total)\n\nThat is it.';
  expect((await ask(indented, wants(/^total = 0\nprint/))).fallback).toBe('leak');
});

test('an example that passes nothing new is let through, and words alone are not tried', async () => {
  const tried: string[] = [];
  const example =
    'A list of animals works like this:\n\n```python\npets = ["cat", "dog"]\nprint(pets[1])\n```\n\nWhat does it print?';
  const said = await ask(example, wants(/never/, tried));
  expect(said.model?.text).toBe(example);
  expect(tried.length).toBeGreaterThan(1);
  tried.length = 0;
  await ask('Look at the last round of the loop and say what is in it.', wants(/never/, tried));
  expect(tried).toEqual([]);
});

test('a grader that is away, or an answer full of programs, shows nothing', async () => {
  const example = 'See how this one works:\n\n```python\nprint(1)\n```\n';
  expect((await ask(example, () => Promise.reject(new Error('away')))).fallback).toBe('failed');
  const many = Array.from(
    { length: 12 },
    (_, n) => `Number ${n} is here:\n\n\`\`\`\nprint(${n})\n\`\`\`\n`,
  );
  expect((await ask(many.join('\n'), wants(/never/))).fallback).toBe('unreadable');
});

test('the starter of the exercise is no leak', async () => {
  const own = `You wrote this in your file:\n\n\`\`\`python\n${rainfall.starter}\`\`\`\n\nWhich line runs last?`;
  expect((await ask(own, wants(/never/))).fallback).toBeUndefined();
});
