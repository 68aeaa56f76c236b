/**
 * The wire to a model: one streamed chat completion. The library is loaded when a model is set up, and does nothing on its
 * own: no tries of its own, no redirects, no log, nothing out of the environment.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type OpenAI from 'openai';
import { z } from 'zod';
import type { ModelSettings } from './settings.ts';

export type ChatBody = Pick<
  OpenAI.Chat.ChatCompletionCreateParamsStreaming,
  'messages' | 'tools' | 'max_tokens'
>;

/** One piece of an answer. */
export const chatPiece = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().int().min(0).max(20).default(0),
                  id: z.string().max(200).nullish(),
                  function: z
                    .object({
                      name: z.string().max(200).nullish(),
                      arguments: z.string().nullish(),
                    })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z
    .object({
      prompt_tokens: z.number().int().nonnegative(),
      completion_tokens: z.number().int().nonnegative(),
    })
    .nullish(),
});
export type ChatPiece = z.infer<typeof chatPiece>;

export interface ModelClient {
  /** @throws whatever goes wrong; an error may hold the key, so that it is never shown or logged */
  stream(body: ChatBody, signal: AbortSignal): Promise<AsyncIterable<ChatPiece>>;
}

/** @param retryAfterMs  a server that is busy for no longer than this is asked once more */
export async function openModelClient(
  settings: ModelSettings,
  { retryAfterMs }: { retryAfterMs: number },
): Promise<ModelClient> {
  const { OpenAI, APIError } = await import('openai');
  const client = new OpenAI({
    baseURL: settings.baseUrl,
    // The library insists on one; a local server ignores it.
    apiKey: settings.apiKey === '' ? 'none' : settings.apiKey,
    ...{ organization: null, project: null, adminAPIKey: null, webhookSecret: null },
    maxRetries: 0,
    fetchOptions: { redirect: 'error' },
    logLevel: 'off',
  });
  const ask = (body: ChatBody, signal: AbortSignal) =>
    client.chat.completions.create(
      {
        ...body,
        model: settings.model,
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal },
    );

  /** @returns how long to wait before the one more try; undefined: none */
  function pauseAfter(error: unknown): number | undefined {
    if (!(error instanceof APIError) || (error.status !== 429 && error.status !== 503))
      return undefined;
    const after = error.headers?.get('retry-after');
    const pauseMs =
      after === null || after === undefined ? retryAfterMs / 4 : Number(after) * 1_000;
    return pauseMs <= retryAfterMs ? pauseMs : undefined;
  }

  return {
    stream: async (body, signal) => {
      const answer = await ask(body, signal).catch(async (error: unknown) => {
        const pauseMs = pauseAfter(error);
        if (pauseMs === undefined) throw error;
        await wait(pauseMs, undefined, { signal });
        return ask(body, signal);
      });
      return parsed(answer);
    },
  };
}

async function* parsed(pieces: AsyncIterable<unknown>): AsyncGenerator<ChatPiece> {
  for await (const piece of pieces) yield chatPiece.parse(piece);
}
