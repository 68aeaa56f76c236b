import type { Question } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { exercise } from './agent.ts';

const lesson = [
  { id: 'a/one', title: 'Sum it up', topic: 'Loops', difficulty: 'easy', solved: true },
  { id: 'a/two', title: 'Count it', topic: 'For loops', difficulty: 'medium', solved: false },
  { id: 'a/three', title: 'Look it up', topic: 'Dictionaries', difficulty: 'easy', solved: false },
];
const ask = (text: string, exercises: Question['exercises'] = lesson) =>
  exercise.answer({ text, level: 'beginner', earlier: [], ...(exercises ? { exercises } : {}) });

test('a student who wants an exercise gets the name of one that is still open and about that', () => {
  expect(ask('give me an exercise on loops')?.text).toContain('**Count it**');
  expect(ask('can i practise dicts?')?.text).toContain('**Look it up**');
  expect(ask('what should i do next')?.text).toContain('**Count it**');
});

test('what the lesson does not have is a matter for the teacher', () => {
  const answer = ask('an exercise about recursion please');
  expect(answer).toMatchObject({ agent: 'exercise', offerPerson: true, topic: 'Recursion' });
  expect(answer?.text).toContain('recursion');
  expect(ask('give me another task', [])?.offerPerson).toBe(true);
  const solved = lesson.map((one) => ({ ...one, solved: true }));
  expect(ask('something else to do', solved)?.text).toContain('solved everything');
});

test('other questions are not for this agent', () => {
  expect(ask('How do for loops work?')).toBeUndefined();
  expect(ask('NameError: name x is not defined')).toBeUndefined();
});
