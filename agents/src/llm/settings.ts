import { z } from 'zod';

/** Where a language model is reached. Any server that speaks OpenAI's chat completions. */
export const modelSettings = z.object({
  /** Up to and including `/v1`. */
  baseUrl: z.url({ protocol: /^https?$/, error: 'use http:// or https://' }).refine((url) => {
    const { username, password } = new URL(url);
    return username === '' && password === '';
  }, 'put the key into OPENAI_API_KEY, not into the address'),
  /** Local servers need none. */
  apiKey: z.string().default(''),
  model: z.string().trim().min(1).max(200),
  /** Tokens of one answer. */
  maxTokens: z.number().int().min(50).max(8_000).default(700),
});
export type ModelSettings = z.infer<typeof modelSettings>;

/** Bounds of one exchange; tests make them short. */
export interface ModelLimits {
  /** Until the first sentence that passed all checks. */
  firstTextMs: number;
  /** Until the end. */
  wholeMs: number;
  /** A server that says it is busy is asked once more when it says so for no longer than this. */
  retryAfterMs: number;
  /** Exchanges at the same time; a school's model answers few at once. */
  places: number;
  /** Failures in a row after which the model is left alone, and for how long. */
  failures: number;
  pauseMs: number;
  /** Programs that one exchange may run. */
  toolRuns: number;
  /** Times the model may ask for a tool, whatever tool. */
  toolRounds: number;
}

export const modelLimits: ModelLimits = {
  firstTextMs: 8_000,
  wholeMs: 30_000,
  retryAfterMs: 1_000,
  places: 8,
  failures: 5,
  pauseMs: 30_000,
  toolRuns: 3,
  toolRounds: 5,
};
