import type { Answerer, AnsweringAgent } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { aFailedRun, anAnswerer, aRequest } from '../test/a-question.ts';
import { agents } from './agents.ts';
import { createTutor, type TutorModel } from './tutor.ts';

const to = (agent: AnsweringAgent | null) => () => ({ agent, reason: 'Because.' });
const full = { mode: 'full', approve: false, perStudent: 9, tokensPerDay: 9_000 } as const;

test('the routed agent answers, and the reason goes with it', async () => {
  const answerers = [anAnswerer('debug'), anAnswerer('concepts')];
  const { ask } = createTutor({ answerers, route: to('concepts') });
  expect(await ask(aRequest('What is a list?'))).toEqual({
    route: { agent: 'concepts', reason: 'Because.' },
    builtIn: { agent: 'concepts', text: 'concepts', nextSteps: [], offerPerson: false },
    calls: [],
  });
});

test('where the routed agent has nothing to say or fails, another answers', async () => {
  for (const says of [false, new Error('a mistake')]) {
    const answerers = [anAnswerer('debug', says), anAnswerer('concepts')];
    const { ask } = createTutor({ answerers, route: to('debug') });
    expect((await ask(aRequest('Why?'))).builtIn.agent).toBe('concepts');
  }
});

test('nobody knows: it says so and offers a person', async () => {
  for (const agent of ['review', 'progress', null] as const) {
    const { ask } = createTutor({ answerers: [anAnswerer('debug', false)], route: to(agent) });
    const { builtIn } = await ask(aRequest('Why?'));
    expect(builtIn).toMatchObject({ agent: null, offerPerson: true });
    expect(builtIn.text).toMatch(/no built-in answer/);
  }
});

const aModel = (answer: TutorModel['answer']): TutorModel => ({
  name: 'a-model',
  answer,
  draftHint: () => Promise.reject(new Error('away')),
  draftExercise: () => Promise.reject(new Error('away')),
});

test('a model adds to the rules only where the class allows it and an agent is responsible', async () => {
  let asked = 0;
  const model = aModel((agent) => {
    asked += 1;
    const answer = { agent, text: 'More.', nextSteps: [], offerPerson: false };
    return Promise.resolve({ answer, calls: [] });
  });
  const tutor = (agent: AnsweringAgent | null) =>
    createTutor({ answerers: [anAnswerer('debug')], route: to(agent), model });
  expect(await tutor('debug').ask(aRequest('Why?', { policy: full }))).toMatchObject({
    builtIn: { text: 'debug' },
    model: { text: 'More.' },
  });
  for (const mode of ['off', 'hints'] as const) {
    const said = await tutor('debug').ask(aRequest('Why?', { policy: { ...full, mode } }));
    expect(said).not.toHaveProperty('model');
  }
  expect(await tutor(null).ask(aRequest('Why?', { policy: full }))).not.toHaveProperty('model');
  expect(asked).toBe(1);
  expect(tutor(null).model).toBe('a-model');
});

test('a class without a model asks none for a draft either', async () => {
  const model: TutorModel = {
    ...aModel(() => expect.fail()),
    draftHint: () => Promise.resolve({ text: 'Look there.', calls: [] }),
    draftExercise: () => expect.fail(),
  };
  const tutor = createTutor({ answerers: [], route: to(null), model });
  const hintIn = (mode: 'off' | 'hints') => {
    const request = aRequest('Why?', { policy: { ...full, mode } });
    return tutor.draftHint({ ...request, reason: 'stuck' });
  };
  expect(await hintIn('off')).toEqual({ calls: [] });
  expect(await hintIn('hints')).toMatchObject({ text: 'Look there.' });
  const off = { ...full, mode: 'off' } as const;
  const request = { text: 'Queues', id: 'made-x/draft-1', policy: off, spent: { tokens: 0 } };
  expect(await tutor.draftExercise(request)).toEqual({ calls: [] });
});

test("whatever a model does, the rules' own answer comes", async () => {
  const model = aModel(() => Promise.reject(new Error('away')));
  const tutor = createTutor({ answerers: [anAnswerer('debug')], route: to('debug'), model });
  expect(await tutor.ask(aRequest('Why?', { policy: full }))).toMatchObject({
    builtIn: { text: 'debug' },
    fallback: 'failed',
  });
  const hint = await tutor.draftHint({ ...aRequest('Why?', { policy: full }), reason: 'stuck' });
  expect(hint).toEqual({ calls: [] });
  const request = { text: 'Queues', id: 'made-x/draft-1', policy: full, spent: { tokens: 0 } };
  expect(await tutor.draftExercise(request)).toEqual({ calls: [] });
});

test('the tutor of the product explains the last error without a model', async () => {
  const tutor = agents.createTutor();
  const lastRun = aFailedRun(
    'days = [3, 1]\nprint(days[2])\n',
    'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\n    print(days[2])\nIndexError: list index out of range\n',
  );
  const said = await tutor.ask(aRequest('why do I get this error', { of: { lastRun } }));
  expect(said.route).toMatchObject({ agent: 'debug' });
  expect(said.builtIn).toMatchObject({ agent: 'debug', offerPerson: false });
  expect(said.builtIn.text).toMatch(/`days`/);
  expect(tutor.model).toBeNull();
});

test('what the debug agent says is held back where it would be the solution', async () => {
  const solution = 'def rising(days):\n    for i in range(1, len(days)):\n        count += 1\n';
  const says = (text: string, nextSteps: string[]): Answerer => ({
    name: 'debug',
    answer: () => ({ agent: 'debug', text, nextSteps, offerPerson: false }),
  });
  const said = async (text: string, known: string, nextSteps: string[] = []) => {
    const { ask } = createTutor({ answerers: [says(text, nextSteps)], route: to('debug') });
    const program = { files: [{ name: 'main.py', text: known }], entry: 'main.py' };
    const secrets = { solutions: [solution], hidden: [] };
    return (await ask(aRequest('Why?', { secrets, of: { program } }))).builtIn.text;
  };
  const leak = 'Write `for k in range(1, len(values)):` there.';
  expect(await said(leak, 'x = 1\n')).toMatch(/What did you expect/);
  expect(await said(leak, solution)).toBe(leak);
  expect(await said('Look there.', 'x = 1\n', [leak])).toMatch(/What did you expect/);
});
