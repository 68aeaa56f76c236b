import type { EventEmitter } from 'node:events';
import type { WorkEventMap } from '../grade/grading-worker.ts';
import type { WallService } from '../wall/wall.service.ts';
import { channelOf, type LiveServer } from './live-socket.ts';

/**
 * Carries attempts and verdicts to everybody in their room, and to the wall.
 * @returns stops it
 */
export function feedAttempts(
  events: EventEmitter<WorkEventMap>,
  { io, wall }: { io: LiveServer; wall: Pick<WallService, 'refresh'> },
): () => void {
  const onAttempt = ({ lessonId, attempt }: WorkEventMap['attempt'][0]): void => {
    io.to(channelOf.room(attempt.roomId)).emit('work.attempt', attempt);
    wall.refresh(lessonId);
  };
  const onProgress = (progress: WorkEventMap['progress'][0]): void => {
    io.to(channelOf.room(progress.roomId)).emit('work.progress', progress);
  };
  events.on('attempt', onAttempt).on('progress', onProgress);
  return () => {
    events.off('attempt', onAttempt).off('progress', onProgress);
  };
}
