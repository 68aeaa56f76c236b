/**
 * A language model as the tutor asks it. Every answer is the rules' own, unless a model's text came in time and passed all
 * checks:
 *
 * 1. Budgets, a place among few, a breaker that is not open: else nothing is sent.
 * 2. The student's data goes in as data (`prompt.ts`); the model may run a few programs (`converse.ts`).
 * 3. Its text is let through piece by piece (`release.ts`); the first bad piece ends the exchange and hangs up.
 * 4. Whatever happened is one `ModelCall`.
 */
import { randomBytes } from 'node:crypto';
import type {
  Answer,
  AnsweringAgent,
  AskRequest,
  DraftRequest,
  FallbackReason,
  HintRequest,
  LearnerLevel,
  ModelCall,
} from '@learnflow/shared';
import { draftLimits, readDraft } from '../exercise/draft.ts';
import type { TutorModel } from '../tutor.ts';
import { Breaker } from './breaker.ts';
import { openModelClient } from './client.ts';
import { converse, newHeard } from './converse.ts';
import { createGuard } from './guard.ts';
import { HeldBack } from './held-back.ts';
import { asHint } from './hint.ts';
import { createPasteTest } from './paste-test.ts';
import { composePrompt, hintData, type Prompt, questionData, teachers } from './prompt.ts';
import type { PromptName, Prompts } from './prompt-files.ts';
import { type Receiver, Release } from './release.ts';
import { type ModelLimits, modelLimits, type ModelSettings } from './settings.ts';
import type { RunCode } from './tool.ts';
import { noTrace, type Trace } from './trace.ts';
import { wholeText } from './whole-text.ts';

export interface ModelOptions {
  settings: ModelSettings;
  prompts: Prompts;
  /** Absent: the model has no tool. */
  runCode?: RunCode;
  trace?: Trace;
  limits?: Partial<ModelLimits>;
  now?: () => number;
  /** A mark that cannot be guessed. */
  makeDelimiter?: () => string;
  /** Told of each exchange that came to nothing, for the log; no text in it. */
  onTrouble?: (trouble: { agent: AnsweringAgent; reason: FallbackReason; status?: number }) => void;
}

