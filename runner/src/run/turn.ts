/** How long a program keeps its place in the queue: until it waits for a person, or has been busy for its turn. */
import type { RunEvent } from '@learnflow/shared/run';

import type { Ticket } from './queue.ts';

/** Most programs of a lesson end within it. */
const turnMs = 1_500;

/** Follows the events of one run; `ended` settles it. */
export function followTurn(ticket: Pick<Ticket, 'rest' | 'resume'>): (event: RunEvent) => void {
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => ticket.rest('busy'), turnMs);
  };
  return (event) => {
    if (event.kind === 'started') arm();
    else if (event.kind === 'ended') clearTimeout(timer);
    else if (event.kind === 'input' && event.waiting) {
      clearTimeout(timer);
      ticket.rest('waits');
    } else if (event.kind === 'input') {
      ticket.resume();
      arm();
    }
  };
}
