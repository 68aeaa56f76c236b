/** The verdict on one test, from the ends of its cases. */
import type { Comparison, GradeTest } from '@learnflow/shared/grade';
import type { RunLimits } from '@learnflow/shared/run';

import type { CaseEnd } from './case-end.ts';
import { isNearText, isSameButBlanks, isSameLines, isSameText } from './compare-text.ts';
import { isNear, isSame, isSameUnordered } from './compare-values.ts';
import { hintForOutput } from './hint-text.ts';
import { hintForValue } from './hint-value.ts';
import type { Judge, PreparedTest } from './judge.ts';
import { claimOf, raisedFinding, troubleOf } from './outcome.ts';
import type { Claim, Finding } from './outcome.ts';
import { cut, pythonText } from './python-text.ts';
import { holdsOther, readValue, typeName } from './value.ts';
import type { Value } from './value.ts';
import type { Workplace } from './workplace.ts';

export interface Bench {
  judge: Judge;
  work: Workplace;
  /** Of each case of the test. */
  limits: RunLimits;
}

type TestOf<K extends GradeTest['kind']> = Extract<GradeTest, { kind: K }>;
type ValueClaim = Extract<Claim, { kind: 'value' }>;

/** `ends` are the cases of `test` in order; a test that failed early has fewer. */
export async function judgeTest(
  bench: Bench,
  test: GradeTest,
  prepared: PreparedTest,
  ends: CaseEnd[],
): Promise<Finding> {
  if (prepared.error !== undefined) return brokenTest(prepared.error);
  const trouble = ends.map((end) => troubleOf(end, bench.limits)).find(Boolean);
  const [end] = ends;
  if (end === undefined) return { status: 'not-reached' };
  switch (test.kind) {
    case 'call':
      return trouble ?? judgeCall(bench, test, prepared, end);
    case 'stdio':
      return trouble ?? judgeOutput(bench, test, end);
    case 'property':
      return judgeProperty(bench, test, prepared, ends);
    case 'suite':
      return trouble ?? judgeSuite(end);
  }
}

/** A mistake of the exercise's author; nobody passes, and the sentence says whose it is. */
function brokenTest(error: string): Finding {
  return { status: 'not-reached', message: `This test itself is broken: ${error}` };
}

async function judgeCall(
  bench: Bench,
  test: TestOf<'call'>,
  prepared: PreparedTest,
  end: CaseEnd,
): Promise<Finding> {
  const claim = claimOf(end);
  if ('status' in claim) return claim;
  if (claim.kind === 'raised') {
    if (test.raises === undefined || claim.stage === 'load') return raisedFinding(end, claim.stage);
    if (claim.classes.includes(test.raises)) return { status: 'pass' };
    return { ...raisedFinding(end, claim.stage), message: `${test.raises} should be raised here.` };
  }
  if (claim.kind !== 'value') return noValue(claim, test.function);
  if (test.raises !== undefined) return notRaised(test.raises, claim.value);
  const { expected } = prepared;
  if (expected === undefined) return brokenTest('it says nothing about the expected value');
  if (test.compare.kind === 'checker') {
    if (holdsOther(claim.value)) return wrongValue(expected.value, claim.value, end.out);
    const items: [typeof claim.written, typeof claim.written][] = [
      [expected.written, claim.written],
    ];
    const verdict = await ask(bench, { source: test.compare.source, property: false, items });
    return verdict ?? checkedWrong(wrongValue(expected.value, claim.value, end.out));
  }
  return agrees(test.compare, expected.value, claim.value)
    ? { status: 'pass' }
    : wrongValue(expected.value, claim.value, end.out);
}

function agrees(compare: Comparison, expected: Value, got: Value): boolean {
  switch (compare.kind) {
    case 'number':
      return isNear(expected, got, compare);
    case 'unordered':
      return isSameUnordered(expected, got);
    case 'whitespace':
      return expected.kind === 'str' && got.kind === 'str'
        ? isSameButBlanks(expected.value, got.value)
        : isSame(expected, got);
    default:
      return isSame(expected, got);
  }
}

function wrongValue(expected: Value, got: Value, printed: string): Finding {
  const hint = hintForValue(expected, got, printed);
  return {
    status: 'wrong',
    diff: {
      expected: pythonText(expected),
      got: pythonText(got),
      expectedType: typeName(expected),
      gotType: typeName(got),
      ...(hint === undefined ? {} : { hint }),
    },
  };
}

function notRaised(wanted: string, got: Value): Finding {
  return {
    status: 'wrong',
    diff: {
      expected: wanted,
      got: pythonText(got),
      expectedType: 'exception',
      gotType: typeName(got),
      hint: `${wanted} should be raised here`,
    },
  };
}

function noValue(claim: Exclude<Claim, ValueClaim>, name: string): Finding {
  const message =
    claim.kind === 'missing' ? `There is no function named ${name}.` : 'The answer cannot be read.';
  return { status: 'error', message };
}

/** Undefined: the checker said no without a sentence. */
async function ask(
  bench: Bench,
  question: Parameters<Judge['check']>[1],
): Promise<Finding | undefined> {
  const answer = await bench.judge.check(bench.work, question);
  if ('failure' in answer) return { status: 'wrong', message: answer.failure };
  const [verdict] = answer;
  if (verdict === true) return { status: 'pass' };
  return typeof verdict === 'string' ? { status: 'wrong', message: verdict } : undefined;
}

