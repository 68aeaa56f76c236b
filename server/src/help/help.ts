import { type Explanation, helpLimits, type HelpView } from '@learnflow/shared';

/** What the last run or check of a room means, and how far its hints are open. */
export interface Help {
  about: 'run' | 'attempt';
  aboutId: string;
  explanation: Explanation;
  /** How many hints are open. */
  opened: number;
  /** When the last of them was opened, epoch ms. */
  openedAt: number;
  /** A run or check since then ended the same way: the next hint may be opened. */
  triedAgain: boolean;
  asked: 'waiting' | 'declined' | null;
  askedBy: string | null;
  answeredBy: string | null;
  alertId: string | null;
}

/** @param before  what was said until now; the same again keeps its hints open */
export function nextHelp(
  before: Help | undefined,
  { about, aboutId, explanation }: Pick<Help, 'about' | 'aboutId' | 'explanation'>,
): Help {
  const isSame = before !== undefined && isSameTrouble(before.explanation, explanation);
  if (isSame) {
    return { ...before, about, aboutId, explanation, triedAgain: before.opened > 0 };
  }
  return {
    ...{ about, aboutId, explanation, opened: 0, openedAt: 0, triedAgain: false },
    ...{ asked: null, askedBy: null, answeredBy: null, alertId: null },
  };
}

/** Epoch ms `now`. @returns how long until the next hint may be opened */
export function waitMs({ opened, openedAt, triedAgain }: Help, now: number): number {
  if (opened === 0 || triedAgain) return 0;
  return Math.max(0, openedAt + helpLimits.hintWaitMs - now);
}

/** @param looker  the teacher who looks at the last hint first; null: nobody does */
export function presentHelp(help: Help, looker: string | null, now: number): HelpView {
  const { hints, ...explanation } = help.explanation;
  const isLooked = looker !== null && help.opened === hints.length - 1;
  const isAll = help.opened === hints.length;
  return {
    ...{ about: help.about, runId: help.aboutId, explanation },
    hints: hints.slice(0, help.opened),
    nextInMs: isAll || isLooked ? null : waitMs(help, now),
    look: isLooked ? { state: help.asked ?? 'ask', teacher: help.answeredBy ?? looker } : null,
  };
}

/** The line may have moved by what was typed since. */
function isSameTrouble(before: Explanation, now: Explanation): boolean {
  return before.family === now.family && before.file === now.file;
}
