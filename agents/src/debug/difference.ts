/**
 * How what a program gave differs from what a visible test wants, in plain words: printed instead of returned, a type, off by
 * one, order, blanks, capitals, rounding. Says what differs and where to look, never what to write.
 */
import type { TypedDiff } from '@learnflow/shared';
import { itemsOf, numberOf, textOf } from './python-values.ts';

export interface Difference {
  /** What kind it is, for follow-ups and counting. */
  kind: string;
  /** One or two sentences. */
  says: string;
  /** What to look at next, as a question or a step. */
  look: string;
}

/** Nearer numbers differ by rounding only. */
const roundingShare = 1e-6;

/** @param prints  whether the program prints anything */
export function describeDifference(diff: TypedDiff, prints: boolean): Difference {
  const { expected, got, expectedType, gotType } = diff;
  if (expectedType === 'exception') {
    return {
      kind: 'no-exception',
      says: `The test wants the error \`${expected}\` to be raised, and your function went on and gave \`${got}\`.`,
      look: 'Which input should not be accepted, and where does your function notice it?',
    };
  }
  if (gotType === 'NoneType' && expectedType !== 'NoneType') return gaveNone(prints);
  if (expectedType === 'output') return outputs(expected, got);
  if (expectedType !== gotType) return types(diff);
  const [wanted, given] = [numberOf(expected), numberOf(got)];
  if (wanted !== undefined && given !== undefined) return ofNumbers(wanted, given);
  const [items, gotItems] = [itemsOf(expected), itemsOf(got)];
  if (items && gotItems) return ofLists(items, gotItems);
  if (expectedType === 'bool') {
    return {
      kind: 'opposite',
      says: `The answer is just the other way round: \`${got}\` instead of \`${expected}\`.`,
      look: 'Read your condition aloud with the values of this test. When is it true?',
    };
  }
  return ofTexts(textOf(expected), textOf(got));
}

function gaveNone(prints: boolean): Difference {
  return {
    kind: 'none',
    says: prints
      ? 'Your function gave back `None`. It shows something on the screen, but what is printed is not handed back to whoever called the function.'
      : 'Your function gave back `None`. That is what comes back when a function ends without handing back a value.',
    look: 'Follow your function by hand with this input. At which line does it hand its answer back?',
  };
}

function types({ expected, got, expectedType, gotType }: TypedDiff): Difference {
  const isSame = textOf(expected) === textOf(got) || numberOf(expected) === numberOf(got);
  const look =
    gotType === 'str'
      ? 'Which line makes a text out of the value, or never makes a number out of it?'
      : 'Print `type(...)` of the value just before it is handed back. Where does it get this type?';
  return {
    kind: 'type',
    says: `${isSame ? 'The value looks right, but its type is another' : 'The type is another'}: \`${got}\` is of type \`${gotType}\`, and the test wants \`${expectedType}\`.`,
    look,
  };
}

function ofNumbers(expected: number, got: number): Difference {
  const off = got - expected;
  const share = Math.abs(off) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  if (off !== 0 && share < roundingShare) {
    return {
      kind: 'rounding',
      says: 'The two differ only in the last digits: a computer keeps numbers with a point not quite exactly.',
      look: 'Does the task say how many decimals it wants, and where do you round?',
    };
  }
  if (Math.abs(off) === 1) {
    return {
      kind: 'off-by-one',
      says: `It is one too ${off > 0 ? 'many' : 'few'}.`,
      look: 'Where does your counting begin and where does it end? Write down each round of the loop for this input.',
    };
  }
  if (got === -expected) {
    return {
      kind: 'sign',
      says: 'It is the right number with the wrong sign.',
      look: 'In which order do you subtract?',
    };
  }
  if (got === 0) {
    return {
      kind: 'zero',
      says: 'It is still 0, as if nothing had been added.',
      look: 'Which line should change the value, and does it run? Print something in it.',
    };
  }
  return {
    kind: 'number',
    says: `It is too ${off > 0 ? 'large' : 'small'}.`,
    look: 'Do this test by hand, step by step, and print the values after each step. Where do they part?',
  };
}

