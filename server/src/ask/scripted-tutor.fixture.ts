import type {
  Answer,
  AskOptions,
  AskOutcome,
  AskRequest,
  ModelPolicy,
  Tutor,
} from '@learnflow/shared';
import type { ModelUse } from './model-use.port.ts';

/** What a model says or does in a test, and what it was asked. */
export interface ScriptedModel {
  asked: AskRequest[];
  answer(options: AskOptions): Promise<Partial<Pick<AskOutcome, 'model' | 'fallback' | 'calls'>>>;
}

export function anAnswer(change: Partial<Answer> = {}): Answer {
  return {
    agent: 'concepts',
    text: 'A loop repeats.',
    nextSteps: [],
    offerPerson: false,
    ...change,
  };
}

/** A tutor whose rules say what they were asked, and whose model does what the test says. */
export function scriptedTutor(model?: ScriptedModel): Pick<Tutor, 'ask' | 'model'> {
  return {
    model: model ? 'scripted' : null,
    ask: async (request, options = {}) => {
      const { text, earlier } = request.question;
      const builtIn = anAnswer({
        text: `Rules on: ${text} (after ${earlier.map((one) => one.text).join(', ') || 'nothing'})`,
        topic: 'loops',
      });
      const route = { agent: 'concepts', reason: 'You asked how something works.' } as const;
      if (!model || request.policy.mode !== 'full') return { route, builtIn, calls: [] };
      model.asked.push(request);
      return { route, builtIn, calls: [], ...(await model.answer(options)) };
    },
  };
}

export function useOf(policy: Partial<ModelPolicy>): ModelUse {
  const whole = { mode: 'full', approve: true, perStudent: 5, tokensPerDay: 1_000, ...policy };
  return {
    policyOf: () => Promise.resolve(whole as ModelPolicy),
    spentBy: () => Promise.resolve({ questions: 0, tokens: 0 }),
    record: () => Promise.resolve(),
  };
}
