import type { Duplex } from 'node:stream';
import { errorTable } from '@learnflow/shared';
import { WebSocket } from 'ws';

/**
 * A socket whose own errors carry final close codes. ws closes with 1009 (too big) and 1002/1007 (broken frame);
 * y-websocket would come back after those and send the same again, for ever.
 */
export class RoomSocket extends WebSocket {
  #line: Duplex | undefined;

  /** @param line  what the socket was made on */
  runOn(line: Duplex): void {
    this.#line = line;
  }

  /**
   * Sends a frame that was made once for many. ws would put a header before it and make two writes, for every reader anew;
   * without compression and fragments it keeps nothing back, so the order stays what it is.
   * @param onLeft  called when the frame has been given to the network
   */
  sendFrame(frame: Buffer, onLeft?: () => void): void {
    if (this.readyState === this.OPEN) this.#line?.write(frame, onLeft);
  }

  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) super.close(errorTable['too.large'].close, 'too.large');
    else if (code === 1002 || code === 1007) {
      super.close(errorTable['request.invalid'].close, 'request.invalid');
    } else super.close(code, reason);
  }
}
