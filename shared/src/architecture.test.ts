import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom, read from the files themselves: the linter checks the same while one types. */
const root = path.resolve(import.meta.dirname, '../..');
const files = globSync('{shared,server,runner,client,agents,demo}/src/**/*.{ts,svelte}', {
  cwd: root,
}).filter((file) => !file.endsWith('.test.ts'));

/** @returns every module a file imports, static or dynamic, as written. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g);
  return [...found].flatMap((match) => (match[1] ? [match[1]] : []));
}
const workspaceOf = (file: string): string => file.split(path.sep)[0] ?? '';

function breaches(
  which: (file: string) => boolean,
  isBad: (imported: string, file: string) => boolean,
): string[] {
  return files.filter(which).flatMap((file) =>
    importsOf(file)
      .filter((i) => isBad(i, file))
      .map((i) => `${file} imports ${i}`),
  );
}
const inFolder = (folder: string) => (file: string) => file.startsWith(folder);

test('there is something to check', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(importsOf('server/src/storage/database.ts')).toContain('kysely');
});

test('shared imports zod only', () => {
  expect(breaches(inFolder('shared/'), (i) => !i.startsWith('.') && i !== 'zod')).toEqual([]);
});

test('client, runner, agents and demo import shared, never each other or the server', () => {
  const allowed = ['@learnflow/shared'];
  for (const folder of ['client/', 'runner/', 'agents/', 'demo/']) {
    expect(
      breaches(
        inFolder(folder),
        (i) => i.startsWith('@learnflow/') && !allowed.some((a) => i.startsWith(a)),
      ),
    ).toEqual([]);
  }
});

test('only main.ts wires the runner and agents into the server', () => {
  const isForeign = (i: string) =>
    i.startsWith('@learnflow/') && !i.startsWith('@learnflow/shared');
  expect(
    breaches(
      (f) => f.startsWith('server/') && f !== path.join('server', 'src', 'main.ts'),
      isForeign,
    ),
  ).toEqual([]);
});

test('a verdict depends on no agent and no language model', () => {
  const isAsked = /^server\/src\/(ask|model|alert|help)\/(?!.*\.table\.ts$)|^agents\//;
  const seen = new Set<string>();
  const reached: string[] = [];
  const follow = (file: string, trail: string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    if (isAsked.test(file)) reached.push([...trail, file].join(' → '));
    for (const imported of importsOf(file)) {
      if (imported === 'openai' || imported.startsWith('@learnflow/agents')) {
        reached.push([...trail, file, imported].join(' → '));
      }
      if (!imported.startsWith('.')) continue;
      follow(path.relative(root, path.resolve(root, path.dirname(file), imported)), [
        ...trail,
        file,
      ]);
    }
  };
  const judges = files.filter(
    (file) => /^(server|runner)\/src\/grade\//.test(file) && !file.includes('.fixture.'),
  );
  expect(judges.length).toBeGreaterThan(3);
  for (const file of judges) follow(file, []);
  expect(reached).toEqual([]);
});

test('no file reaches into another workspace by path', () => {
  expect(
    breaches(
      () => true,
      (i, file) => {
        if (!i.startsWith('.')) return false;
        const target = path.relative(root, path.resolve(root, path.dirname(file), i));
        return workspaceOf(target) !== workspaceOf(file);
      },
    ),
  ).toEqual([]);
});

test('services know no transport', () => {
  const transports = ['express', 'socket.io', 'ws', 'kafkajs', '@dapr/dapr'];
  expect(
    breaches(
      (f) => f.endsWith('.service.ts'),
      (i) => transports.includes(i),
    ),
  ).toEqual([]);
});

test('SQL lives in stores, persistence and storage', () => {
  const mayQuery = /(\.store|\.table|persistence|seed)\.ts$|server\/src\/storage\//;
  const queries = /\b(selectFrom|insertInto|updateTable|deleteFrom)\s*\(|\bsql`/;
  const found = files.filter(
    (file) =>
      file.startsWith('server/') &&
      !mayQuery.test(file) &&
      queries.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('routes, sockets and collaboration import no foreign store', () => {
  const doors = (f: string) => /\.routes\.ts$|server\/src\/(live|collab|http)\//.test(f);
  expect(
    breaches(
      doors,
      (i, file) =>
        i.endsWith('.store.ts') &&
        path.dirname(path.resolve(path.dirname(file), i)) !== path.resolve(path.dirname(file)),
    ),
  ).toEqual([]);
});

test('the UI kit knows no domain', () => {
  expect(
    breaches(inFolder('client/src/lib/ui/'), (i) =>
      /lib\/(home|room|wall|editor)|\.\.\/(home|room|wall|editor)/.test(i),
    ),
  ).toEqual([]);
});

test('no import cycles', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((i) => i.startsWith('.'))
        .map((i) => path.relative(root, path.resolve(root, path.dirname(file), i))),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

test('process.env is read in one file of each program', () => {
  const readers = ['server/src/config.ts', 'agents/src/http/settings.ts'];
  const found = files.filter(
    (file) =>
      !readers.includes(file.split(path.sep).join('/')) &&
      readFileSync(path.join(root, file), 'utf8').includes('process.env'),
  );
  expect(found).toEqual([]);
});

test('no file is longer than 300 lines of code', () => {
  const long = files.filter((file) => {
    const code = readFileSync(path.join(root, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*|\*)/.test(line));
    return code.length > 300;
  });
  expect(long).toEqual([]);
});
