import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Rules and their tests are found from each other: a rule of the protocol that no test names is only a wish. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const ruleIds = [...read('docs/protocol.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(
  ([, id = '']) => id,
);
/** The ids before the colon of test titles. */
const idsIn = (files: string): string[] =>
  globSync(files, { cwd: root })
    .flatMap((file) => [...read(file).matchAll(/\btest\(\s*['"`]([^:\n]*):/g)])
    .flatMap(([, ids = '']) => ids.split(', '))
    .filter((id) => /^[A-Z]\d+$/.test(id));

test('every rule of the protocol has an id of its own and is named by a test', () => {
  expect(ruleIds.length).toBeGreaterThan(40);
  expect(new Set(ruleIds).size).toBe(ruleIds.length);
  const tested = idsIn('server/src/**/*.test.ts');
  expect(ruleIds.filter((id) => !tested.includes(id))).toEqual([]);
});

test('tests of the wire name no rule that the protocol does not have', () => {
  const named = new Set(idsIn('server/src/collab/*.test.ts'));
  expect([...named].filter((id) => !ruleIds.includes(id))).toEqual([]);
});
