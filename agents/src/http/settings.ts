/** What the agents' app is started with: options on the command line, tokens in the environment. */
import { parseArgs } from 'node:util';
import { answeringAgents } from '@learnflow/shared';
import { z } from 'zod';

export const hostedNames = [...answeringAgents, 'triage', 'all'] as const;
export type HostedName = (typeof hostedNames)[number];

const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.object({
  /** Which agent it is: one of them, or all behind triage. */
  agent: z.enum(hostedNames).default('all'),
  port: port.default(5000),
  /** Where the Dapr sidecar listens, on this machine. */
  'dapr-port': port.default(3500),
  host: z.string().min(1).default('127.0.0.1'),
  /** Name of Dapr's pub/sub component. */
  pubsub: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .default('pubsub'),
  /** Whoever calls must know it; absent: anybody who reaches the port. */
  appToken: z.string().min(1).optional(),
  /** What the sidecar wants to be told. */
  daprToken: z.string().min(1).optional(),
});
export type Settings = z.infer<typeof settings>;

const option = { type: 'string' } as const;

/** @throws Error with a sentence for whoever typed it */
export function readSettings(args: readonly string[], env = process.env): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: { agent: option, port: option, 'dapr-port': option, host: option, pubsub: option },
  });
  const tokens = { appToken: env['APP_API_TOKEN'], daprToken: env['DAPR_API_TOKEN'] };
  const read = settings.safeParse({ ...values, ...tokens });
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0] ?? { path: [], message: 'cannot be read' };
  throw new Error(`--${path.join('.')}: ${message}`);
}
