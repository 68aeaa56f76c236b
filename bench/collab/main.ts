import { mkdirSync } from 'node:fs';
import { record, round } from '../report.ts';
import { type Judged, judge } from './aims.ts';
import { summarize } from './profile.ts';
import { type Row, toRows } from './rows.ts';
import { type Cell, type CollabOptions, type Failure, measureAll } from './run.ts';
import { type TargetName, targetNames } from './wire.ts';

/** What is shown of each row; everything is in the JSON. */
const shownFigures = [
  'keys per server CPU s',
  'keys per CPU s with Postgres',
  'frames out per key',
  'bytes out per key',
  'delivery p50 ms',
  'delivery p99 ms',
  'saved p50 ms',
  'saved p95 ms',
  'saved p99 ms',
  'delivery to strangers p50 ms',
  'delivery to strangers max ms',
  'all delivered after ms',
  'server CPU s',
  'joined p99 ms',
  'server CPU ms per join',
  'Postgres CPU ms per join',
  'resident KiB per open room',
  'heap KiB per open room',
  'heap KiB kept per left room',
  'reconnects',
  'longest silence s',
] as const;

/**
 * `npm run bench -- collab [--short] [--only=flood,class] [--targets=learnflow,relay] [--profile=<folder>]`
 * @returns whether everything was measured, and every room was, in memory and in the log, what had been written
 */
export async function benchCollab(flags: readonly string[]): Promise<boolean> {
  const options = readFlags(flags);
  const startedAt = performance.now();
  const { cells, failures } = await measureAll(options, (done) => console.log(progress(done)));
  const rows = toRows(cells);
  const judged = judge(rows);
  for (const row of rows) console.log(show(row));
  console.log(`\n${judged.map(showAim).join('\n')}`);
  if (options.profileFolder) {
    for (const { place, share } of summarize(options.profileFolder))
      console.log(`${(100 * share).toFixed(1).padStart(5)} % ${place}`);
  }
  const minutes = (performance.now() - startedAt) / 60_000;
  console.log(`\n${round(minutes)} minutes`);
  const isWhole = !options.only && !options.targets && !options.profileFolder;
  if (isWhole) {
    const name = options.isShort ? 'collab-short' : 'collab';
    const command = ['npm run bench -- collab', ...flags].join(' ');
    record(name, command, { minutes, aims: judged, failures, rows, cells });
  }
  const wrong = rows.reduce((sum, row) => sum + row.wrongRooms + row.wrongLogs, 0);
  if (wrong > 0) console.error(`${wrong} rooms or logs are not what was written.`);
  if (failures.length > 0) console.error(`${failures.length} measurements failed; see above.`);
  return wrong + failures.length === 0;
}

function readFlags(flags: readonly string[]): CollabOptions {
  const options: CollabOptions = { isShort: flags.includes('--short') };
  const listOf = (name: string): string[] | undefined =>
    flags
      .find((flag) => flag.startsWith(`--${name}=`))
      ?.split('=')[1]
      ?.split(',');
  const [only, targets, profile] = [listOf('only'), listOf('targets'), listOf('profile')];
  if (only) options.only = only;
  if (targets)
    options.targets = targets.filter((name): name is TargetName =>
      targetNames.some((known) => known === name),
    );
  if (profile?.[0]) {
    mkdirSync(profile[0], { recursive: true });
    [options.profileFolder] = profile;
  }
  return options;
}

function progress(done: Cell | Failure): string {
  const title = `${done.scenario} ${done.target} round ${done.round}`;
  if ('error' in done) return `${title}: FAILED: ${done.error}`;
  const { load, wrongRooms, wrongLogs } = done;
  const state =
    wrongRooms + wrongLogs > 0 ? `WRONG: ${wrongRooms} rooms, ${wrongLogs} logs` : 'equal';
  return `${title}: read back ${state}, generator ${Math.round(100 * load)} % busy`;
}

function show(row: Row): string {
  const figures = shownFigures.flatMap((name) => {
    const value = row.figures[name];
    return value === undefined ? [] : [`  ${name.padEnd(30)} ${round(value)}`];
  });
  const title = `\n${row.scenario}, ${row.target}${row.void ? ` (void: ${row.void})` : ''}`;
  return [title, ...figures].join('\n');
}

function showAim({ what, value, aim, outcome }: Judged): string {
  return `${outcome.padEnd(7)} ${what.padEnd(36)} ${String(round(value)).padStart(8)}  aim ${aim}`;
}
