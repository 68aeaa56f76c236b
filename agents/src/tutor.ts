/**
 * Who answers a question: triage says which agent, that agent answers by rules, and a model may add to it where the class
 * allows. Whatever fails, there is an answer, if only that a person knows more.
 */
import type {
  Answer,
  Answerer,
  AnsweringAgent,
  AskOptions,
  AskOutcome,
  AskRequest,
  HintRequest,
  Question,
  Route,
  Tutor,
} from '@learnflow/shared';
import { nobodyAnswers } from './triage/nobody.ts';

/** A language model behind all its checks. It may fail in any way: the rules' own answer is there already. */
export interface TutorModel {
  name: string;
  /** @param builtIn  what the rules say, to build on and to fall back to */
  answer(
    agent: AnsweringAgent,
    request: AskRequest,
    builtIn: Answer,
    options: AskOptions,
  ): Promise<Pick<AskOutcome, 'fallback' | 'calls'> & { answer?: Answer }>;
  draftHint: Tutor['draftHint'];
}

export interface TutorOptions {
  answerers: readonly Answerer[];
  route: (question: Question) => Route;
  model?: TutorModel;
}

/** Who is asked when the routed agent has nothing to say; a question about progress or for an exercise is nobody else's. */
const next: Record<AnsweringAgent, readonly AnsweringAgent[]> = {
  concepts: ['debug'],
  debug: ['concepts'],
  review: ['debug', 'concepts'],
  exercise: ['concepts'],
  progress: [],
};

export function createTutor({ answerers, route, model }: TutorOptions): Tutor {
  const byName = new Map(answerers.map((one) => [one.name, one]));

  function builtInAnswer(question: Question, agent: AnsweringAgent | null): Answer {
    const asked = agent === null ? [] : [agent, ...next[agent]];
    for (const name of asked) {
      const said = orNothing(() => byName.get(name)?.answer(question));
      if (said) return said;
    }
    return nobodyAnswers(question);
  }

  async function ask(request: AskRequest, options: AskOptions = {}): Promise<AskOutcome> {
    const { question, policy } = request;
    const to = route(question);
    const builtIn = builtInAnswer(question, to.agent);
    if (!model || policy.mode !== 'full' || to.agent === null)
      return { route: to, builtIn, calls: [] };
    try {
      const said = await model.answer(to.agent, request, builtIn, options);
      const { answer, fallback, calls } = said;
      return {
        ...{ route: to, builtIn, calls },
        ...(answer ? { model: answer } : {}),
        ...(fallback ? { fallback } : {}),
      };
    } catch {
      return { route: to, builtIn, fallback: 'failed', calls: [] };
    }
  }

  async function draftHint(request: HintRequest, signal?: AbortSignal) {
    if (!model || request.policy.mode === 'off') return { calls: [] };
    return model.draftHint(request, signal).catch(() => ({ calls: [] }));
  }

  return { route, ask, draftHint, model: model?.name ?? null };
}

/** A mistake of ours in a rare case must not cost the student the answer of the next agent. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
