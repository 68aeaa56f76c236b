import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAsk, aTutor, openPolicy, rainfall } from './model.fixture.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';
import { goodAnswer } from './scripts.ts';

let scripted: ScriptedModel;
beforeAll(async () => {
  scripted = await startScriptedModel({ knows: { solution: rainfall.solution } });
});
afterAll(() => scripted.close());

/** Long enough for a loaded machine, short enough to wait for. */
const soon = { firstTextMs: 300, wholeMs: 600 };

describe('what comes of a model', () => {
  test("its text is the answer, with the rules' next steps, and arrives sentence by sentence", async () => {
    const { ask } = await aTutor(scripted, 'good');
    const pieces: string[] = [];
    const said = await ask(anAsk('Why?'), { onText: (piece) => pieces.push(piece) });
    expect(said.model).toEqual({
      ...{ agent: 'debug', text: goodAnswer, nextSteps: ['Try'], offerPerson: false },
    });
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(goodAnswer);
    expect(said.fallback).toBeUndefined();
    expect(said.calls).toMatchObject([
      { agent: 'debug', model: 'm', verdict: 'used', text: goodAnswer, toolRuns: 0, tokensOut: 71 },
    ]);
    expect(said.calls[0]?.promptHash).toMatch(/^[0-9a-f]{64}$/);
    expect(said.calls[0]?.tokensIn).toBeGreaterThan(100);
  });

  test('nothing is shown before somebody has approved it', async () => {
    const { ask } = await aTutor(scripted, 'good');
    const said = await ask(anAsk('Why?', { policy: { ...openPolicy, approve: true } }));
    expect(said.shown).toBe('');
    expect(said.model?.text).toBe(goodAnswer);
  });

  test('thoughts before the answer are left out, and an answer cut by its limit ends with a whole sentence', async () => {
    const thinks = await (await aTutor(scripted, 'thinks')).ask(anAsk('Why?'));
    expect(thinks.model?.text).toBe(goodAnswer);
    expect(thinks.shown).not.toContain('forgot');
    const cut = await (await aTutor(scripted, 'length')).ask(anAsk('Why?'));
    expect(cut.model?.text).toBe(goodAnswer);
  });

  test('pictures and links lose their address, and HTML stays text', async () => {
    const { shown, model } = await (await aTutor(scripted, 'html')).ask(anAsk('Why?'));
    expect(model?.text).toMatch(/Look here: chart and read more or\s+now/);
    expect(model?.text).toContain('<script>');
    expect(shown).not.toMatch(/evil|http|www/);
  });

  const fallbacks: [script: string, fallback: string][] = [
    ...['hang', 'slow', 'stalls'].map((script): [string, string] => [script, 'slow']),
    ...['rate-limit', 'broken', 'bad-key', 'cut', 'garbage-stream', 'redirect', 'nothing'].map(
      (script): [string, string] => [script, 'failed'],
    ),
    ...['garbage', 'noise', 'stutter', 'empty', 'blank', 'huge', 'other-language'].map(
      (script): [string, string] => [script, 'unreadable'],
    ),
    ...['other-script', 'score', 'tool-loop'].map((script): [string, string] => [
      script,
      'unreadable',
    ]),
    ...['leak', 'leak-late', 'leak-renamed', 'leak-bare', 'leak-prose', 'leak-inline'].map(
      (script): [string, string] => [script, 'leak'],
    ),
    ...['leak-letters', 'leak-base64', 'leak-backwards', 'leak-numbered', 'confess'].map(
      (script): [string, string] => [script, 'leak'],
    ),
    ['confess-orders', 'leak'],
  ];
  test.each(fallbacks)('%s: the rules answer, because of %s', async (script, fallback) => {
    const runCode = () => Promise.resolve({ output: '1', error: '' });
    const limits = fallback === 'slow' ? soon : {};
    const { ask } = await aTutor(scripted, script, { limits, runCode });
    const said = await ask(anAsk('Why?'));
    expect({ ...said, shown: said.shown.length > 0 }).toMatchObject({
      ...{ builtIn: { text: 'By rules.' }, fallback },
      calls: [{ verdict: fallback }],
    });
    expect(said.model).toBeUndefined();
    // The wire is let go.
    await expect.poll(() => scripted.going()).toBe(0);
  });
});

