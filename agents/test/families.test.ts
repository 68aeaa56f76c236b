import { expect, test } from 'vitest';
import { findFamily } from '../src/explain/explain.ts';

/** Wordings of the same error in CPython 3.8–3.14, as they stand in its sources, and the family each belongs to. */
const wordings: [family: string, type: string, messages: string[]][] = [
  [
    'not-json',
    'JSONDecodeError',
    ['Expecting value: line 1 column 1 (char 0)', 'Extra data: line 1 column 3 (char 2)'],
  ],
  ['nothing-next', 'StopIteration', ['']],
  [
    'no-setter',
    'AttributeError',
    ["can't set attribute", "can't set attribute 'a'", "property 'a' of 'C' object has no setter"],
  ],
  ['invalid-syntax', 'SyntaxError', ['invalid syntax', "invalid syntax. Did you mean 'for'?"]],
  ['never-closed', 'SyntaxError', ["'(' was never closed", "'[' was never closed"]],
  ['forgot-comma', 'SyntaxError', ['invalid syntax. Perhaps you forgot a comma?']],
  ['expected-colon', 'SyntaxError', ["expected ':'"]],
  ['unexpected-indent', 'IndentationError', ['unexpected indent']],
  [
    'expected-block',
    'IndentationError',
    [
      'expected an indented block',
      "expected an indented block after 'if' statement on line 3",
      'expected an indented block after function definition on line 1',
    ],
  ],
  [
    'unterminated-text',
    'SyntaxError',
    [
      'EOL while scanning string literal',
      'unterminated string literal (detected at line 3)',
      'unterminated f-string literal (detected at line 1)',
      'EOF while scanning triple-quoted string literal',
      'unterminated triple-quoted string literal (detected at line 9)',
    ],
  ],
  ['unindent', 'IndentationError', ['unindent does not match any outer indentation level']],
  [
    'equals-in-condition',
    'SyntaxError',
    ["invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
  ],
  ['unmatched-bracket', 'SyntaxError', ["unmatched ')'", "unmatched '}'"]],
  [
    'bad-number',
    'SyntaxError',
    [
      'invalid decimal literal',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
    ],
  ],
  [
    'print-statement',
    'SyntaxError',
    [
      'Missing parentheses in call to \'print\'. Did you mean print("hi")?',
      "Missing parentheses in call to 'print'. Did you mean print(...)?",
    ],
  ],
  [
    'bracket-mismatch',
    'SyntaxError',
    [
      "closing parenthesis ']' does not match opening parenthesis '('",
      "closing parenthesis ')' does not match opening parenthesis '[' on line 2",
    ],
  ],
  ['cannot-assign', 'SyntaxError', ['cannot assign to function call', 'cannot assign to literal']],
  ['line-continuation', 'SyntaxError', ['unexpected character after line continuation character']],
  [
    'assignment-in-call',
    'SyntaxError',
    ['expression cannot contain assignment, perhaps you meant "=="?'],
  ],
  ['tabs', 'TabError', ['inconsistent use of tabs and spaces in indentation']],
  [
    'invalid-character',
    'SyntaxError',
    [
      'invalid character in identifier',
      "invalid character '“' (U+201C)",
      'invalid non-printable character U+00A0',
    ],
  ],
  [
    'f-string',
    'SyntaxError',
    [
      'f-string: empty expression not allowed',
      "f-string: expecting '}'",
      "f-string: valid expression required before '}'",
    ],
  ],
  [
    'positional-after-keyword',
    'SyntaxError',
    [
      'positional argument follows keyword argument',
      'non-default argument follows default argument',
      'parameter without a default follows parameter with a default',
    ],
  ],
  [
    'outside',
    'SyntaxError',
    ["'return' outside function", "'break' outside loop", "'continue' not properly in loop"],
  ],
  ['file-ends', 'SyntaxError', ['unexpected EOF while parsing']],
  [
    'global-after-use',
    'SyntaxError',
    [
      "name 'x' is used prior to global declaration",
      "name 'x' is assigned to before global declaration",
    ],
  ],
  [
    'list-index',
    'IndexError',
    ['list index out of range', 'pop index out of range', 'range object index out of range'],
  ],
  ['assign-index', 'IndexError', ['list assignment index out of range']],
  ['text-index', 'IndexError', ['tuple index out of range', 'string index out of range']],
  ['unknown-name', 'NameError', ["name 'x' is not defined"]],
  [
    'unbound-local',
    'UnboundLocalError',
    [
      "local variable 'x' referenced before assignment",
      "cannot access local variable 'x' where it is not associated with a value",
    ],
  ],
  [
    'unbound-local',
    'NameError',
    [
      "free variable 'x' referenced before assignment in enclosing scope",
      "cannot access free variable 'x' where it is not associated with a value in enclosing scope",
    ],
  ],
  [
    'not-iterable',
    'TypeError',
    [
      "'int' object is not iterable",
      'cannot unpack non-iterable int object',
      "'builtin_function_or_method' object is not iterable",
    ],
  ],
  [
    'not-subscriptable',
    'TypeError',
    [
      "'NoneType' object is not subscriptable",
      "'int' object is not subscriptable",
      "type 'range' is not subscriptable",
    ],
  ],
  [
    'empty-sequence',
    'ValueError',
    ['max() arg is an empty sequence', 'min() iterable argument is empty'],
  ],
  [
    'not-in-list',
    'ValueError',
    [
      'list.remove(x): x not in list',
      '5 is not in list',
      'list.index(x): x not in list',
      'substring not found',
      'tuple.index(x): x not in tuple',
    ],
  ],
  [
    'no-attribute',
    'AttributeError',
    [
      "'list' object has no attribute 'push'",
      "module 'math' has no attribute 'sqr'",
      "type object 'Dog' has no attribute 'x'",
    ],
  ],
  [
    'in-single-value',
    'TypeError',
    [
      "argument of type 'int' is not iterable",
      "argument of type 'int' is not a container or iterable",
    ],
  ],
  ['not-an-integer', 'TypeError', ["'float' object cannot be interpreted as an integer"]],
  ['not-comparable', 'TypeError', ["'<' not supported between instances of 'str' and 'int'"]],
  [
    'concatenate',
    'TypeError',
    [
      'can only concatenate str (not "int") to str',
      'can only concatenate list (not "int") to list',
    ],
  ],
  ['item-assignment', 'TypeError', ["'str' object does not support item assignment"]],
  ['no-length', 'TypeError', ["object of type 'int' has no len()"]],
  [
    'unsupported-operand',
    'TypeError',
    [
      "unsupported operand type(s) for +: 'int' and 'str'",
      "unsupported operand type(s) for -=: 'str' and 'int'",
      "unsupported operand type(s) for ** or pow(): 'int' and 'str'",
    ],
  ],
  [
    'too-many-arguments',
    'TypeError',
    [
      'f() takes 1 positional argument but 2 were given',
      'Dog.bark() takes 0 positional arguments but 1 was given',
      'f() takes from 1 to 2 positional arguments but 3 were given',
    ],
  ],
  [
    'missing-argument',
    'TypeError',
    [
      "f() missing 1 required positional argument: 'x'",
      "A.f() missing 2 required positional arguments: 'a' and 'b'",
    ],
  ],
  ['not-callable', 'TypeError', ["'list' object is not callable"]],
  [
    'index-type',
    'TypeError',
    [
      'list indices must be integers or slices, not str',
      'string indices must be integers',
      "string indices must be integers, not 'str'",
    ],
  ],
  [
    'unhashable',
    'TypeError',
    [
      "unhashable type: 'list'",
      "cannot use 'list' as a dict key (unhashable type: 'list')",
      "cannot use 'list' as a set element (unhashable type: 'list')",
    ],
  ],
  [
    'not-a-number',
    'ValueError',
    ["invalid literal for int() with base 10: 'a'", "could not convert string to float: 'a'"],
  ],
  [
    'unpack',
    'ValueError',
    [
      'not enough values to unpack (expected 2, got 1)',
      'too many values to unpack (expected 2)',
      'too many values to unpack (expected 2, got 3)',
    ],
  ],
  [
    'conversion-type',
    'TypeError',
    [
      "int() argument must be a string, a bytes-like object or a number, not 'list'",
      "int() argument must be a string, a bytes-like object or a real number, not 'list'",
    ],
  ],
  ['unknown-key', 'KeyError', ["'a'", '3']],
  [
    'division-by-zero',
    'ZeroDivisionError',
    [
      'division by zero',
      'integer division or modulo by zero',
      'float modulo',
      'integer modulo by zero',
    ],
  ],
  ['no-input-left', 'EOFError', ['EOF when reading a line']],
  ['unknown-module', 'ModuleNotFoundError', ["No module named 'maths'"]],
  ['no-file', 'FileNotFoundError', ["[Errno 2] No such file or directory: 'a.txt'"]],
  [
    'recursion',
    'RecursionError',
    ['maximum recursion depth exceeded', 'maximum recursion depth exceeded in comparison'],
  ],
];

test.each(wordings)('%s: every wording of %s is known', (family, type, messages) => {
  for (const message of messages)
    expect([message, findFamily(type, message)?.id]).toEqual([message, family]);
});
