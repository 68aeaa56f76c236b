import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { AskOptions, AskOutcome, AskRequest, ModelPolicy, Question } from '@learnflow/shared';
import { createModel, type ModelOptions } from '../../src/llm/model.ts';
import { readPrompts } from '../../src/llm/prompt-files.ts';
import { createTutor } from '../../src/tutor.ts';
import { aRequest } from '../a-question.ts';
import type { ScriptedModel } from './scripted-model.ts';

const courses = resolve(import.meta.dirname, '../../../courses');
const readAll = (pattern: string): string =>
  globSync(pattern, { cwd: courses })
    .map((file) => readFileSync(join(courses, file), 'utf8'))
    .join('\n');

export interface ShippedExercise {
  id: string;
  task: string;
  starter: string;
  solution: string;
  hidden: string[];
}
/** The exercises that come with the product, with what must stay unseen. */
export const exercises: ShippedExercise[] = globSync('*/*/exercise.yaml', { cwd: courses })
  .sort()
  .map((file) => {
    const id = file.replace(/\/exercise\.yaml$/, '');
    const { tests } = parse(readFileSync(join(courses, file), 'utf8')) as {
      tests: { hidden?: boolean; expect?: string }[];
    };
    const hidden = tests.flatMap((test) => (test.hidden ? (test.expect ?? []) : []));
    return {
      ...{ id, hidden, task: readAll(`${id}/task.md`) },
      starter: readAll(`${id}/starter/*.py`),
      solution: readAll(`${id}/solution/*.py`),
    };
  });
export const rainfall = exercises.find(({ id }) => id.endsWith('/rainfall')) as ShippedExercise;

/** Somebody who works at an exercise, with its starter as their program. */
export function atExercise(exercise: ShippedExercise, code = exercise.starter): Partial<Question> {
  return {
    exercise: {
      ...{ id: exercise.id, title: exercise.id, topic: 'lists', difficulty: 'easy' },
      task: exercise.task,
    },
    program: { files: [{ name: 'main.py', text: code }], entry: 'main.py' },
  };
}

/** A class that lets the model answer at once. */
export const openPolicy: ModelPolicy = {
  ...{ approve: false, perStudent: 20, tokensPerDay: 200_000 },
  mode: 'full',
};

export function anAsk(
  text: string,
  more: Partial<AskRequest> & { of?: Partial<Question> } = {},
): AskRequest {
  const { solution, hidden } = rainfall;
  return aRequest(text, {
    ...{ policy: openPolicy, secrets: { solutions: [solution], hidden } },
    of: atExercise(rainfall),
    ...more,
  });
}

export type Asked = AskOutcome & { shown: string };

/** A tutor behind a script; every question goes to the debug agent. */
export async function aTutor(
  scripted: ScriptedModel,
  script: string,
  options: Partial<ModelOptions> = {},
) {
  const model = await createModel({
    settings: {
      baseUrl: scripted.base(script),
      apiKey: 'sk-secret-4711',
      model: 'm',
      maxTokens: 700,
    },
    prompts: readPrompts(),
    ...options,
  });
  const tutor = createTutor({
    answerers: [
      {
        name: 'debug',
        answer: () => ({
          agent: 'debug',
          text: 'By rules.',
          nextSteps: ['Try'],
          offerPerson: false,
        }),
      },
    ],
    route: () => ({ agent: 'debug', reason: 'Because.' }),
    model,
  });
  return {
    ...{ tutor, model },
    ask: async (request: AskRequest, more: AskOptions = {}): Promise<Asked> => {
      let shown = '';
      const outcome = await tutor.ask(request, { onText: (piece) => (shown += piece), ...more });
      return { ...outcome, shown };
    },
  };
}
