import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Config, listSettings, projectDir, readConfig } from './config.ts';

test('without any setting the embedded product starts', () => {
  expect(Config.parse({})).toMatchObject({
    port: 4000,
    host: '0.0.0.0',
    dataDir: join(projectDir, 'data'),
    runnerDriver: 'auto',
    demo: false,
  });
  expect(readConfig([], {}).databaseUrl).toBeUndefined();
});

test('flags win over the environment', () => {
  const env = { PORT: '5000', LEARNFLOW_HOST: '127.0.0.1', DATABASE_URL: 'postgres://db/lf' };
  const config = readConfig(['--port', '5001', '--data', '/tmp/lf', '--open'], env);
  expect(config).toMatchObject({
    port: 5001,
    host: '127.0.0.1',
    dataDir: '/tmp/lf',
    open: true,
    databaseUrl: 'postgres://db/lf',
  });
});

test('the simulated class keeps its data apart unless told where', () => {
  expect(
    readConfig(['--demo', '--students', '120', '--speed', '4', '--seed', '7'], {}),
  ).toMatchObject({
    demo: true,
    demoStudents: 120,
    demoSpeed: 4,
    demoSeed: 7,
    dataDir: join(projectDir, 'data', 'demo'),
  });
  expect(readConfig(['--demo', '--data', '/tmp/lf'], {}).dataDir).toBe('/tmp/lf');
});

test.each([
  [['--port', '99999'], {}, /^--port cannot be "99999"/],
  [[], { LEARNFLOW_LOG: 'nowhere' }, /^LEARNFLOW_LOG cannot be "nowhere"/],
  [['--students', '0'], {}, /^--students cannot be "0"/],
  [['--colour', 'red'], {}, /'--colour'.*Flags: --port/],
  [['extra'], {}, /'extra'/],
])('%j with %j is refused in a sentence', (args, env, sentence) => {
  expect(() => readConfig(args, env)).toThrow(sentence);
});

test('a wrong address of a database is refused without repeating its password', () => {
  expect(() => readConfig([], { DATABASE_URL: 'mysql://root:hunter2@db' })).toThrow(
    /^DATABASE_URL cannot be used/,
  );
  expect(() => readConfig([], { DATABASE_URL: 'mysql://root:hunter2@db' })).not.toThrow(/hunter2/);
});

test('docs/operate.md lists every setting with today’s defaults', async () => {
  const text = await readFile(join(projectDir, 'docs', 'operate.md'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  for (const setting of listSettings()) {
    expect(rows).toContainEqual(['', ...setting, '']);
  }
});

test('a model needs its address and its name, and a wrong setting is refused without its key', () => {
  expect(Config.parse({})).toMatchObject({ modelTokens: 700 });
  expect(readConfig([], { OPENAI_API_KEY: 'sk-4711' })).not.toHaveProperty('modelUrl');
  const env = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'qwen2.5:3b' };
  expect(readConfig([], env)).toMatchObject({
    modelUrl: env.OPENAI_BASE_URL,
    modelName: 'qwen2.5:3b',
  });
  for (const url of ['ftp://model', 'http://user:sk-4711@model/v1']) {
    const read = () => readConfig([], { OPENAI_BASE_URL: url });
    expect(read).toThrow(/^OPENAI_BASE_URL cannot be used/);
    expect(read).not.toThrow(/sk-4711/);
  }
});
