import type { ChatMessage } from '@learnflow/shared';

/** Older messages than these are not kept on screen. */
const kept = 300;

/** @returns the messages of both lists, each once, oldest first: one message may come as event, answer and snapshot. */
export function mergeChat(
  messages: readonly ChatMessage[],
  more: readonly ChatMessage[],
): ChatMessage[] {
  const byId = new Map<string, ChatMessage>();
  for (const message of [...messages, ...more]) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.at - b.at).slice(-kept);
}
