import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apiLimits } from '@learnflow/shared';
import { imageName } from '@learnflow/shared/runner-report';
import { z } from 'zod';
import { StartError } from './start-error.ts';

/** Folder of the checkout. */
export const projectDir = fileURLToPath(new URL('../..', import.meta.url));
/** Of the product, as its package says. */
export const version = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8'))).version;

/** Where a setting may come from besides its default; a flag wins over the environment. */
type Source = {
  env?: string[];
  flag?: string;
  description: string;
};
const from = (description: string, env: string[], flag?: string): Source => ({
  description,
  env,
  ...(flag ? { flag } : {}),
});

const switchValue = z.preprocess(
  (value) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  z.boolean(),
);

/**
 * Every setting of the server, each with a default: `Config.parse({})` starts the embedded product. The only file that
 * reads the environment.
 */
export const Config = z.object({
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4000)
    .meta(from('Port to listen on; 0 takes a free one', ['LEARNFLOW_PORT', 'PORT'], 'port')),
  host: z
    .string()
    .min(1)
    .default('0.0.0.0')
    .meta(
      from('Address to listen on; 127.0.0.1 keeps it to this machine', ['LEARNFLOW_HOST'], 'host'),
    ),
  dataDir: z
    .string()
    .min(1)
    .default(join(projectDir, 'data'))
    .meta(from('Folder of the database, secrets and logs', ['LEARNFLOW_DATA'], 'data')),
  coursesDir: z
    .string()
    .min(1)
    .default(join(projectDir, 'courses'))
    .meta(from('Folder of the courses, one folder each', ['LEARNFLOW_COURSES'], 'courses')),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta(
      from('postgres:// address of a database to use instead of the embedded one', [
        'DATABASE_URL',
      ]),
    ),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(from('Address people use when a proxy stands in front', ['LEARNFLOW_PUBLIC_URL'])),
  trustProxy: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      from('Number of proxies in front whose X-Forwarded headers count', ['LEARNFLOW_TRUST_PROXY']),
    ),
  authSecret: z
    .string()
    .min(32)
    .optional()
    .meta(
      from('Signs session cookies; made once and kept in the data folder when absent', [
        'LEARNFLOW_SECRET',
      ]),
    ),
  log: z
    .enum(['file', 'stdout'])
    .default('file')
    .meta(from('Where JSON log lines go', ['LEARNFLOW_LOG'])),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .meta(from('Least important lines that are logged', ['LEARNFLOW_LOG_LEVEL'])),
  runnerDriver: z
    .enum(['auto', 'bubblewrap', 'podman', 'docker', 'pyodide', 'none'])
    .default('auto')
    .meta(from('How programs are run', ['RUNNER_DRIVER'])),
  runnerImage: imageName
    .default('learnflow-runner')
    .meta(from('Image of the containers programs run in, with podman or docker', ['RUNNER_IMAGE'])),
  runnerUrl: z
    .string()
    .regex(/^(unix:\/|tcp:\/\/)/, 'use tcp://host:port or unix:/path')
    .optional()
    .meta(from('A runner of its own that runs programs instead of this machine', ['RUNNER_URL'])),
  runnerToken: z
    .string()
    .min(16)
    .optional()
    .meta(from('The secret shared with that runner', ['RUNNER_TOKEN'])),
  modelUrl: z
    .url({ protocol: /^https?$/, error: 'use http:// or https://' })
    .refine((url) => new URL(url).username === '', 'put the key into OPENAI_API_KEY')
    .optional()
    .meta(
      from('Address of a language model that speaks OpenAI’s API, up to `/v1`; absent: none', [
        'OPENAI_BASE_URL',
      ]),
    ),
  modelKey: z
    .string()
    .optional()
    .meta(from('Its key; local ones need none', ['OPENAI_API_KEY'])),
  modelName: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta(
      from('Which of its models; nothing is asked unless the address is set too', ['OPENAI_MODEL']),
    ),
  modelTokens: z.coerce
    .number()
    .int()
    .min(50)
    .max(8_000)
    .default(700)
    .meta(from('Longest answer of the model, in tokens', ['OPENAI_MAX_TOKENS'])),
  promptsDir: z
    .string()
    .min(1)
    .optional()
    .meta(from('Folder of prompt files of your own', ['PROMPTS_DIR'])),
  traceUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(
      from(
        'Address of an OpenTelemetry collector that gets a span of each exchange with the model',
        ['OTEL_EXPORTER_OTLP_ENDPOINT'],
      ),
    ),
  open: switchValue.default(false).meta(from('Open the browser when ready', [], 'open')),
  demo: switchValue
    .default(false)
    .meta(from('Bring a simulated class', ['LEARNFLOW_DEMO'], 'demo')),
  demoStudents: z.coerce
    .number()
    .int()
    .min(1)
    .max(apiLimits.classSize)
    .default(28)
    .meta(from('Students of the simulated class', ['LEARNFLOW_DEMO_STUDENTS'], 'students')),
  demoSeed: z.coerce
    .number()
    .int()
    .min(0)
    .default(1)
    .meta(from('The same seed, the same class', ['LEARNFLOW_DEMO_SEED'], 'seed')),
  demoSpeed: z.coerce
    .number()
    .min(0.1)
    .max(100)
    .default(1)
    .meta(from('1 is human speed', ['LEARNFLOW_DEMO_SPEED'], 'speed')),
});
export type Config = z.infer<typeof Config>;

