/**
 * The thread in which histories are built and looked up: laying out a long one takes hundreds of milliseconds, and nobody
 * who types waits for it.
 */
import { parentPort } from 'node:worker_threads';
import { Timeline } from '@learnflow/shared/timeline';
import * as Y from 'yjs';
import { answerQuestion, type ThreadOrder, type ThreadReply } from './timeline-questions.ts';

const timelines = new Map<string, Timeline>();

parentPort?.on('message', (order: ThreadOrder) => {
  if (order.kind === 'drop') {
    timelines.get(order.roomId)?.close();
    timelines.delete(order.roomId);
    return;
  }
  let reply: ThreadReply;
  try {
    reply = obey(order);
  } catch (error) {
    reply = { id: order.id, kind: 'failed', message: String(error) };
  }
  parentPort?.postMessage(reply);
});

function obey(order: Exclude<ThreadOrder, { kind: 'drop' }>): ThreadReply {
  const { id, roomId } = order;
  let timeline = timelines.get(roomId);
  if (!timeline) timelines.set(roomId, (timeline = new Timeline(Y)));
  if (order.kind === 'ask') {
    return { id, kind: 'answer', value: answerQuestion(timeline, order.question) };
  }
  const unreadable: number[] = [];
  for (const row of order.rows) if (!timeline.add(row)) unreadable.push(row.seq);
  return { id, kind: 'added', unreadable };
}