describe('what it costs at most', () => {
  test('whoever cancels hangs up on the model at once', async () => {
    const { ask } = await aTutor(scripted, 'steady');
    const stop = new AbortController();
    const first = Promise.withResolvers<void>();
    const asked = ask(anAsk('Why?'), { signal: stop.signal, onText: () => first.resolve() });
    await first.promise;
    stop.abort();
    expect(await asked).toMatchObject({ fallback: 'cancelled', calls: [{ verdict: 'cancelled' }] });
    await expect.poll(() => scripted.requests.at(-1)?.isAborted).toBe(true);
    const before = scripted.requests.length;
    expect(await ask(anAsk('Why?'), { signal: stop.signal })).toMatchObject({
      ...{ fallback: 'cancelled', calls: [] },
    });
    expect(scripted.requests.length).toBe(before);
  });

  test('a leak hangs up as well', async () => {
    const { ask } = await aTutor(scripted, 'leak-letters');
    await ask(anAsk('Why?'));
    await expect.poll(() => scripted.going()).toBe(0);
    const huge = await aTutor(scripted, 'huge');
    await huge.ask(anAsk('Why?'));
    await expect.poll(() => scripted.requests.at(-1)?.isAborted).toBe(true);
  });

  test('a model that is busy for a moment is asked once more, otherwise never again', async () => {
    const count = async (script: string) => {
      const before = scripted.requests.length;
      const said = await (await aTutor(scripted, script)).ask(anAsk('Why?'));
      return { said, sent: scripted.requests.length - before };
    };
    const busy = await count('busy-once');
    expect([busy.sent, busy.said.fallback]).toEqual([2, undefined]);
    for (const script of ['rate-limit', 'broken', 'bad-key', 'cut']) {
      expect((await count(script)).sent, script).toBe(1);
    }
  });

  test('after five failures in a row it is left alone for half a minute, then one tries it', async () => {
    const clock = { time: 1_000 };
    const { ask } = await aTutor(scripted, 'broken', { now: () => clock.time });
    const sent = async (): Promise<number> => {
      const before = scripted.requests.length;
      await ask(anAsk('Why?'));
      return scripted.requests.length - before;
    };
    for (let n = 0; n < 5; n++) expect(await sent()).toBe(1);
    expect(await sent()).toBe(0);
    clock.time += 29_999;
    expect(await sent()).toBe(0);
    clock.time += 1;
    expect(await sent()).toBe(1);
    expect(await sent()).toBe(0);
    expect((await ask(anAsk('Why?'))).fallback).toBe('failed');
  });

  test('only so many ask at once, the others get the rules at once', async () => {
    const { ask } = await aTutor(scripted, 'hang', { limits: { ...soon, places: 2 } });
    const asked = [1, 2, 3].map(() => ask(anAsk('Why?')));
    expect((await Promise.all(asked)).map(({ fallback }) => fallback)).toEqual([
      ...['slow', 'slow', 'busy'],
    ]);
  });

  test('a spent budget sends nothing', async () => {
    const { ask, tutor } = await aTutor(scripted, 'good');
    const before = scripted.requests.length;
    for (const spent of [
      { questions: 20, tokens: 0 },
      { questions: 0, tokens: 200_000 },
    ]) {
      const said = await ask(anAsk('Why?', { spent }));
      expect(said).toMatchObject({ fallback: 'budget', calls: [] });
    }
    const spent = { questions: 0, tokens: 200_000 };
    const hint = await tutor.draftHint({ ...anAsk('', { spent }), reason: '3 × IndexError' });
    expect(hint).toEqual({ calls: [] });
    expect(scripted.requests.length).toBe(before);
  });
});