type Key = keyof Config;
const secretKeys: Key[] = ['databaseUrl', 'authSecret', 'runnerToken', 'modelUrl', 'modelKey'];
const sources = Object.fromEntries(
  Object.entries(Config.shape).map(([key, schema]) => [key, schema.meta() as unknown as Source]),
) as Record<Key, Source>;

/**
 * @param args  command line after the script's name
 * @param env   environment variables
 * @throws StartError naming the setting and what is wrong with it
 */
export function readConfig(args: string[], env: NodeJS.ProcessEnv = process.env): Config {
  const flags = readFlags(args);
  const given: Partial<Record<Key, string | boolean>> = {};
  const names: Partial<Record<Key, string>> = {};
  for (const key of Object.keys(sources) as Key[]) {
    const { env: variables = [], flag } = sources[key];
    const variable = variables.find((name) => env[name] !== undefined && env[name] !== '');
    if (flag !== undefined && flags[flag] !== undefined) {
      given[key] = flags[flag];
      names[key] = `--${flag}`;
    } else if (variable !== undefined) {
      given[key] = env[variable] ?? '';
      names[key] = variable;
    }
  }
  const parsed = Config.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.path[0] as Key;
    // Some settings hold a password, which must not end up in a terminal's log.
    const said = secretKeys.includes(key) ? '' : ` "${String(given[key])}"`;
    throw new StartError(`${names[key] ?? key} cannot be${said || ' used'}: ${issue?.message}.`);
  }
  const config = parsed.data;
  // A simulated class never mixes with a real one.
  if (given.dataDir === undefined && config.demo) config.dataDir = join(config.dataDir, 'demo');
  return { ...config, dataDir: resolve(config.dataDir) };
}

function readFlags(args: string[]): Record<string, string | boolean | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const key of Object.keys(sources) as Key[]) {
    const { flag } = sources[key];
    if (flag) options[flag] = { type: flag === 'open' || flag === 'demo' ? 'boolean' : 'string' };
  }
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.keys(options).map((flag) => `--${flag}`);
    throw new StartError(
      `${(error as Error).message.split('. ')[0] ?? ''}. Flags: ${known.join(' ')}.`,
    );
  }
}

/** Where programs are found and temporary files go; all that a runner may know of this server's surroundings. */
const plainVariables = [
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'DOCKER_HOST',
  'XDG_RUNTIME_DIR',
];

/** @returns the environment of a child that must not see a setting or a secret */
export function plainEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    plainVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
}

/** @returns every setting as a row of the table in docs/operate.md: flag, environment, default, meaning */
export function listSettings(): string[][] {
  const defaults: Partial<Record<Key, unknown>> = Config.parse({});
  return (Object.keys(sources) as Key[]).map((key) => {
    const { flag, env = [], description } = sources[key];
    const folders: Partial<Record<Key, string>> = { dataDir: 'data', coursesDir: 'courses' };
    const standard = folders[key] ?? defaults[key];
    return [
      flag === undefined ? '' : `\`--${flag}\``,
      env.map((name) => `\`${name}\``).join(', '),
      standard === undefined || standard === false ? '' : `\`${String(standard)}\``,
      description,
    ];
  });
}