/** A checker allows more than one answer, so the expected one is an example and what differs from it no hint. */
function checkedWrong(finding: Finding): Finding {
  if (finding.diff === undefined) return finding;
  const { expected, got, expectedType, gotType } = finding.diff;
  return { ...finding, diff: { expected, got, expectedType, gotType } };
}

async function judgeOutput(bench: Bench, test: TestOf<'stdio'>, end: CaseEnd): Promise<Finding> {
  if (end.raised !== undefined && end.done?.code !== 0) return raisedFinding(end, 'program');
  const { compare, expect } = test;
  const wrong: Finding = { status: 'wrong', diff: textDiff(expect, end.out) };
  switch (compare.kind) {
    case 'exact':
      return isSameText(expect, end.out) ? { status: 'pass' } : wrong;
    case 'whitespace':
      return isSameButBlanks(expect, end.out) ? { status: 'pass' } : wrong;
    case 'number':
      return isNearText(expect, end.out, compare) ? { status: 'pass' } : wrong;
    case 'unordered':
      return isSameLines(expect, end.out) ? { status: 'pass' } : wrong;
    case 'checker': {
      const items: [string, string][] = [[expect, end.out]];
      const verdict = await ask(bench, { source: compare.source, property: false, items });
      return verdict ?? checkedWrong(wrong);
    }
  }
}

function textDiff(expected: string, got: string): NonNullable<Finding['diff']> {
  const hint = hintForOutput(expected, got);
  return {
    expected: cut(expected),
    got: cut(got),
    expectedType: 'output',
    gotType: 'output',
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The first case in order that is not right decides. */
async function judgeProperty(
  bench: Bench,
  test: TestOf<'property'>,
  prepared: PreparedTest,
  ends: CaseEnd[],
): Promise<Finding> {
  const claims: ValueClaim[] = [];
  let failed: Finding | undefined;
  for (const end of ends) {
    const claim = troubleOf(end, bench.limits) ?? claimOf(end);
    if (!('status' in claim) && claim.kind === 'value' && !holdsOther(claim.value)) {
      claims.push(claim);
      continue;
    }
    failed = propertyTrouble(claim, end, test.function);
    break;
  }
  const items = claims.map((claim, index): [typeof claim.written, typeof claim.written] => [
    prepared.calls[index] ?? null,
    claim.written,
  ]);
  if (items.length > 0) {
    const answer = await bench.judge.check(bench.work, {
      source: test.source,
      property: true,
      items,
    });
    if ('failure' in answer) return { status: 'wrong', message: answer.failure };
    const at = items.findIndex((_item, index) => answer[index] !== true);
    const claim = claims[at];
    if (claim !== undefined)
      return propertyWrong(test.function, prepared.calls[at], claim.value, answer[at]);
  }
  if (failed !== undefined) return withCall(failed, test.function, prepared.calls[claims.length]);
  return claims.length === prepared.calls.length ? { status: 'pass' } : { status: 'not-reached' };
}

function propertyTrouble(claim: Claim | Finding, end: CaseEnd, name: string): Finding {
  if ('status' in claim) return claim;
  if (claim.kind === 'raised') return raisedFinding(end, claim.stage);
  if (claim.kind !== 'value') return noValue(claim, name);
  return {
    status: 'wrong',
    message: `A plain value should be returned, not ${typeName(claim.value)}.`,
  };
}

function propertyWrong(
  name: string,
  call: PreparedTest['calls'][number] | undefined,
  got: Value,
  said: boolean | string | undefined,
): Finding {
  const reason = typeof said === 'string' ? said : 'that is not right';
  return {
    status: 'wrong',
    message: cut(`${callText(name, call)} gave ${pythonText(got)}: ${reason}`),
  };
}

function withCall(
  finding: Finding,
  name: string,
  call: PreparedTest['calls'][number] | undefined,
): Finding {
  if (finding.status === 'not-reached') return finding;
  const message = [`In ${callText(name, call)}.`, finding.message ?? ''].join(' ').trim();
  return { ...finding, message: cut(message) };
}

/** `f(1, 2)` from the written arguments. */
function callText(name: string, call: PreparedTest['calls'][number] | undefined): string {
  const value = call === undefined ? undefined : readValue(call);
  const [args, kwargs] = value?.kind === 'tuple' ? value.items : [];
  const parts = args !== undefined && 'items' in args ? args.items.map(pythonText) : [];
  if (kwargs?.kind === 'dict')
    for (const [key, item] of kwargs.entries)
      parts.push(`${key.kind === 'str' ? key.value : ''}=${pythonText(item)}`);
  return `${name}(${parts.join(', ')})`;
}

function judgeSuite(end: CaseEnd): Finding {
  const claim = claimOf(end);
  if ('status' in claim) return claim;
  if (claim.kind === 'raised') return raisedFinding(end, 'load');
  if (claim.kind === 'no-pytest')
    return {
      status: 'not-reached',
      message: 'pytest is not installed on this server. Use unittest, or install python3-pytest.',
    };
  if (claim.kind === 'tampered')
    return { status: 'error', message: 'The program changed the tools that tests are made with.' };
  if (claim.kind !== 'suite') return { status: 'error', message: 'The answer cannot be read.' };
  if (claim.failed === 0 && claim.passed > 0) return { status: 'pass' };
  const total = claim.passed + claim.failed;
  const failures = claim.failures.map(([name, text]) => `${name}: ${text}`);
  const head =
    total === 0
      ? 'The test file holds no test.'
      : `${String(claim.passed)} of ${String(total)} checks passed.`;
  return { status: 'wrong', message: cut([head, ...failures].join('\n')) };
}
