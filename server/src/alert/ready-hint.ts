import { type EventData, liveLimits } from '@learnflow/shared';
import { findHelp } from '../help/help.store.ts';
import type { Help } from '../help/help.ts';
import type { Trx } from '../storage/database.ts';

type Raised = EventData<'learnflow.alert.raised.v1'>;

/**
 * The hint a card has ready: the next one of what the student's last run or check means, in their own names. It has passed
 * the leak check when it was stored. Without one, what the agent says about any such error.
 */
export async function readyHint(trx: Trx, raised: Raised): Promise<string> {
  const help = await findHelp(trx, raised.roomId);
  if (!help || !isAbout(help, raised)) return raised.hint;
  const { title, what, question, hints } = help.explanation;
  if (help.about === 'attempt')
    return `${title}. ${what} ${question}`.slice(0, liveLimits.hintChars);
  // Those that are open have been read.
  return hints[Math.min(help.opened, hints.length - 1)] ?? raised.hint;
}

/** A partner in the room may have met another error since. */
function isAbout({ about, aboutId, explanation }: Help, { rule, runs }: Raised): boolean {
  const last = runs.at(-1);
  switch (rule) {
    case 'same_error':
    case 'failed_runs':
      return (
        about === 'run' &&
        (last === undefined ||
          last.runId === aboutId ||
          explanation.original.startsWith(last.label))
      );
    case 'wrong_answers':
      return about === 'attempt';
    case 'stuck':
    case 'says_so':
      return true;
    case 'quiz':
    // What is asked for stands there already.
    case 'hint_asked':
      return false;
  }
}
