/** What the runner needs from a way of running programs. Further drivers (containers, a cluster) fit behind it. */
import type { RunLimits } from '@learnflow/shared/run';

import type { Sandbox } from './sandbox.ts';

export interface Driver {
  readonly name: 'bubblewrap' | 'pyodide';
  /** Whether Ctrl-C reaches the program; otherwise stopping means killing. */
  readonly canInterrupt: boolean;
  /** Most programs at the same time. */
  readonly places: number;
  /** A sandbox for one program, prewarmed when there is one. */
  take(limits: RunLimits): Sandbox;
  /** Kills what is left and resolves when it is gone. */
  close(): Promise<void>;
}