describe('the one tool', () => {
  test('a model may try a program, and sees what it printed', async () => {
    const ran: string[] = [];
    const runCode = (code: string) => {
      ran.push(code);
      return Promise.resolve({ output: '42\n', error: '' });
    };
    const said = await (await aTutor(scripted, 'uses-tool', { runCode })).ask(anAsk('Why?'));
    expect(ran).toEqual(['print(6 * 7)']);
    expect(said.model?.text).toContain('42');
    expect(said.calls).toMatchObject([{ toolRuns: 1, verdict: 'used' }]);
  });

  test('no more than three programs run, and then the exchange ends', async () => {
    let runs = 0;
    const runCode = () => {
      runs += 1;
      return Promise.resolve({ output: 'x'.repeat(50_000), error: '' });
    };
    const said = await (await aTutor(scripted, 'tool-loop', { runCode })).ask(anAsk('Why?'));
    expect(runs).toBe(3);
    expect(said.calls).toMatchObject([{ toolRuns: 3, verdict: 'unreadable' }]);
    const sent = scripted.requests.at(-1)?.text ?? '';
    expect(sent).toContain('No more programs can be run');
    // What programs print is cut.
    expect(sent).not.toContain('x'.repeat(2_001));
  });

  test.each(['foreign-tools', 'bad-tool-call', 'long-tool-call'])(
    '%s: nothing is run, and the model is told',
    async (script) => {
      const runCode = () => expect.fail('ran');
      const said = await (await aTutor(scripted, script, { runCode })).ask(anAsk('Why?'));
      expect(said.model?.text).toBe(goodAnswer);
      expect(said.calls).toMatchObject([{ toolRuns: 0 }]);
      const { body } = scripted.requests.at(-1) ?? expect.fail();
      expect(body.messages.at(-1)?.role).toBe('tool');
      expect(body.messages.at(-1)?.content).toMatch(/no such tool|Call it with/);
    },
  );
});

describe('what reaches the model', () => {
  test('the question as data between marks, and nothing of what must stay unseen', async () => {
    const { ask } = await aTutor(scripted, 'good');
    const solutions = [`def rising_days(readings):\n    planted_solution_marker = 1`];
    const hidden = [`'planted hidden marker'`];
    const passesMore = () => Promise.resolve(false);
    const request = anAsk('Why {level}? {specialty} {question}', {
      ...{ secrets: { solutions, hidden }, passesMore },
    });
    await ask(request);
    await ask(request);
    const [one, two] = scripted.requests.slice(-2);
    for (const seen of [one, two]) {
      expect(seen?.text).not.toMatch(/planted/);
      expect(JSON.stringify(seen?.headers)).not.toMatch(/planted/);
      const [system, user] = seen?.body.messages ?? [];
      expect(system?.content).toContain('You talk to a beginner learner.');
      expect(system?.content).not.toMatch(/\{(?:specialty|level)\}/);
      // Braces of the student stay as they are.
      expect(user?.content).toContain('"question":"Why {level}? {specialty} {question}"');
      expect(user?.content).toContain('average_wet');
    }
    const marks = [one, two].map(
      (seen) => /\n([0-9a-f]{32})\n\{/.exec(seen?.body.messages[1]?.content ?? '')?.[1],
    );
    expect(marks[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(marks[0]).not.toBe(marks[1]);
    expect(one?.text.split(marks[0] ?? 'x')).toHaveLength(4);
  });

  test('the key reaches the model and nobody else', async () => {
    const troubles: unknown[] = [];
    const onTrouble = (trouble: unknown) => troubles.push(trouble);
    const { ask } = await aTutor(scripted, 'bad-key', { onTrouble });
    const said = await ask(anAsk('Why?'));
    expect(scripted.requests.at(-1)?.headers.authorization).toBe('Bearer sk-secret-4711');
    expect(troubles).toEqual([{ agent: 'debug', reason: 'failed', status: 401 }]);
    expect(JSON.stringify([said, troubles])).not.toContain('sk-secret');
  });
});

describe('drafts for a teacher', () => {
  const asked = (policy = openPolicy) => ({ ...anAsk('', { policy }), reason: '3 × IndexError' });

  test('one or two sentences, checked like everything else', async () => {
    const { tutor } = await aTutor(scripted, 'hint');
    const { text, calls } = await tutor.draftHint(asked());
    expect(text).toBe(
      'Print the counter in the last round. Is there an item with that number in your list?',
    );
    expect(calls).toMatchObject([{ verdict: 'used', agent: 'debug' }]);
    expect(scripted.requests.at(-1)?.text).toContain('3 × IndexError');
    const good = await (await aTutor(scripted, 'good')).tutor.draftHint(asked());
    expect(good.text).toBe(
      'Look at the last round of your loop. Which number does the counter have then, and how many items does your list hold?',
    );
  });

  test.each(['leak', 'leak-bare', 'score', 'broken', 'hang'])('%s: no draft', async (script) => {
    const limits = script === 'hang' ? soon : {};
    const { tutor } = await aTutor(scripted, script, { limits });
    const { text, calls } = await tutor.draftHint(asked());
    expect(text).toBeUndefined();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.verdict).not.toBe('used');
  });
});
