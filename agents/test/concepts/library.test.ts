import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { learnerLevels } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { conceptLimits, modules } from '../../src/concepts/concept.ts';
import { ConceptFileError, parseConcept } from '../../src/concepts/concept-file.ts';
import { findConcept, listConcepts, readLibrary } from '../../src/concepts/library.ts';
import { shapeNames } from '../../src/concepts/own-line.ts';
import { gradeOf, wordCount } from './reading.ts';

const library = listConcepts();
const folder = join(import.meta.dirname, '../../concepts');

test('the library covers all eight modules', () => {
  expect(library.length).toBeGreaterThanOrEqual(64);
  for (const module of modules) {
    const there = library.filter((concept) => concept.module === module);
    expect(there.length, module).toBeGreaterThanOrEqual(5);
  }
  expect(new Set(library.map(({ id }) => id)).size).toBe(library.length);
  expect(new Set(library.map(({ title }) => title)).size).toBe(library.length);
});

test('every example prints exactly what it says', () => {
  const examples = library.flatMap(({ id, examples, input, files }) =>
    examples.map(({ code }, i) => ({ id: `${id} ${String(i)}`, code: `${code}\n`, input, files })),
  );
  const output = execFileSync(
    '/usr/bin/python3',
    ['-I', join(import.meta.dirname, 'run_examples.py')],
    { input: JSON.stringify(examples), encoding: 'utf8', maxBuffer: 8 * 1024 * 1024 },
  );
  const told = library.flatMap(({ id, examples }) =>
    examples.map(({ output }, i) => ({ id: `${id} ${String(i)}`, output, error: null })),
  );
  const run = (JSON.parse(output) as typeof told).map((one) => ({
    ...one,
    output: one.output.replace(/\n$/, ''),
  }));
  expect(run).toEqual(told);
});

test('every depth is short enough, and the three are different', () => {
  for (const { id, depths } of library) {
    for (const level of learnerLevels) {
      const words = wordCount(depths[level]);
      expect(words, `${id}, ${level}`).toBeLessThanOrEqual(conceptLimits.wordsPerDepth);
      expect(words, `${id}, ${level}`).toBeGreaterThanOrEqual(30);
    }
    expect(new Set(learnerLevels.map((level) => depths[level])).size, id).toBe(3);
  }
});

test('a child of twelve can read what beginners get', () => {
  const grades = library.map(({ id, depths }) => ({ id, grade: gradeOf(depths.beginner) }));
  expect(grades.filter(({ grade }) => grade > 7)).toEqual([]);
});

test('pictures and code fit into 80 columns, and pictures are ASCII', () => {
  expect(library.filter(({ picture }) => picture).length).toBeGreaterThanOrEqual(40);
  for (const { id, picture = '', examples } of library) {
    const lines = [picture, ...examples.flatMap(({ code, output }) => [code, output])].join('\n');
    for (const line of lines.split('\n')) {
      expect(line.length, `${id}: ${line}`).toBeLessThanOrEqual(conceptLimits.columns);
    }
    expect(/^[\x20-\x7e\n]*$/.test(picture), id).toBe(true);
  }
});

test('what a concept needs comes before it, without circles', () => {
  const before = (id: string, path: readonly string[]): void => {
    expect(path, path.join(' needs ')).not.toContain(id);
    for (const need of findConcept(id)?.needs ?? []) before(need, [...path, id]);
  };
  for (const { id } of library) before(id, []);
});

test('shapes that files look for in programs exist', () => {
  const shapes = library.flatMap(({ finds }) => finds).filter((find) => find.startsWith('shape '));
  for (const shape of shapes) expect(shapeNames).toContain(shape.slice('shape '.length));
});

test('every concept that an explanation of an error names is there', () => {
  const explain = join(import.meta.dirname, '../../src/explain');
  const named = readdirSync(explain, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(join(explain, name), 'utf8').matchAll(/concept: '([^']+)'/g),
    ])
    .map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(50);
  expect([...new Set(named)].filter((id) => !findConcept(id))).toEqual([]);
});

const plain = readFileSync(join(folder, 'basics/print.md'), 'utf8');

test('a mistake in a file is told with file and line', () => {
  const problem = (text: string): string => {
    try {
      parseConcept('basics/print.md', text);
    } catch (error) {
      if (error instanceof ConceptFileError) return error.message;
      throw error;
    }
    return 'none';
  };
  expect(problem(plain)).toBe('none');
  const lineOf = (start: string): number =>
    plain.split('\n').findIndex((line) => line.startsWith(start)) + 1;
  const at = (start: string): RegExp => new RegExp(`^basics/print.md, line ${lineOf(start)}: `);
  expect(problem(plain.replace('module: basics', 'module: magic'))).toMatch(at('module'));
  expect(problem(plain.replace('## Advanced', '## Expert'))).toMatch(at('## Advanced'));
  expect(problem(plain.replace('```output', '```text'))).toMatch(at('## Example'));
  expect(problem(plain.replace('see: [', 'see: [['))).toMatch(/^basics\/print.md, line \d+: /);
  expect(problem(plain.slice(0, plain.indexOf('## Try')))).toContain('"Try" is missing');
  expect(problem('# print')).toMatch(/^basics\/print.md, line 1: /);
});

test('a folder that is not the library is told as a mistake', () => {
  expect(() => readLibrary(join(folder, 'basics'))).toThrow();
});
