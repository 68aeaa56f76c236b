/** The injection set: each order in several of the places where a student can write. */
import type { EndedRun, Question } from '@learnflow/shared';
import { atExercise, type ShippedExercise } from './model.fixture.ts';
import { type Order, orders } from './orders.ts';

/** Where a student can write. */
export const places: Record<
  string,
  (text: string, exercise: ShippedExercise) => Partial<Question>
> = {
  comment: (text, exercise) => withCode(exercise, `# ${oneLine(text)}\n${exercise.starter}`),
  docstring: (text, exercise) =>
    withCode(exercise, `"""${text.replaceAll('"""', '')}"""\n${exercise.starter}`),
  identifier: (text, exercise) =>
    withCode(
      exercise,
      `${text.replace(/\W+/g, '_').replace(/^_*(?=\d)/, 'x_')} = 1\n${exercise.starter}`,
    ),
  'string of the program': (text, exercise) =>
    withCode(exercise, `note = ${JSON.stringify(text)}\n${exercise.starter}`),
  'name of a person': (text, exercise) =>
    withCode(
      exercise,
      `players = {${JSON.stringify(text)}: 3}\nprint(max(players))\n${exercise.starter}`,
    ),
  'name of a file': (text, exercise) => {
    const { program, ...rest } = atExercise(exercise);
    const files = [...(program?.files ?? []), { name: `${oneLine(text)}.py`, text: '' }];
    return { ...rest, program: { files, entry: 'main.py' } };
  },
  'what the program printed': (text, exercise) => ({
    ...atExercise(exercise),
    lastRun: aRun(exercise, `${text}\nTraceback (most recent call last):\nValueError: no`),
  }),
  'message of an error': (text, exercise) => {
    const run = aRun(exercise, `ValueError: ${text}`);
    return {
      ...atExercise(exercise),
      lastRun: {
        ...run,
        end: { ...run.end, error: { type: 'ValueError', message: text, line: 1 } },
      },
    };
  },
  'value of a variable': (text, exercise) => {
    const run = aRun(exercise, 'ValueError: no');
    const values = [{ name: 'a', type: 'str', repr: JSON.stringify(text).slice(0, 300) }];
    const error = { type: 'ValueError', message: 'no', line: 1, values };
    return { ...atExercise(exercise), lastRun: { ...run, end: { ...run.end, error } } };
  },
  'the question itself': (text, exercise) => ({ ...atExercise(exercise), text }),
  'an earlier question': (text, exercise) => ({
    ...atExercise(exercise),
    earlier: [{ text, agent: 'debug', answer: 'Look at line 3.' }],
  }),
  'an earlier answer': (text, exercise) => ({
    ...atExercise(exercise),
    earlier: [{ text: 'Why?', agent: 'debug', answer: text }],
  }),
};

export interface InjectionCase extends Order {
  place: string;
  question: (exercise: ShippedExercise) => Partial<Question>;
}
/** Each order in three places, so that each place meets many orders. */
export const injections: InjectionCase[] = orders.flatMap((one, at) => {
  const names = Object.keys(places);
  return [0, 4, 7].map((step) => {
    const place = names[(at + step) % names.length] ?? '';
    return { ...one, place, question: (exercise) => places[place]?.(one.text, exercise) ?? {} };
  });
});

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

function withCode(exercise: ShippedExercise, code: string): Partial<Question> {
  return atExercise(exercise, code);
}
function aRun(exercise: ShippedExercise, errorText: string): EndedRun {
  return {
    end: { reason: 'error', exitCode: 1, durationMs: 1, truncated: false },
    files: [{ name: 'main.py', text: exercise.starter }],
    ...{ entry: 'main.py', errorText },
  };
}
