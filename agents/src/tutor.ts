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
  DraftRequest,
  HintRequest,
  Question,
  Route,
  Tutor,
} from '@learnflow/shared';
import { howToLook } from './debug/strategies.ts';
import { leakFinder } from './explain/leak.ts';
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
  draftExercise: Tutor['draftExercise'];
}

export interface TutorOptions {
  answerers: readonly Answerer[];
  route: (question: Question) => Route;
  model?: TutorModel;
}

/** Who is asked when the routed agent has nothing to say. An idea may stand behind most things; nobody else knows progress. */
const next: Record<AnsweringAgent, readonly AnsweringAgent[]> = {
  concepts: [],
  debug: ['concepts'],
  review: ['concepts'],
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
    const builtIn = withoutSecrets(builtInAnswer(question, to.agent), request);
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

  async function draftExercise(request: DraftRequest, signal?: AbortSignal) {
    if (!model || request.policy.mode === 'off') return { calls: [] };
    return model.draftExercise(request, signal).catch(() => ({ calls: [] }));
  }

  return { route, ask, draftHint, draftExercise, model: model?.name ?? null };
}

/** What a program does wrong must not be said so closely that it is the solution. */
function withoutSecrets(answer: Answer, { question, secrets }: AskRequest): Answer {
  if (answer.agent !== 'debug') return answer;
  const { program, lastRun, exercise, text } = question;
  const files = [...(program?.files ?? []), ...(lastRun?.files ?? [])].map((file) => file.text);
  const known = [...files, exercise?.task ?? '', lastRun?.errorText ?? '', text];
  const leaksOf = leakFinder({ ...secrets, known });
  const said = [answer.text, ...answer.nextSteps];
  return said.every((each) => leaksOf(each).length === 0) ? answer : howToLook;
}

/** A mistake of ours in a rare case must not cost the student the answer of the next agent. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
