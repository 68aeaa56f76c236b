import type { Answerer, AskRequest, EndedRun, Question } from '@learnflow/shared';

export const aQuestion = (text: string, more: Partial<Question> = {}): Question => ({
  text,
  level: 'beginner',
  earlier: [],
  ...more,
});

export const aRequest = (
  text: string,
  more: Partial<AskRequest> & { of?: Partial<Question> } = {},
): AskRequest => {
  const { of = {}, ...rest } = more;
  return {
    question: aQuestion(text, of),
    secrets: { solutions: [], hidden: [] },
    policy: { mode: 'off', approve: true, perStudent: 20, tokensPerDay: 200_000 },
    spent: { questions: 0, tokens: 0 },
    ...rest,
  };
};

/** A program that ended with what Python says of it. */
export function aFailedRun(program: string, errorText: string): EndedRun {
  return {
    end: { reason: 'error', exitCode: 1, durationMs: 1, truncated: false },
    files: [{ name: 'main.py', text: program }],
    entry: 'main.py',
    errorText,
  };
}

/** An agent that says its name, or nothing. */
export const anAnswerer = (name: Answerer['name'], says: boolean | Error = true): Answerer => ({
  name,
  answer() {
    if (says instanceof Error) throw says;
    return says ? { agent: name, text: name, nextSteps: [], offerPerson: false } : undefined;
  },
});
