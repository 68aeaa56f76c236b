/** What Python 3.8–3.14 says about code it cannot read, message by message; what a message leaves open, the code answers. */
import { type SyntaxCase, syntaxCase } from './syntax-case.ts';
import { findSyntaxCause } from './syntax-causes.ts';
import { explainBlock, explainIndent, explainTabs, explainUnindent } from './syntax-indents.ts';
import {
  anyCause,
  explainColon,
  explainNeverClosed,
  explainTry,
  forgotComma,
} from './syntax-lines.ts';
import {
  explainEof,
  explainGlobal,
  explainOthers,
  explainOutside,
  otherMessages,
} from './syntax-places.ts';
import {
  explainArgumentAssign,
  explainCannotAssign,
  explainCharacter,
  explainContinuation,
  explainEscape,
  explainFString,
  explainNumber,
  explainPositional,
} from './syntax-values.ts';
import { equalsInCondition, openText, printWithoutBrackets, strayBracket } from './syntax-words.ts';
import { type Account, type Case, type Family, failingText } from '../family.ts';

const syntax = ['SyntaxError', 'IndentationError', 'TabError'];

export const family = (
  id: string,
  title: string,
  concept: string,
  message: RegExp,
  explain: (s: SyntaxCase) => Account,
): Family => ({
  id,
  title,
  concept,
  types: syntax,
  message,
  explain: (c: Case) => explain(syntaxCase(c)),
});

export const syntaxErrors: Family[] = [
  family(
    'tabs',
    'Tabs and spaces',
    'indentation',
    /inconsistent use of tabs|inconsistent dedent.*tab/,
    explainTabs,
  ),
  family(
    'unindent',
    'A line between two columns',
    'indentation',
    /unindent does not match/,
    explainUnindent,
  ),
  family(
    'expected-block',
    'A block without its lines',
    'indentation',
    /^expected an indented block(?: after (?:'(\w+)' statement|(function definition|class definition)|.*?) on line (\d+))?/,
    (s) => {
      const [all, word, definition, at] = s.match;
      return explainBlock({
        ...s,
        match: Object.assign([all, word ?? definition, at], {
          index: 0,
          input: s.message,
        }) as RegExpExecArray,
      });
    },
  ),
  family(
    'unexpected-indent',
    'A line too far in',
    'indentation',
    /^unexpected indent|^unexpected unindent/,
    explainIndent,
  ),
  family(
    'never-closed',
    'A bracket that is never closed',
    'brackets',
    /^'(.)' was never closed/,
    explainNeverClosed,
  ),
  family(
    'bracket-mismatch',
    'Brackets of two kinds',
    'brackets',
    /^closing parenthesis '(.)' does not match opening parenthesis '(.)'(?: on line (\d+))?/,
    (s) =>
      strayBracket(
        { text: s.match[1] ?? ')', line: s.line },
        { text: s.match[2] ?? '(', line: Number(s.match[3] ?? s.line) },
      ),
  ),
  family('unmatched-bracket', 'A bracket too many', 'brackets', /unmatched '(.)'/, (s) =>
    strayBracket({ text: s.match[1] ?? ')', line: s.line }),
  ),
  family(
    'f-string',
    'Curly brackets in an f-string',
    'f-strings',
    /^f-string: (?!unterminated)|f-string:? (?:expecting|empty|valid|single)/,
    explainFString,
  ),
  family(
    'unterminated-text',
    'A text that never ends',
    'quotes',
    /unterminated (?:f-|t-)?string|EOL while scanning|unterminated triple|EOF while scanning/,
    (s) => {
      const open = s.tokens.find((token) => token.isOpen);
      return openText(
        open?.line ?? s.line,
        (open?.text ?? '"').replace(/^[a-zA-Z]*/, '').slice(0, 1),
      );
    },
  ),
  family(
    'print-statement',
    'Brackets are missing',
    'print',
    /^Missing parentheses in call to '(\w+)'/,
    (s) => printWithoutBrackets(s.line, s.match[1] ?? 'print'),
  ),
  family('expected-colon', 'A colon is missing', 'blocks', /^expected ':'/, explainColon),
  family(
    'equals-in-condition',
    'One equals sign or two',
    'comparing',
    /Maybe you meant '==' or ':='|Maybe you meant '==' instead of '='/,
    (s) =>
      /^cannot assign/.test(s.message)
        ? explainCannotAssign({
            ...s,
            match: /^cannot assign to (.+?)(?: here)?[.]/.exec(s.message) ?? s.match,
          })
        : /^expression cannot contain/.test(s.message)
          ? explainArgumentAssign(s)
          : /^(if|elif|while)\b/.test(failingText(s))
            ? equalsInCondition(s.line)
            : anyCause(s),
  ),
  family(
    'assignment-in-call',
    'An equals sign in a call',
    'comparing',
    /^expression cannot contain assignment|keyword can't be an expression/,
    explainArgumentAssign,
  ),
  family(
    'cannot-assign',
    'A value on the wrong side',
    'assignment',
    /^(?:cannot|can't) assign to (.+?)(?: here.*)?$/,
    explainCannotAssign,
  ),
  family(
    'forgot-comma',
    'Something is missing between two values',
    'commas',
    /Perhaps you forgot a comma/,
    forgotComma,
  ),
  family(
    'line-continuation',
    'A backslash outside of a text',
    'signs',
    /unexpected character after line continuation/,
    explainContinuation,
  ),
  family(
    'positional-after-keyword',
    'The order of values',
    'parameters',
    /positional (?:argument|patterns?) follows|non-default argument follows|parameter without a default follows/,
    explainPositional,
  ),
  family(
    'outside',
    'In the wrong place',
    'blocks',
    /^'(return|break|continue|yield|await)' (?:outside|not)|^'?(return|break|continue)'? outside/,
    explainOutside,
  ),
  family(
    'global-after-use',
    'Too late for global',
    'local-names',
    /^name '(.+)' is (?:used|assigned to) (?:prior to|before) (?:global|nonlocal)/,
    explainGlobal,
  ),
  family(
    'bad-number',
    'A number Python cannot read',
    'numbers',
    /^invalid (?:decimal|hexadecimal|octal|binary|imaginary) literal|leading zeros|invalid digit|invalid token/,
    explainNumber,
  ),
  family(
    'invalid-character',
    'A sign Python does not know',
    'signs',
    /^invalid (?:non-printable )?character(?: '(.)')?|invalid character in identifier/,
    explainCharacter,
  ),
  family(
    'file-ends',
    'The program ends too early',
    'blocks',
    /unexpected EOF|incomplete input/,
    explainEof,
  ),
  family(
    'try-alone',
    'A try without its second part',
    'exceptions',
    /^expected 'except' or 'finally'/,
    explainTry,
  ),
  family(
    'text-escape',
    'A backslash in a text',
    'quotes',
    /^\((?:unicode|value) error\)/,
    explainEscape,
  ),
  family(
    'keyword-as-name',
    'A word of Python as a name',
    'names',
    /^(?:cannot assign to|assignment to|can't assign to) (?:keyword|True|False|None|__debug__)/,
    anyCause,
  ),
  family(
    'not-allowed',
    'Something in the wrong place',
    'signs',
    otherMessages,
    (s) => findSyntaxCause(s) ?? explainOthers(s),
  ),
  family('invalid-syntax', "A line Python can't read", 'reading-errors', /^/, anyCause),
];
