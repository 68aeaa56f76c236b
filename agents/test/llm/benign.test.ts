import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAsk, atExercise, aTutor, exercises } from './model.fixture.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

let scripted: ScriptedModel;
beforeAll(async () => {
  scripted = await startScriptedModel();
});
afterAll(() => scripted.close());

/** Answers as a good tutor gives them: exercise, question, text. */
const answers = readFileSync(join(import.meta.dirname, 'benign.txt'), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((part) => {
    const [, slug = '', question = '', text = ''] = /^(\S+) \| (.*)\n([\s\S]*)$/.exec(part) ?? [];
    return { slug, question, text: text.trim() };
  });

test('good answers are hardly ever held back, and come through unchanged', async () => {
  expect(answers.length).toBeGreaterThanOrEqual(60);
  const { ask } = await aTutor(scripted, 'obey');
  const held: string[] = [];
  for (const { slug, question, text } of answers) {
    const exercise = exercises.find(({ id }) => id.endsWith(`/${slug}`)) ?? expect.fail(slug);
    const { solution, hidden } = exercise;
    scripted.knows.orders = text;
    const secrets = { solutions: [solution], hidden };
    const said = await ask(anAsk(question, { of: atExercise(exercise), secrets }));
    if (said.model) expect(said.model.text).toBe(text);
    else held.push(`${slug}: ${question}: ${said.fallback}: ${text}`);
  }
  console.log(`${held.length} of ${answers.length} good answers held back`);
  expect(held.length / answers.length, held.join('\n')).toBeLessThanOrEqual(0.02);
}, 60_000);
