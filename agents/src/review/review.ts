/**
 * Reviews a program. Four parts, each with points from 0 to 100 and the numbers behind them:
 *
 * - correctness (50): what the tests give.
 * - style (20): 100 − 20 × findings of the linter per 10 lines of code, at most 5 of them: 0.
 * - complexity (15): 100 − 10 for every way through a function above 8, every block deeper than 3, and 15 for every loop
 *   deeper than two.
 * - readability (15): 100 − 10 for each thing that makes it hard to read.
 *
 * Lines that came with the exercise do not count against the learner. A review is advice: no mark knows of it.
 */
import { type Review, type ReviewedProgram, reviewLimits, reviewWeights } from '@learnflow/shared';
import { type Code, lineText, readCode } from '../explain/code.ts';
import { type Finding, lint } from './lint.ts';
import { readingOf, type ReadingFact } from './reading.ts';
import { type FunctionShape, shapesOf } from './shape.ts';

const perTenCap = 5;
const usualWays = 8;
const usualNesting = 3;
const usualLoops = 2;

interface Reviewed {
  code: Code;
  findings: Finding[];
  shapes: FunctionShape[];
  reading: ReadingFact[];
}

/** Never throws: a program that cannot be read has no points for how it reads. */
export function reviewProgram(program: ReviewedProgram): Review {
  const all = program.files
    .filter(({ name, text }) => name.endsWith('.py') && text.trim() !== '')
    .map((file) => look(file, program.given));
  const findings = all.flatMap((one) => one.findings);
  const isReadable = all.length > 0 && !findings.some(({ code }) => code === 'invalid-syntax');
  const style = styleOf(all, isReadable);
  const parts: Review['parts'] = [
    ...(program.correctness === undefined
      ? []
      : [part('correctness', program.correctness, [testsFact(program.tests)])]),
    style,
    complexityOf(all, isReadable),
    readabilityOf(all, isReadable),
  ];
  const weight = parts.reduce((sum, one) => sum + one.weight, 0);
  const sum = parts.reduce((total, one) => total + one.weight * one.points, 0);
  return {
    score: Math.floor(sum / weight + 0.5),
    quality: style.points,
    parts,
    findings: findings.slice(0, reviewLimits.findings),
    improve: improvements(all, program).slice(0, reviewLimits.improve),
  };
}

function look(
  { name, text }: { name: string; text: string },
  given: ReviewedProgram['given'],
): Reviewed {
  const code = readCode(name, text);
  const known = new Set(given.flatMap((file) => file.text.split('\n').map((line) => line.trim())));
  const isOwn = (line: number): boolean => !known.has(lineText(code, line).trim());
  const shapes = shapesOf(code);
  return {
    code,
    shapes,
    findings: lint({ name, text }).filter(
      ({ line, code: what }) => what === 'invalid-syntax' || isOwn(line),
    ),
    reading: readingOf(code, shapes, isOwn),
  };
}

function styleOf(all: readonly Reviewed[], isReadable: boolean): Review['parts'][number] {
  const lines = all.flatMap(({ code }) => code.lines).filter((line) => line.trim() !== '').length;
  const found = all.reduce((sum, { findings }) => sum + findings.length, 0);
  if (!isReadable) return part('style', 0, [unread]);
  const perTen = (found * 10) / Math.max(lines, 10);
  return part('style', 100 - (100 / perTenCap) * Math.min(perTen, perTenCap), [
    `${count(found, 'finding')} in ${count(lines, 'line')}: ${perTen.toFixed(1)} for 10 lines (fewer than 10 lines count as 10).`,
  ]);
}