function ofLists(expected: readonly string[], got: readonly string[]): Difference {
  const sorted = (items: readonly string[]): string => items.toSorted().join();
  if (expected.length === got.length && sorted(expected) === sorted(got)) {
    return {
      kind: 'order',
      says: 'All items are there, only in another order.',
      look: 'In which order does your program put them in, and which one does the task ask for?',
    };
  }
  if (got.length === 0) {
    return {
      kind: 'empty',
      says: 'It is empty.',
      look: 'Which line should put items in, and does it run? Is it made empty again in the loop?',
    };
  }
  if (expected.length !== got.length) {
    const off = Math.abs(expected.length - got.length);
    const count = `${String(off)} ${off === 1 ? 'item' : 'items'} ${got.length > expected.length ? 'too many' : 'missing'}`;
    const end = got.join() === expected.slice(0, got.length).join() ? ' at the end' : '';
    const start = got.join() === expected.slice(-got.length).join() ? ' at the beginning' : '';
    return {
      kind: 'length',
      says: `There ${off === 1 ? 'is' : 'are'} ${count}${got.length < expected.length ? end || start : ''}.`,
      look: 'Which items should be in, and which line decides that? Try it with a list of two.',
    };
  }
  const at = expected.findIndex((item, i) => item !== got[i]);
  return {
    kind: 'item',
    says: `The length is right. The first item that differs has the index ${String(at)}: it is \`${got[at] ?? ''}\`.`,
    look: 'What does your program do with just that item?',
  };
}

function outputs(expected: string, got: string): Difference {
  const [wanted, printed] = [textOf(expected), textOf(got)];
  if (printed.trim() === '') {
    return {
      kind: 'nothing-printed',
      says: 'Your program printed nothing in this test.',
      look: 'Which line should print, and does it run? Is your function called at all?',
    };
  }
  const lines = (text: string): number => text.trimEnd().split(/\n|\\n/).length;
  const off = lines(printed) - lines(wanted);
  if (off !== 0) {
    return {
      kind: 'lines',
      says: `Your program printed ${String(lines(printed))} ${lines(printed) === 1 ? 'line' : 'lines'}, and the test wants ${String(lines(wanted))}.`,
      look:
        off > 0
          ? 'Which line is not asked for? The text that `input` shows is output too.'
          : 'Which line is missing? Is the `print` inside the loop or after it?',
    };
  }
  return ofTexts(wanted, printed);
}

function ofTexts(expected: string, got: string): Difference {
  const bare = (text: string): string => text.replace(/\s+|\\[nt]/g, '');
  const small = (text: string): string => text.toLowerCase();
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
  if (bare(expected) === bare(got)) {
    return {
      kind: 'blanks',
      says: 'All signs are right but for blanks or line breaks.',
      look: 'Compare the two sign by sign: where is a blank too many or missing? `print` puts one between its values.',
    };
  }
  if (small(expected) === small(got)) {
    return {
      kind: 'capitals',
      says: 'Only small and capital letters differ.',
      look: 'Which letters does the task write large?',
    };
  }
  if (letters(small(expected)) === letters(small(got))) {
    return {
      kind: 'signs',
      says: 'The letters and numbers are right; a sign such as a comma, a point or a quote differs.',
      look: 'Read the task once more, sign by sign.',
    };
  }
  if ([...expected].reverse().join('') === got) {
    return {
      kind: 'backwards',
      says: 'It is the right text, backwards.',
      look: 'On which side do you put each new letter?',
    };
  }
  const at = [...expected].findIndex((sign, i) => sign !== got[i]);
  return {
    kind: 'text',
    says:
      at <= 0
        ? 'The texts differ from the first sign on.'
        : `The first ${String(at)} ${at === 1 ? 'sign is' : 'signs are'} right, then the texts part.`,
    look: 'Which line of your program makes that part?',
  };
}
