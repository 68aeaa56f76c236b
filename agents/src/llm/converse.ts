/** One exchange with a model: what it says, and the programs it asks to run in between. */
import { createHash } from 'node:crypto';
import type { ChatBody, ChatPiece, ModelClient } from './client.ts';
import { HeldBack } from './held-back.ts';
import type { ChatMessage } from './prompt.ts';
import { answerToolCall, type RunCode, runTool, type ToolCall } from './tool.ts';
import type { TraceSpan } from './trace.ts';

/** What is known of an exchange at any moment, also when it breaks off. */
export interface Heard {
  text: string;
  tokensIn: number;
  tokensOut: number;
  toolRuns: number;
  /** Of every body that was sent. */
  hash: ReturnType<typeof createHash>;
  finish: string;
}
export const newHeard = (): Heard => ({
  ...{ text: '', tokensIn: 0, tokensOut: 0, toolRuns: 0, finish: '' },
  hash: createHash('sha256'),
});

/** A program and its quotes fit several times; more is no call. */
const argumentChars = 64 * 1024;
const callsPerRound = 4;

export interface ConverseOptions {
  client: ModelClient;
  messages: readonly ChatMessage[];
  maxTokens: number;
  runCode: RunCode | undefined;
  toolRuns: number;
  toolRounds: number;
  signal: AbortSignal;
  span: TraceSpan;
  /** Awaited before the next piece is read. */
  onText: (piece: string) => Promise<void>;
}

/** Fills `heard` as it goes. @throws HeldBack, or whatever the wire throws */
export async function converse(options: ConverseOptions, heard: Heard): Promise<void> {
  const { client, runCode, signal, span } = options;
  const messages: ChatBody['messages'] = [...options.messages];
  for (let round = 0; ; round++) {
    const body: ChatBody = {
      ...{ messages, max_tokens: options.maxTokens },
      ...(runCode ? { tools: [runTool] } : {}),
    };
    const sent = JSON.stringify(body);
    heard.hash.update(sent);
    const calls = await readRound(await client.stream(body, signal), sent.length, options, heard);
    if (calls.length === 0) return;
    if (round >= options.toolRounds) throw new HeldBack('unreadable');
    messages.push({
      role: 'assistant',
      content: null,
      tool_calls: calls.map((call) => ({
        ...{ id: call.id, type: 'function' as const },
        function: { name: call.name, arguments: call.arguments },
      })),
    });
    for (const call of calls) {
      const tool = span.tool(call.name);
      const runsLeft = options.toolRuns - heard.toolRuns;
      const { result, ran } = await answerToolCall(call, { runCode, runsLeft, signal });
      tool.end(ran ? {} : { 'error.type': 'refused' });
      if (ran) heard.toolRuns += 1;
      messages.push({ role: 'tool', tool_call_id: call.id, content: result });
    }
  }
}

async function readRound(
  pieces: AsyncIterable<ChatPiece>,
  sentChars: number,
  { onText }: ConverseOptions,
  heard: Heard,
): Promise<ToolCall[]> {
  const calls: ToolCall[] = [];
  let usage: { in: number; out: number } | undefined;
  const before = heard.text.length;
  try {
    for await (const { choices, usage: told } of pieces) {
      if (told) usage = { in: told.prompt_tokens, out: told.completion_tokens };
      const [choice] = choices;
      heard.finish = choice?.finish_reason ?? heard.finish;
      for (const part of choice?.delta?.tool_calls ?? []) {
        const call = (calls[part.index] ??= { id: '', name: '', arguments: '' });
        call.id = part.id ?? call.id;
        call.name += part.function?.name ?? '';
        call.arguments += part.function?.arguments ?? '';
        if (call.arguments.length > argumentChars) throw new HeldBack('unreadable');
      }
      const text = choice?.delta?.content ?? '';
      if (text === '') continue;
      heard.text += text;
      await onText(text);
    }
  } finally {
    // A server that does not count: about four letters are a token.
    heard.tokensIn += usage?.in ?? Math.ceil(sentChars / 4);
    heard.tokensOut += usage?.out ?? Math.ceil((heard.text.length - before) / 4);
  }
  const asked = calls.filter((call) => call !== undefined);
  if (asked.length > callsPerRound) throw new HeldBack('unreadable');
  return asked.map((call, at) => ({ ...call, id: call.id === '' ? `call_${at}` : call.id }));
}
