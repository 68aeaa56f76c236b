/**
 * A stand-in for a language model: an OpenAI-compatible HTTP server that plays a script, well-behaved or not. Which one is
 * told by the address (`http://…/leak/v1`), or by words in what the student wrote ("play leak"). Nothing in the product
 * knows it.
 *
 * Alone: `node agents/test/llm/scripted-model.ts --port 4010 --solution courses/…/solution/main.py`
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type Script, scripts } from './scripts.ts';

/** One request as it came. */
export interface SeenRequest {
  path: string;
  headers: IncomingMessage['headers'];
  /** Every byte of the body. */
  text: string;
  body: ChatBody;
  /** The client hung up before the script was over. */
  isAborted: boolean;
}
export interface ChatBody {
  model: string;
  max_tokens?: number;
  messages: { role: string; content: string | null; tool_call_id?: string }[];
  tools?: unknown[];
}

/** What a script may know, as if from its training: a model that gives it away was not told it by us. */
export interface Knowledge {
  solution: string;
  /** What it was told to say by whom it obeys. */
  orders: string;
}

export interface ScriptedModel {
  /** Base URL of a script: `base('good')`. */
  base(script: string): string;
  requests: SeenRequest[];
  knows: Knowledge;
  /** Requests that are still being answered. */
  going(): number;
  close(): Promise<void>;
}

/** What a script has in its hands. */
export interface Exchange {
  seen: SeenRequest;
  knows: Knowledge;
  /** How often this script was asked already. */
  turn: number;
  /** Aborts when the client hangs up. */
  signal: AbortSignal;
  /** A status of its own, instead of a stream. */
  answer(status: number, body: unknown, headers?: Record<string, string>): void;
  /** One piece of text. */
  say(piece: string): void;
  callTool(name: string, args: string, id?: string): void;
  /** Bytes as they are. */
  raw(bytes: string): void;
  /** Ends as an answer ends. */
  finish(reason?: string): void;
  /** Breaks the connection. */
  cut(): void;
}

export async function startScriptedModel({
  port = 0,
  knows = {},
}: { port?: number; knows?: Partial<Knowledge> } = {}): Promise<ScriptedModel> {
  const requests: SeenRequest[] = [];
  let going = 0;
  const turns = new Map<string, number>();
  const known: Knowledge = { solution: '', orders: '', ...knows };
  const server = createServer((request, response) => {
    void play(request, response).catch(() => response.destroy());
  });

  async function play(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const body = (text === '' ? { model: '', messages: [] } : JSON.parse(text)) as ChatBody;
    const seen: SeenRequest = { path, headers: request.headers, text, body, isAborted: false };
    requests.push(seen);
    const name = scriptOf(path, body);
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const gone = new AbortController();
    going += 1;
    response.on('close', () => {
      going -= 1;
      if (response.writableFinished) return;
      seen.isAborted = true;
      gone.abort();
    });
    await scriptNamed(name)(
      exchangeOf(response, seen, { knows: known, turn, signal: gone.signal }),
    );
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    base: (script) => `http://127.0.0.1:${taken}/${script}/v1`,
    ...{ requests, knows: known },
    going: () => going,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Words in the last message of the user win over the address. */
function scriptOf(path: string, { messages }: ChatBody): string {
  const said = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const [, word] = /\bplay ([a-z0-9-]+)/.exec(said) ?? [];
  if (word !== undefined && word in scripts) return word;
  return path.split('/')[1] ?? '';
}

function scriptNamed(name: string): Script {
  const script = (scripts as Record<string, Script>)[name];
  return script ?? (({ answer }) => answer(404, { error: { message: `No script ${name}` } }));
}

function exchangeOf(
  response: ServerResponse,
  seen: SeenRequest,
  rest: Pick<Exchange, 'knows' | 'turn' | 'signal'>,
): Exchange {
  let chars = 0;
  const raw = (bytes: string): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(bytes);
  };
  const chunk = (more: object): void => {
    const common = {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'scripted-1',
    };
    raw(`data: ${JSON.stringify({ ...common, ...more })}\n\n`);
  };
  const choice = (delta: object, reason: string | null = null): void =>
    chunk({ choices: [{ index: 0, delta, finish_reason: reason }] });
  return {
    ...{ seen, ...rest, raw },
    answer: (status, body, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    },
    say: (piece) => {
      chars += piece.length;
      choice({ content: piece });
    },
    callTool: (name, args, id = `call_${rest.turn}`) =>
      choice({
        tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: args } }],
      }),
    finish: (reason = 'stop') => {
      choice({}, reason);
      const usage = {
        prompt_tokens: Math.ceil(seen.text.length / 4),
        completion_tokens: Math.ceil(chars / 4),
      };
      chunk({
        choices: [],
        usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
      });
      raw('data: [DONE]\n\n');
      response.end();
    },
    cut: () => response.destroy(),
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '4010' }, solution: { type: 'string' } },
  });
  const solution = values.solution === undefined ? '' : readFileSync(values.solution, 'utf8');
  const model = await startScriptedModel({ port: Number(values.port), knows: { solution } });
  process.stdout.write(
    `${Object.keys(scripts)
      .map((name) => model.base(name))
      .join('\n')}\n`,
  );
}
