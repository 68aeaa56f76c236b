import type { Answer, Question } from '@learnflow/shared';
import { answer as shape } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { concepts, findConcept } from '../../src/concepts/agent.ts';

const ask = (text: string, rest: Partial<Question> = {}): Answer | undefined =>
  concepts.answer({ text, level: 'beginner', earlier: [], ...rest });

/** The last of some questions that one student asks one after the other. */
function talk(...texts: readonly string[]): Answer | undefined {
  const earlier: Question['earlier'][number][] = [];
  let last: Answer | undefined;
  for (const text of texts) {
    last = ask(text, { earlier });
    if (!last) return undefined;
    earlier.push({
      text,
      agent: 'concepts',
      answer: last.text,
      ...(last.topic === undefined ? {} : { topic: last.topic }),
    });
  }
  return last;
}

const depth = (id: string, level: 'beginner' | 'intermediate' | 'advanced'): string =>
  findConcept(id)?.depths[level] ?? 'no such concept';

test('answers with the text, an example that runs, a picture and things to try', () => {
  const answer = ask('How do for loops work in Python?');
  expect(answer?.topic).toBe('for-loop');
  expect(answer?.text).toContain(depth('for-loop', 'beginner'));
  expect(answer?.text).toContain('```python\nnames = ["Ada", "Bob", "Cem"]');
  expect(answer?.text).toContain('```text\nHello Ada');
  expect(answer?.text).toContain('**Picture**\n```text');
  expect(answer?.nextSteps).toHaveLength(3);
  expect(shape.safeParse(answer).success).toBe(true);
});

test('goes as deep as the student is', () => {
  for (const level of ['beginner', 'intermediate', 'advanced'] as const) {
    expect(ask('what is a list?', { level })?.text).toContain(depth('lists', level));
  }
});

test('shows the line of their own program', () => {
  const program = {
    entry: 'main.py',
    files: [
      { name: 'other.py', text: 'for x in []:\n    pass\n' },
      {
        name: 'main.py',
        text: 'total = 0\nif True:\n    for price in [3, 4]:\n        print(price)\n',
      },
    ],
  };
  const answer = ask('how does a for loop work', { program });
  expect(answer?.text).toContain('line 3 of `main.py`:\n```python\nfor price in [3, 4]:\n```');
  expect(ask('what is a while loop', { program })?.text).not.toContain('In your program');
});

test('a line of theirs cannot end its block of code', () => {
  const text = 'word = "```"\nprint(word)\n';
  const answer = ask('what is a variable', {
    program: { entry: 'main.py', files: [{ name: 'main.py', text }] },
  });
  expect(answer?.text).toContain('````python\nword = "```"\n````');
});

test('knows what "and while?" is about', () => {
  expect(talk('how do for loops work', 'and while?')?.topic).toBe('while-loop');
  expect(talk('what is a list', 'and a tuple?')?.topic).toBe('tuples');
  expect(talk('what is a while loop', 'what about break')?.topic).toBe('break-continue');
  expect(talk('how do for loops work', 'what about with a dictionary?')?.topic).toBe('dict-loops');
});

test('goes deeper and back on the same concept', () => {
  const shows = (level: Parameters<typeof depth>[1], ...texts: readonly string[]): void => {
    const answer = talk(...texts);
    expect(answer?.topic, texts.join(' → ')).toBe('while-loop');
    expect(answer?.text, texts.join(' → ')).toContain(depth('while-loop', level));
  };
  shows('intermediate', 'what is while', 'why?');
  shows('intermediate', 'what is while', 'tell me more');
  shows('advanced', 'what is while', 'more', 'deeper please');
  shows('beginner', 'what is while', 'more', 'simpler please');
  shows('intermediate', 'what is while', 'more', 'more', "I don't get it");
});

test('says so at both ends, and offers a person', () => {
  const end = talk('what is while', 'more', 'more', 'more');
  expect(end?.text).toContain('That is all there is here');
  expect(end?.offerPerson).toBe(true);
  expect(talk('what is while', 'simpler')?.offerPerson).toBe(true);
});

test('shows another example each time', () => {
  const [first, second] = findConcept('while-loop')?.examples ?? [];
  const one = talk('explain while loops');
  const two = talk('explain while loops', 'can you show another example?');
  expect(one?.text).toContain(first?.code);
  expect(two?.text).toContain(second?.code);
  expect(two?.text).not.toContain(first?.code);
  expect(talk('explain while loops', 'another example', 'one more example')?.text).toContain(
    'You have seen all examples',
  );
});

test('an example of something else is a new question', () => {
  expect(talk('explain while loops', 'show me an example of a tuple')?.topic).toBe('tuples');
});

test('understands how students ask on', () => {
  const shows = (text: string, id: string, level?: Parameters<typeof depth>[1]): void => {
    const answer = talk('how do while loops work', 'more', text);
    expect(answer?.topic, text).toBe(id);
    if (level) expect(answer?.text, text).toContain(depth(id, level));
  };
  for (const text of ['i dont get it', 'in simple words', 'too complicated', 'huh?']) {
    shows(text, 'while-loop', 'beginner');
  }
  for (const text of ['but why', 'go on', 'is there more', 'when do I use it']) {
    shows(text, 'while-loop', 'advanced');
  }
  shows('explain it again', 'while-loop', 'intermediate');
  shows('can you draw it', 'while-loop');
  shows('what can I try now', 'while-loop');
  shows('do it for a dictionary', 'dicts');
  shows('ok and break?', 'break-continue');
  shows("I don't understand tuples", 'tuples', 'beginner');
  for (const text of ['thanks', 'ok', 'and you?']) {
    expect(talk('how do while loops work', text), text).toBeUndefined();
  }
});

test('shows the picture alone', () => {
  const { picture = '' } = findConcept('while-loop') ?? {};
  const answer = talk('how do while loops work', 'show me a picture');
  expect(answer?.text).toContain(picture);
  expect(answer?.text).not.toContain(depth('while-loop', 'beginner'));
});

test('compares the last thing with another', () => {
  const answer = talk('how do while loops work', 'what is the difference to a for loop?');
  expect(answer?.text).toContain(depth('while-loop', 'beginner'));
  expect(answer?.text).toContain(depth('for-loop', 'beginner'));
});

test('goes on about what an error was about', () => {
  const earlier = [
    { text: 'what went wrong?', agent: 'debug', topic: 'list-index', answer: 'The list ends.' },
  ] as const;
  expect(ask('can you show an example?', { earlier })?.topic).toBe('list-index');
});

test('offers what else could have been meant', () => {
  const answer = ask('how can I see the type of a variable');
  expect(answer?.text).toMatch(/\n\nDid you mean something else\? Ask about \*\*.+\*\*\.$/);
});

test('compares two things', () => {
  const answer = ask('what is the difference between a list and a tuple?');
  expect(answer?.text).toContain(depth('lists', 'beginner'));
  expect(answer?.text).toContain(depth('tuples', 'beginner'));
  expect(ask('what is the difference between = and ==')?.topic).toBe('comparing');
});

test('says nothing to what is not about Python', () => {
  expect(ask('who won the football match yesterday?')).toBeUndefined();
  expect(ask('why?')).toBeUndefined();
  expect(ask('')).toBeUndefined();
});

test('explains what a line of their program uses', () => {
  const program = {
    entry: 'main.py',
    files: [{ name: 'main.py', text: 'n = 3\nwhile n > 0:\n    n -= 1\n' }],
  };
  const answer = ask('what does line 2 do?', { program });
  expect(answer?.topic).toBe('while-loop');
  expect(answer?.text).toContain('line 2 of `main.py`');
});
