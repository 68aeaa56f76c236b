import { isThisMachine } from './this-machine.ts';
import { whoAmI } from './me.svelte.ts';

/**
 * The address to put on the board. A teacher often opens `localhost`, which is nobody else's: then it is the address that
 * the server has on the network.
 */
class JoinAddress {
  /** To be called when a screen that shows the address opens. */
  ask(): void {
    if (isThisMachine(location.hostname) && !whoAmI.me) void whoAmI.load();
  }

  get origin(): string {
    if (!isThisMachine(location.hostname)) return location.origin;
    return whoAmI.me?.address ?? location.origin;
  }

  get host(): string {
    return new URL(this.origin).host;
  }

  /** Students cannot reach what the board would show. */
  get isLocalOnly(): boolean {
    return whoAmI.me !== undefined && isThisMachine(new URL(this.origin).hostname);
  }
}

export const joinAddress = new JoinAddress();
