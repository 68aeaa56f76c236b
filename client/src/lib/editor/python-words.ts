/** The words of Python that a beginner meets, for colouring and completion in both editors. */
export const pythonKeywords = (
  'False None True and as assert async await break case class continue def del elif else except ' +
  'finally for from global if import in is lambda match nonlocal not or pass raise return try ' +
  'while with yield'
).split(' ');

export const pythonBuiltins = (
  'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex ' +
  'delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals ' +
  'hasattr hash help hex id input int isinstance issubclass iter len list locals map max ' +
  'memoryview min next object oct open ord pow print property range repr reversed round set ' +
  'setattr slice sorted staticmethod str sum super tuple type vars zip ' +
  'ArithmeticError AssertionError AttributeError EOFError Exception FileNotFoundError ' +
  'ImportError IndexError KeyError KeyboardInterrupt NameError NotImplementedError OSError ' +
  'OverflowError RecursionError RuntimeError StopIteration SyntaxError TypeError ValueError ' +
  'ZeroDivisionError'
).split(' ');

/** Modules that come with Python and that school programs use. */
export const pythonModules =
  'collections csv datetime itertools json math os random re statistics string sys time turtle'.split(
    ' ',
  );

export interface PythonSnippet {
  label: string;
  /** With `${1:name}` places, as editors write them. */
  body: string;
  /** Message key of what it makes. */
  about:
    | 'snippet.for'
    | 'snippet.while'
    | 'snippet.if'
    | 'snippet.def'
    | 'snippet.try'
    | 'snippet.class';
}
export const pythonSnippets: PythonSnippet[] = [
  { label: 'for … in range', body: 'for ${1:i} in range(${2:10}):\n\t${0}', about: 'snippet.for' },
  { label: 'while …', body: 'while ${1:condition}:\n\t${0}', about: 'snippet.while' },
  {
    label: 'if … else',
    body: 'if ${1:condition}:\n\t${2:pass}\nelse:\n\t${0:pass}',
    about: 'snippet.if',
  },
  { label: 'def …', body: 'def ${1:name}(${2}):\n\t${0:pass}', about: 'snippet.def' },
  {
    label: 'try … except',
    body: 'try:\n\t${1:pass}\nexcept ${2:ValueError}:\n\t${0:pass}',
    about: 'snippet.try',
  },
  {
    label: 'class …',
    body: 'class ${1:Name}:\n\tdef __init__(self, ${2}):\n\t\t${0:pass}',
    about: 'snippet.class',
  },
];

const ignored = new Set([...pythonKeywords, ...pythonBuiltins]);

/**
 * @returns the names a program uses, without those in comments and texts, and without the word at `caret`, which is
 * being typed
 */
export function identifiersIn(text: string, caret: number): string[] {
  const code = text.replace(
    /#.*|"""[\s\S]*?("""|$)|'''[\s\S]*?('''|$)|"(\\.|[^"\\\n])*"?|'(\\.|[^'\\\n])*'?/g,
    (found) => ' '.repeat(found.length),
  );
  const names = new Set<string>();
  for (const match of code.matchAll(/[A-Za-z_]\w+/g)) {
    const atCaret = match.index <= caret && caret <= match.index + match[0].length;
    if (!atCaret && !ignored.has(match[0])) names.add(match[0]);
  }
  return [...names];
}
