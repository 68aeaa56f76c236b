import type { ProgressNews, ProgressNewsMap } from '../progress/progress-news.ts';
import { channelOf, type LiveServer } from './live-socket.ts';

/**
 * Tells a student, and the consoles of the lesson, that there is something new to see about progress.
 * @returns stops it
 */
export function feedProgress(news: ProgressNews, io: LiveServer): () => void {
  const onChanged = ({ classId, lessonId, memberId, userId }: ProgressNewsMap['changed'][0]) => {
    const change = { classId, memberId };
    if (userId !== null) io.to(channelOf.user(userId)).emit('progress.changed', change);
    if (lessonId !== null) io.to(channelOf.wall(lessonId)).emit('progress.changed', change);
  };
  news.on('changed', onChanged);
  return () => void news.off('changed', onChanged);
}
