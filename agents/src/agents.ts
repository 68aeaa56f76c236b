import type { Answerer } from '@learnflow/shared';
import { concepts } from './concepts/agent.ts';
import { debug } from './debug/agent.ts';
import { exercise } from './exercise/agent.ts';
import { makeExercises } from './exercise/candidates.ts';
import { explainRun } from './explain/explain.ts';
import { progressAnswers } from './progress/answer.ts';
import { progress } from './progress/progress.ts';
import { viewProgress } from './progress/view.ts';
import { explainMisconception } from './explain/not-meant.ts';
import { withoutLeaks } from './explain/without-leaks.ts';
import { review } from './review/agent.ts';
import { reviewProgram } from './review/review.ts';
import { rankNeeds } from './struggle/needs.ts';
import { struggle } from './struggle/struggle.ts';
import { triage } from './triage/agent.ts';
import { route } from './triage/triage.ts';
import { createTutor as tutorOf, type TutorModel } from './tutor.ts';

/** Those who answer questions by rules. */
export const answerers: readonly Answerer[] = [concepts, debug, review, exercise, progressAnswers];

/** @param options.model  a language model that may add to what the rules say */
const createTutor = (options: { model?: TutorModel } = {}) =>
  tutorOf({ answerers, route, ...options });

/** The agents that a server hosts; its `tutor` works without a language model. */
export const agents = {
  all: [struggle, progress, triage],
  struggle,
  progress,
  triage,
  viewProgress,
  rankNeeds,
  makeExercises,
  reviewProgram,
  ...{ explain: explainRun, explainMisconception, withoutLeaks },
  tutor: createTutor(),
  createTutor,
};
