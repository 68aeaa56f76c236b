/** A function that calls itself without an end. */
import { calledName, lineAt, nodesOf, textOf } from '../code.ts';
import { type Account, type Case, atLine, listed, q } from '../family.ts';
import { functionNamed, parametersOf } from '../scope.ts';

export function explainRecursion(c: Case): Account {
  const name = c.function.startsWith('<') ? (c.frames.at(-2)?.function ?? c.function) : c.function;
  const fn = functionNamed(c.code, name);
  const first = fn ? atLine(lineAt(c.code, fn.from)) : atLine(c.line);
  const calls = fn
    ? nodesOf(c.code, ['CallExpression'], fn).filter((node) => calledName(c.code, node) === name)
    : [];
  const call = calls[0];
  const conditions = fn
    ? nodesOf(c.code, ['IfStatement', 'ConditionalExpression', 'WhileStatement'], fn)
    : [];
  const parameters = fn ? parametersOf(c.code, fn).map((one) => one.name) : [];
  const others = fn && calls.length === 0;
  const args = call ? textOf(c.code, call.getChild('ArgList')).slice(1, -1) : '';
  const isSame =
    call !== undefined &&
    args.replaceAll(' ', '') === parameters.join(',').replaceAll(' ', '') &&
    parameters.length > 0;
  const parameter = parameters.find((one) => one !== 'self') ?? '';
  const now = c.values.get(parameter)?.repr;
  const base: [string, string] = [
    `Look at the first lines of ${q(name)}: is there a case without another call?`,
    `A function that calls itself needs one case it answers at once, and each call has to come nearer to it.`,
  ];
  if (others) {
    const partners = [...new Set(c.frames.map((frame) => frame.function))].filter(
      (one) => !one.startsWith('<'),
    );
    return {
      what: `${q(name)} was called again and again, until Python gave up.`,
      why: `${listed(partners)} call each other without an end.`,
      question: `Which of them should stop the round?`,
      hints: [
        `Follow one call: which function calls which?`,
        `Functions that call each other need a case in which one of them answers at once.`,
        `Decide for which value no further call is needed, and answer it first.`,
      ],
    };
  }
  if (conditions.length === 0) {
    return {
      what: `${q(name)} keeps calling itself and never stops.`,
      why: `Nothing in ${q(name)} (${first}) decides when to answer without another call.`,
      question: `For which ${parameter === '' ? 'case' : q(parameter)} is the answer known at once?`,
      hints: [
        ...base,
        `Begin the function by asking for the simplest case, and return its answer there.`,
      ],
    };
  }
  if (isSame) {
    return {
      what: `${q(name)} keeps calling itself and never stops.`,
      why: `It calls itself with the same ${listed(parameters)} as before, so nothing ever changes.`,
      question: `What should be smaller in the next call?`,
      hints: [
        `Compare the parameters of ${q(name)} with what it hands to itself.`,
        base[1],
        `Hand over something smaller: a number nearer to the end, or a list without its first item.`,
      ],
    };
  }
  return {
    what: `${q(name)} keeps calling itself and never stops.`,
    why:
      now === undefined
        ? `It has a condition, but the calls never get to the case that ends.`
        : `In the last call ${q(parameter)} was ${q(now)}: the case that ends was never reached.`,
    question: `Does each call come nearer to the case that ends, or step past it?`,
    hints: [
      ...base,
      `Write down ${parameter === '' ? 'the values' : q(parameter)} for the first three calls, and see whether the ending case can still be hit.`,
    ],
  };
}
