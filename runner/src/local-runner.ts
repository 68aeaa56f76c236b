import type { Grader } from '@learnflow/shared/grade';
import type { RunHandle, Runner } from '@learnflow/shared/run';

/** A runner in this process; the executor puts it behind a wire. */
export interface LocalRunner extends Runner {
  run(...request: Parameters<Runner['run']>): RunHandle & { hold(isHeld: boolean): void };
  /** Undefined where nothing can be run safely. */
  grader: Grader | undefined;
}
