import type {
  EventDraft,
  EventType,
  Explainer,
  NeedView,
  Reviewer,
  ProgressCatalog,
  ProgressFigures,
  ProgressTime,
  StreamEvent,
  Tutor,
} from '@learnflow/shared';
import type { z } from 'zod';
import type { ExerciseMaker } from '../made/made-deps.ts';

/** An agent as the server hosts it; the agents workspace has the words. */
export interface HostedAgent {
  name: string;
  types: readonly EventType[];
  state: z.ZodType;
  keysOf(event: StreamEvent): readonly string[];
  handle(
    states: readonly unknown[],
    event: StreamEvent,
  ): {
    states: readonly unknown[];
    tells: readonly Pick<EventDraft, 'type' | 'key' | 'data'>[];
  };
}

/** The agents a server hosts; what a run means is asked right after it, not through the stream. */
export interface Agents extends Explainer, ExerciseMaker, Reviewer {
  all: readonly HostedAgent[];
  /** Watches for those who need somebody; one of `all`. */
  struggle: HostedAgent;
  /** Keeps what students did; one of `all`. */
  progress: HostedAgent;
  /** @param states  what `progress` knows of the student and of exercises, by key */
  viewProgress(
    states: ReadonlyMap<string, unknown>,
    memberId: string,
    catalog: ProgressCatalog,
    time: ProgressTime,
  ): ProgressFigures;
  /** Answers what students ask. */
  tutor: Tutor;
  /** @param states  everything `struggle` knows of a lesson */
  rankNeeds(states: readonly unknown[], now: number): NeedView[];
}
