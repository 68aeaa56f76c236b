import type { languages } from 'monaco-editor/editor';
import { pythonBuiltins, pythonKeywords } from './python-words.ts';

/**
 * Python for Monaco: Monaco's own definition knows Python 2, no function names and no code inside f-strings; this one
 * has the colours of the design.
 */
export const pythonConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: "'", close: "'", notIn: ['string', 'comment'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
  onEnterRules: [
    {
      // A line that opens a block: the next one starts further in.
      beforeText:
        /^\s*(async\s+)?(def|class|for|if|elif|else|while|try|with|finally|except|match|case)\b.*:\s*(#.*)?$/,
      // 1 is IndentAction.Indent; the enum itself would pull Monaco into every importer.
      action: { indentAction: 1 },
    },
    {
      // A line that leaves its block: the next one starts one step to the left.
      beforeText: /^\s*(return\b.*|pass|break|continue|raise\b.*)\s*$/,
      // 3 is IndentAction.Outdent.
      action: { indentAction: 3 },
    },
  ],
};

export const pythonTokens: languages.IMonarchLanguage = {
  defaultToken: '',
  keywords: pythonKeywords,
  builtins: [...pythonBuiltins, 'self'],
  brackets: [
    { open: '{', close: '}', token: 'delimiter' },
    { open: '[', close: ']', token: 'delimiter' },
    { open: '(', close: ')', token: 'delimiter' },
  ],
  tokenizer: {
    root: [{ include: '@code' }],
    code: [
      [/\s+/, ''],
      [/#.*$/, 'comment'],
      [/[rRbBuU]?[rRbB]?"""/, 'string', '@text."""'],
      [/[rRbBuU]?[rRbB]?'''/, 'string', "@text.'''"],
      [/[rR]?[fF][rR]?"""/, 'string', '@ftext."""'],
      [/[rR]?[fF][rR]?'''/, 'string', "@ftext.'''"],
      [/[rR]?[fF][rR]?"/, 'string', '@fline."'],
      [/[rR]?[fF][rR]?'/, 'string', "@fline.'"],
      [/[rRbBuU]?[rRbB]?"/, 'string', '@line."'],
      [/[rRbBuU]?[rRbB]?'/, 'string', "@line.'"],
      [/0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+/, 'number'],
      [/(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?[jJ]?/, 'number'],
      [/@[A-Za-z_][\w.]*/, 'function'],
      [/(def|class)(\s+)([A-Za-z_]\w*)/, ['keyword', '', 'function']],
      [
        /[A-Za-z_]\w*(?=\s*\()/,
        { cases: { '@keywords': 'keyword', '@builtins': 'builtin', '@default': 'function' } },
      ],
      [
        /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/,
        { cases: { '@keywords': 'keyword', '@builtins': 'builtin', '@default': 'identifier' } },
      ],
      [/[{}[\]()]/, '@brackets'],
      [/[-+*/%=<>!&|^~:,.;@]+/, 'operator'],
    ],
    text: [
      [/\\./, 'string'],
      [
        /"""|'''/,
        { cases: { '$0==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } },
      ],
      [/[^\\"']+/, 'string'],
      [/./, 'string'],
    ],
    line: [
      [/\\./, 'string'],
      [/["']/, { cases: { '$0==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }],
      // A text that is not closed ends with its line, as it does for Python.
      [/[^\\"']+$/, { token: 'string', next: '@pop' }],
      [/[^\\"']+/, 'string'],
      [/\\$/, 'string'],
    ],
    ftext: [
      [/\{\{|\}\}/, 'string'],
      [/\{/, 'operator', '@inside'],
      [/\\./, 'string'],
      [
        /"""|'''/,
        { cases: { '$0==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } },
      ],
      [/[^\\"'{}]+/, 'string'],
      [/./, 'string'],
    ],
    fline: [
      [/\{\{|\}\}/, 'string'],
      [/\{/, 'operator', '@inside'],
      [/\\./, 'string'],
      [/["']/, { cases: { '$0==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }],
      [/[^\\"'{}]+$/, { token: 'string', next: '@pop' }],
      [/[^\\"'{}]+/, 'string'],
      [/./, 'string'],
    ],
    inside: [[/\}/, 'operator', '@pop'], [/:[^{}"']*(?=\})/, 'number'], { include: '@code' }],
  },
};
