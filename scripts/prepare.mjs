/**
 * What must be there before anything runs: the packages of package-lock.json and the built client. No dependencies, and
 * plain JavaScript for Node 20, because it runs before the project's own Node exists.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = path.join(root, 'package-lock.json');
/** Written last, so that an interrupted install or build is done again. */
const installMark = path.join(root, 'node_modules', '.learnflow-lock');
const buildMark = path.join(root, 'client', 'build', '.learnflow-sources');
/** Everything the built client is made from. */
const clientSources = [
  'client/src',
  'client/static',
  'client/scripts',
  'client/vite.config.ts',
  'client/precompress.ts',
  'client/package.json',
  'shared/src',
];

/** @returns the project's own Node (the npm package `node`), whatever version started this script. */
export function nodeBinary() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.join(root, 'node_modules', 'node', 'bin', name);
  return existsSync(own) ? own : path.join(root, 'node_modules', '.bin', name);
}

/** Runs `npm ci` when the lock file changed since the last complete install. Exits with a sentence when it fails. */
export function installPackages() {
  const wanted = hashOf([lockFile]);
  if (
    existsSync(installMark) &&
    readFileSync(installMark, 'utf8') === wanted &&
    existsSync(nodeBinary())
  )
    return;
  console.log('Installing packages (only when they changed) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'The packages could not be installed. Check the connection and the lines above, then start again.',
    );
    process.exit(1);
  }
  writeFileSync(installMark, wanted);
}

/** Builds the client when its sources changed since the last complete build. Exits with a sentence when it fails. */
export function buildClient() {
  const wanted = hashOf([lockFile, ...clientSources.map((source) => path.join(root, source))]);
  if (existsSync(buildMark) && readFileSync(buildMark, 'utf8') === wanted) return;
  console.log('Building the pages (only when they changed) …');
  const result = spawnSync(
    nodeBinary(),
    [path.join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: path.join(root, 'client'),
      encoding: 'utf8',
      // Advice to developers is nothing that a teacher should read; it is shown when the build fails.
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (result.status !== 0) {
    console.error(result.stderr);
    console.error('The pages could not be built. The lines above say why.');
    process.exit(1);
  }
  writeFileSync(buildMark, wanted);
}

/** @returns a hash over names and contents of files; folders are walked. A missing place counts as empty. */
function hashOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesUnder).sort()) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
    filesUnder(path.join(place, entry.name)),
  );
}
