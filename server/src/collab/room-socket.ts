import { errorTable } from '@learnflow/shared';
import { WebSocket } from 'ws';

/**
 * A socket whose own errors carry final close codes. ws closes with 1009 (too big) and 1002/1007 (broken frame);
 * y-websocket would come back after those and send the same again, for ever.
 */
export class RoomSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) super.close(errorTable['too.large'].close, 'too.large');
    else if (code === 1002 || code === 1007) {
      super.close(errorTable['request.invalid'].close, 'request.invalid');
    } else super.close(code, reason);
  }
}
