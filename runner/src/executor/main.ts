/**
 * The executor: runs and grades programs for a server that sits at the other end of a stream.
 *   node main.ts [--driver auto] [--slots 4] [--image name]       for one server, over stdin and stdout
 *   node main.ts --listen tcp://127.0.0.1:4100 --token-file …     for any server that knows the token
 *   node main.ts --report                                        prints what holds on this machine and ends
 * It opens no database and needs no setting; over stdin and stdout it goes with its server.
 */
import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { createRunner } from '../index.ts';
import { driverChoices } from '../select.ts';
import { imageName } from '@learnflow/shared/runner-report';
import { readAddress } from './address.ts';
import { gradeKind, runKind } from './requests.ts';
import { serve } from './serve.ts';

/** Servers at the same time; each of them is a school. */
const maxServers = 16;
const minTokenChars = 16;

const flags = z
  .object({
    driver: z.enum(driverChoices).default('auto'),
    image: imageName.optional(),
    slots: z.coerce.number().int().min(1).max(256).optional(),
    listen: z.string().optional(),
    'token-file': z.string().optional(),
    report: z.boolean().default(false),
  })
  .parse(
    parseArgs({
      options: {
        driver: { type: 'string' },
        image: { type: 'string' },
        slots: { type: 'string' },
        listen: { type: 'string' },
        'token-file': { type: 'string' },
        report: { type: 'boolean' },
      },
    }).values,
  );

const logs = new Set<(about: object, text: string) => void>();
/** What was told while the sandbox was chosen, before there is a wire; a service of its own says it in its terminal. */
const early: [about: object, text: string][] = [];
let isChosen = false;
const runner = await createRunner({
  driver: flags.driver,
  image: flags.image,
  ...(flags.slots === undefined ? {} : { slots: flags.slots }),
  log: {
    warn(about, text) {
      if (flags.listen !== undefined) say(`${text} ${JSON.stringify(about)}`);
      if (!isChosen) early.push([about, text]);
      for (const log of logs) log(about, text);
    },
  },
});
isChosen = true;
let atEnd: () => void = () => undefined;
const kinds = { run: runKind(runner), grade: gradeKind(runner.grader) };
const report = () => runner.report();

if (flags.report) {
  process.stdout.write(`${JSON.stringify(report())}\n`);
  await stop(0);
} else if (flags.listen === undefined) {
  const served = serve({
    input: new Socket({ fd: 0, readable: true, writable: false }),
    // Not process.stdout: that one would block this process while its server is busy.
    output: new Socket({ fd: 1, readable: false, writable: true }),
    ...{ kinds, report },
    closed: () => void stop(0),
  });
  logs.add((about, text) => served.log(about, text));
  for (const line of early) served.log(...line);
} else listen(flags.listen, readToken(flags['token-file']));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0));

function listen(where: string, token: string): void {
  const address = readAddress(where);
  if (address === undefined)
    return fail(`${where} is no address; use tcp://host:port or unix:/path.`);
  const server = createServer((socket) => welcome(socket, token));
  server.maxConnections = maxServers;
  // One that was killed could not take its socket away.
  if ('path' in address && lstatSync(address.path, { throwIfNoEntry: false })?.isSocket())
    rmSync(address.path);
  atEnd = () => server.close();
  server.on('error', (error) => fail(error.message));
  server.listen(address, () => {
    const { driver, available, reason } = runner.report();
    say(`Listening on ${where}. ${available ? `Programs run in ${driver}.` : (reason ?? '')}`);
  });
}

function welcome(socket: Socket, token: string): void {
  socket.setNoDelay(true);
  const served = serve({
    ...{ input: socket, output: socket, kinds, report, token },
    closed: () => {
      logs.delete(log);
      socket.destroySoon();
    },
  });
  const log = (about: object, text: string): void => served.log(about, text);
  logs.add(log);
}

/** Anybody who reaches the port could run programs otherwise. */
function readToken(path: string | undefined): string {
  const token = path === undefined ? '' : readFileSync(path, 'utf8').trim();
  if (token.length < minTokenChars)
    fail(
      `--listen needs --token-file with a secret of at least ${String(minTokenChars)} characters.`,
    );
  return token;
}

async function stop(code: number): Promise<void> {
  atEnd();
  await runner.close();
  process.exit(code);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(text: string): never {
  say(text);
  process.exit(1);
}