interface Exchange {
  agent: AnsweringAgent;
  prompt: PromptName;
  level: LearnerLevel;
  data: object;
  /** Whose the data is; absent: a learner's. */
  words?: typeof teachers;
  receive: (prompt: Prompt, onText: (piece: string) => void) => Receiver;
  maxTokens: number;
  withTool: boolean;
  onText?: ((piece: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}
type Outcome = { text?: string; fallback?: FallbackReason; calls: ModelCall[] };

/** Loads what is needed to talk to a model; says nothing to it yet. */
export async function createModel(options: ModelOptions): Promise<TutorModel> {
  const { settings, prompts, runCode, trace = noTrace, now = Date.now, onTrouble } = options;
  const { makeDelimiter = () => randomBytes(16).toString('hex') } = options;
  const limits: ModelLimits = { ...modelLimits, ...options.limits };
  const client = await openModelClient(settings, limits);
  const breaker = new Breaker({ ...limits, now });
  let taken = 0;

  async function exchange(asked: Exchange): Promise<Outcome> {
    if (asked.signal?.aborted) return { fallback: 'cancelled', calls: [] };
    if (taken >= limits.places) return { fallback: 'busy', calls: [] };
    if (!breaker.admits()) return { fallback: 'failed', calls: [] };
    taken += 1;
    try {
      const outcome = await talk(asked);
      const { fallback } = outcome;
      breaker.tell(
        fallback === 'slow' || fallback === 'failed'
          ? 'badly'
          : fallback === 'cancelled'
            ? 'unknown'
            : 'well',
      );
      return outcome;
    } finally {
      taken -= 1;
    }
  }

  async function talk(asked: Exchange): Promise<Outcome> {
    const { agent, maxTokens } = asked;
    const orders = prompts.of(asked.prompt, asked.level);
    const prompt = composePrompt({ orders, delimiter: makeDelimiter() }, asked.data, asked.words);
    const heard = newHeard();
    const hangUp = new AbortController();
    const late = new AbortController();
    const first = setTimeout(() => late.abort(), limits.firstTextMs);
    const whole = setTimeout(() => late.abort(), limits.wholeMs);
    const signal = AbortSignal.any([
      ...[hangUp.signal, late.signal],
      ...(asked.signal ? [asked.signal] : []),
    ]);
    const receiver = asked.receive(prompt, (piece) => {
      // A paste test may come back after everything is over.
      if (signal.aborted) throw new HeldBack('cancelled');
      clearTimeout(first);
      asked.onText?.(piece);
    });
    const span = trace.chat(settings.model, {
      'gen_ai.request.max_tokens': maxTokens,
      'gen_ai.agent.name': agent,
      'server.address': new URL(settings.baseUrl).hostname,
    });
    const startedAt = now();
    let text: string | undefined;
    let verdict: 'used' | FallbackReason = 'used';
    let status: number | undefined;
    try {
      text = await beforeAbort(signal, async () => {
        await converse(
          {
            ...{ client, messages: prompt.messages, maxTokens, signal, span },
            ...{ toolRuns: limits.toolRuns, toolRounds: limits.toolRounds },
            runCode: asked.withTool ? runCode : undefined,
            onText: (piece) => receiver.add(piece),
          },
          heard,
        );
        return receiver.end(heard.finish === 'length');
      });
    } catch (error) {
      // Its message may hold the key, or what the student wrote: only the kind is kept.
      status = statusOf(error);
      verdict = asked.signal?.aborted
        ? 'cancelled'
        : late.signal.aborted
          ? 'slow'
          : error instanceof HeldBack
            ? error.reason
            : 'failed';
    } finally {
      clearTimeout(first);
      clearTimeout(whole);
      hangUp.abort();
    }
    span.end({
      'gen_ai.usage.input_tokens': heard.tokensIn,
      'gen_ai.usage.output_tokens': heard.tokensOut,
      'gen_ai.response.finish_reasons': heard.finish === '' ? [] : [heard.finish],
      'learnflow.verdict': verdict,
      ...(verdict === 'used' ? {} : { 'error.type': verdict }),
    });
    const call: ModelCall = {
      ...{ agent, model: settings.model, promptHash: heard.hash.digest('hex'), text: heard.text },
      ...{ tokensIn: heard.tokensIn, tokensOut: heard.tokensOut, latencyMs: now() - startedAt },
      ...{ verdict, toolRuns: heard.toolRuns },
    };
    if (verdict === 'used' && text !== undefined) return { text, calls: [call] };
    const reason = verdict === 'used' ? 'failed' : verdict;
    if (reason !== 'cancelled') onTrouble?.({ agent, reason, ...(status ? { status } : {}) });
    return { fallback: reason, calls: [call] };
  }

  return {
    name: settings.model,
    answer: async (agent, request, builtIn, { onText, signal }) => {
      const { policy, spent, question } = request;
      if (spent.questions >= policy.perStudent || spent.tokens >= policy.tokensPerDay) {
        return { fallback: 'budget', calls: [] };
      }
      const { text, ...rest } = await exchange({
        ...{ agent, prompt: agent, level: question.level, withTool: true, signal },
        ...{ receive: checked(request, builtIn.text), maxTokens: settings.maxTokens },
        data: questionData(question, builtIn),
        // What somebody has to approve is not shown before.
        onText: policy.approve ? undefined : onText,
      });
      return text === undefined ? rest : { ...rest, answer: answerOf(agent, text, builtIn) };
    },
    draftHint: async (request: HintRequest, signal) => {
      if (request.spent.tokens >= request.policy.tokensPerDay) return { calls: [] };
      const { text, calls } = await exchange({
        ...{ agent: 'debug', prompt: 'hint', level: request.question.level, withTool: false },
        ...{ receive: checked(request, request.reason), maxTokens: settings.maxTokens },
        ...{ data: hintData(request), signal },
      });
      const hint = text === undefined ? undefined : asHint(text);
      return hint === undefined ? { calls: unread(calls) } : { text: hint, calls };
    },
    draftExercise: async ({ text: asked, id, policy, spent }: DraftRequest, signal) => {
      if (spent.tokens >= policy.tokensPerDay) return { calls: [] };
      const { text, calls } = await exchange({
        ...{ agent: 'exercise', prompt: 'exercise-draft', level: 'beginner', withTool: false },
        ...{ data: { request: asked }, words: teachers, signal },
        maxTokens: Math.max(settings.maxTokens, draftLimits.tokens),
        receive: (_, onText) => wholeText(draftLimits.chars, onText),
      });
      const exercise = text === undefined ? undefined : readDraft(text, id);
      return exercise === undefined ? { calls: unread(calls) } : { exercise, calls };
    },
  };
}

/** For a learner: nothing that gives their exercise away. */
const checked =
  (request: AskRequest, builtIn: string): Exchange['receive'] =>
  (prompt, onText) =>
    new Release({
      guard: createGuard(request, prompt, builtIn),
      paste: createPasteTest(request.question.program, request.passesMore),
      onText,
    });

/** Calls whose text came, and was not what had been asked for. */
const unread = (calls: readonly ModelCall[]): ModelCall[] =>
  calls.map((call) => (call.verdict === 'used' ? { ...call, verdict: 'unreadable' } : call));

function answerOf(agent: AnsweringAgent, text: string, builtIn: Answer): Answer {
  return {
    ...{ agent, text, nextSteps: builtIn.nextSteps, offerPerson: builtIn.offerPerson },
    ...(builtIn.topic === undefined ? {} : { topic: builtIn.topic }),
  };
}

/** Ends with the signal, also when something in between does not listen to it. */
function beforeAbort<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('aborted'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work().then(resolve, reject);
  });
}

function statusOf(error: unknown): number | undefined {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}