function complexityOf(all: readonly Reviewed[], isReadable: boolean): Review['parts'][number] {
  if (!isReadable) return part('complexity', 0, [unread]);
  const shapes = all
    .flatMap((one) => one.shapes)
    .filter(({ name, decisions }) => name !== '' || decisions > 0);
  const off = shapes.reduce(
    (sum, { cyclomatic, nesting, loops }) =>
      sum +
      10 * Math.max(0, cyclomatic - usualWays) +
      10 * Math.max(0, nesting - usualNesting) +
      15 * Math.max(0, loops - usualLoops),
    0,
  );
  const facts = shapes
    .toSorted((a, b) => b.cyclomatic - a.cyclomatic)
    .map(
      ({ name, cyclomatic, nesting, loops }) =>
        `${name === '' ? 'Outside of functions' : `\`${name}\``}: ${count(cyclomatic, 'way')} through it, blocks ${nesting} deep, loops ${loops} deep.`,
    );
  return part(
    'complexity',
    100 - off,
    facts.length > 0 ? facts : ['No decisions and no functions.'],
  );
}

function readabilityOf(all: readonly Reviewed[], isReadable: boolean): Review['parts'][number] {
  if (!isReadable) return part('readability', 0, [unread]);
  const facts = all.flatMap(({ reading }) => reading);
  const said = facts.map(({ line, text }) => (line > 0 ? `Line ${line}: ${text}` : text));
  return part(
    'readability',
    100 - 10 * facts.length,
    said.length > 0 ? said : ['Nothing stands in the way.'],
  );
}

/** What to do next, in the learner's own lines: what cannot be read, what fails, what misleads, what could be plainer. */
function improvements(all: readonly Reviewed[], { tests }: ReviewedProgram): string[] {
  const said: string[] = [];
  const broken = all.flatMap(({ code, findings }) =>
    findings
      .filter((one) => one.code === 'invalid-syntax')
      .map((one) => atLine(code, one.line, one.text)),
  );
  if (broken[0] !== undefined) return [broken[0]];
  if (tests && tests.passed < tests.total) {
    said.push(
      `${tests.passed} of ${count(tests.total, 'test')} pass. Look at what the first one that fails expected and got.`,
    );
  }
  const codes = new Set<string>();
  for (const { code, findings } of all) {
    for (const finding of findings.toSorted((a, b) => weightOf(b) - weightOf(a))) {
      if (codes.has(finding.code)) continue;
      codes.add(finding.code);
      said.push(atLine(code, finding.line, finding.text));
    }
  }
  for (const { code, shapes, reading } of all) {
    for (const { name, line, cyclomatic, nesting } of shapes) {
      if (name === '' || (cyclomatic <= usualWays && nesting <= usualNesting)) continue;
      said.push(
        `Line ${line}: \`${name}\` does a lot at once. A part of it could be a function with a name.`,
      );
    }
    for (const { line, text } of reading) said.push(line > 0 ? atLine(code, line, text) : text);
  }
  return said.map((text) => text.slice(0, reviewLimits.textChars));
}

/** Names without a value and lines without effect come before matters of taste. */
function weightOf({ code }: Finding): number {
  if (/^(F8|F63|F60|B0|E722|PLW)/.test(code)) return 3;
  return /^(F|A|N|RET503|SIM115)/.test(code) ? 2 : 1;
}

/** Longer lines are told by their number alone. */
const maxQuoted = 60;
function atLine(code: Code, line: number, text: string): string {
  const own = lineText(code, line).trim();
  const quoted = own !== '' && own.length <= maxQuoted && !own.includes('`') ? ` (\`${own}\`)` : '';
  return `Line ${line}${quoted}: ${text}`;
}

const unread = 'Python cannot read the program yet.';

function testsFact(tests: ReviewedProgram['tests']): string {
  if (!tests) return 'What the tests give.';
  return `${tests.passed} of ${count(tests.total, 'test')} pass, with their weights.`;
}

function part(
  name: keyof typeof reviewWeights,
  points: number,
  facts: readonly string[],
): Review['parts'][number] {
  return {
    name,
    weight: reviewWeights[name],
    points: Math.round(Math.min(100, Math.max(0, points))),
    facts: facts.slice(0, reviewLimits.facts).map((fact) => fact.slice(0, reviewLimits.textChars)),
  };
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
