/**
 * Questions that students ask, and who answers them: the words between the server and the agents. Each agent answers
 * without a language model; a model may add to it where the class allows.
 */
import { z } from 'zod';
import type { Exercise } from './exercise.ts';
import type { StudentReport } from './grade-report.ts';
import type { EndedRun } from './explain.ts';
import type { RunFile } from './run.ts';

/** Those who answer; the struggle agent only watches. */
export const answeringAgents = ['concepts', 'debug', 'review', 'exercise', 'progress'] as const;
export type AnsweringAgent = (typeof answeringAgents)[number];

/** How deep an explanation goes: one idea, the usual case, the whole of it. */
export const learnerLevels = ['beginner', 'intermediate', 'advanced'] as const;
export type LearnerLevel = (typeof learnerLevels)[number];

export const tutorLimits = {
  questionChars: 1_000,
  answerChars: 8_000,
  nextSteps: 6,
  nextStepChars: 200,
  /** Earlier questions of the same student that a follow-up can mean. */
  earlier: 8,
} as const;

/** One question and what there is to know about who asks it. Nothing in it may be unseen by the student. */
export interface Question {
  /** As typed. */
  text: string;
  level: LearnerLevel;
  /** Module or topic they work at, as courses name it. */
  module?: string;
  /** Their earlier questions and answers in this room, the oldest first. */
  earlier: readonly {
    text: string;
    agent: AnsweringAgent | null;
    topic?: string;
    answer: string;
  }[];
  /** Their files as they are now. */
  program?: { files: readonly RunFile[]; entry: string };
  /** The last program that ran in the room. */
  lastRun?: EndedRun;
  /** What they work on, as they see it. */
  exercise?: { id: string; title: string; topic: string; difficulty: string; task: string };
  /** What the lesson works on, in its order. */
  exercises?: readonly {
    id: string;
    title: string;
    topic: string;
    difficulty: string;
    solved: boolean;
  }[];
  /** The verdict of their last attempt at it, as they see it. */
  report?: StudentReport;
  /** Per topic, from the progress agent. */
  progress?: readonly {
    topic: string;
    mastery: number;
    band: string;
    /** What the number is made of: `0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 50`. */
    sum?: string;
  }[];
  /** What the progress agent would do next. */
  next?: { title: string; topic: string; chance: number };
}

/** Where a question goes and why. `agent` null: nobody here knows, a person is offered. */
export interface Route {
  agent: AnsweringAgent | null;
  /** One plain sentence, shown to the student. */
  reason: string;
}

export const answer = z.object({
  agent: z.enum(answeringAgents).nullable(),
  /** Markdown; raw HTML is shown as text. */
  text: z.string().min(1).max(tutorLimits.answerChars),
  nextSteps: z.array(z.string().max(tutorLimits.nextStepChars)).max(tutorLimits.nextSteps),
  /** What it was about, for follow-ups: the id of a concept, a family of errors, a topic. */
  topic: z.exactOptional(z.string().max(60)),
  /** A person would be of more use: the page offers to raise the hand with the question. */
  offerPerson: z.boolean(),
});
export type Answer = z.infer<typeof answer>;

/** An agent that answers questions by rules. Pure; never throws; undefined: it has nothing to say to this one. */
export interface Answerer {
  name: AnsweringAgent;
  answer(question: Question): Answer | undefined;
}

/** Whether and for what a class uses a language model. */
export const modelPolicy = z.object({
  /** `hints`: only hints that a teacher gets as drafts; `full`: questions too. */
  mode: z.enum(['off', 'hints', 'full']).default('off'),
  /** A model's text waits until somebody of the staff has read it. */
  approve: z.boolean().default(true),
  /** Questions to the model for one student in one lesson. */
  perStudent: z.number().int().min(0).max(200).default(20),
  /** Tokens of the whole class in a day, read and written. */
  tokensPerDay: z.number().int().min(0).max(10_000_000).default(200_000),
});
export type ModelPolicy = z.infer<typeof modelPolicy>;

/** What must stay unseen: the leak check of answers reads it, a model never does. */
export interface AnswerSecrets {
  solutions: readonly string[];
  /** Literals that hidden tests expect. */
  hidden: readonly string[];
}

/**
 * The paste test: whether these files pass more tests of the exercise than the student's program does now. Answers only
 * with yes or no; whoever asks learns nothing of the tests.
 */
export type PassesMore = (files: readonly RunFile[]) => Promise<boolean>;

/** Why the rules' own text was sent although a model was asked. */
export const fallbackReasons = [
  'slow',
  'failed',
  'busy',
  'budget',
  'leak',
  'unreadable',
  'cancelled',
] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

/** One exchange with a model, for the log that teachers and admins read. */
export interface ModelCall {
  agent: AnsweringAgent;
  model: string;
  /** SHA-256 of everything that was sent, hex. */
  promptHash: string;
  /** What came back, whole, also when it was not used. */
  text: string;
  tokensIn: number;
  tokensOut: number;
  latencyMs: number;
  /** `used`, or why not; `wrong`: an exercise that failed its own tests. */
  verdict: 'used' | FallbackReason | 'wrong';
  /** Programs that it ran through its tool. */
  toolRuns: number;
}

export interface AskRequest {
  question: Question;
  secrets: AnswerSecrets;
  /** Absent where no exercise is worked on. */
  passesMore?: PassesMore;
  policy: ModelPolicy;
  /** Questions of this student that went to the model in this lesson, and tokens of the class today. */
  spent: { questions: number; tokens: number };
}

export interface AskOutcome {
  route: Route;
  /** What the rules say; it can always be sent. */
  builtIn: Answer;
  /** What a model says, after all checks; it may need somebody to approve it. */
  model?: Answer;
  /** A model was asked in vain. */
  fallback?: FallbackReason;
  calls: readonly ModelCall[];
}

export interface AskOptions {
  /** Pieces of the model's text, each already checked with all before it; only where nobody has to approve. */
  onText?: (piece: string) => void;
  /** Ends the request to the model at once. */
  signal?: AbortSignal;
}

/** A hint for a student of whom an alert tells. */
export interface HintRequest extends AskRequest {
  /** What the card says already. */
  reason: string;
}

/** An exercise that a teacher would like and no template makes. */
export interface DraftRequest {
  /** As the teacher typed it. */
  text: string;
  /** Of the exercise that comes of it. */
  id: string;
  policy: ModelPolicy;
  spent: { tokens: number };
}

/** The port through which the server asks the agents. Never rejects: whatever fails, the rules' own answer comes. */
export interface Tutor {
  route(question: Question): Route;
  ask(request: AskRequest, options?: AskOptions): Promise<AskOutcome>;
  /** @returns a better hint than the one that is ready, or none; it is always a draft */
  draftHint(
    request: HintRequest,
    signal?: AbortSignal,
  ): Promise<{ text?: string; calls: readonly ModelCall[] }>;
  /** @returns an exercise that nobody has tried yet, or none; rules have none */
  draftExercise(
    request: DraftRequest,
    signal?: AbortSignal,
  ): Promise<{ exercise?: Exercise; calls: readonly ModelCall[] }>;
  /** Whether a model is set up at all, and its name. */
  model: string | null;
}
