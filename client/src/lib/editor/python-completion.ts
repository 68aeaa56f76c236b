import type * as Monaco from 'monaco-editor/editor';
import { t } from '../i18n/t.ts';
import {
  identifiersIn,
  pythonBuiltins,
  pythonKeywords,
  pythonModules,
  pythonSnippets,
} from './python-words.ts';

let answeredWithTypes = 0;

/** A language server answers from now on; only the shapes are left to us. @returns what ends that */
export function answerWithTypes(): { dispose: () => void } {
  answeredWithTypes += 1;
  return { dispose: () => (answeredWithTypes -= 1) };
}

/**
 * Completion without a language server: the names of this file, Python's words, small shapes. Inside `import` only
 * modules; after a dot nothing, because we do not know what the thing is.
 */
export function completePython(monaco: typeof Monaco): Monaco.languages.CompletionItemProvider {
  const kinds = monaco.languages.CompletionItemKind;
  const snippetRule = monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet;
  return {
    provideCompletionItems(model, position) {
      const word = model.getWordUntilPosition(position);
      const before = model.getLineContent(position.lineNumber).slice(0, word.startColumn - 1);
      const range = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        word.endColumn,
      );
      // `sort` keeps the own names of the program on top.
      const item = (
        label: string,
        kind: Monaco.languages.CompletionItemKind,
        sort: string,
      ): Monaco.languages.CompletionItem => ({
        label,
        kind,
        insertText: label,
        range,
        sortText: sort + label,
      });
      if (before.endsWith('.') || /["'#]/.test(openQuote(before))) return { suggestions: [] };
      const isImport = /^\s*(import|from)\s+$/.test(before);
      const shapes = pythonSnippets.map((snippet) => ({
        ...item(snippet.label, kinds.Snippet, 'd'),
        insertText: snippet.body,
        insertTextRules: snippetRule,
        detail: t(snippet.about),
      }));
      if (answeredWithTypes > 0) {
        return { suggestions: /^\s*(import|from)\s/.test(before) ? [] : shapes };
      }
      if (isImport) {
        return { suggestions: pythonModules.map((name) => item(name, kinds.Module, 'a')) };
      }
      const names = identifiersIn(model.getValue(), model.getOffsetAt(position));
      return {
        suggestions: [
          ...names.map((name) => item(name, kinds.Variable, 'a')),
          ...pythonKeywords.map((name) => item(name, kinds.Keyword, 'b')),
          ...pythonBuiltins.map((name) => item(name, kinds.Function, 'c')),
          ...shapes,
        ],
      };
    },
  };
}

/** @returns the quote or `#` that is open at the end of a line's beginning, or nothing. */
function openQuote(before: string): string {
  let open = '';
  for (let i = 0; i < before.length; i += 1) {
    const sign = before[i] ?? '';
    if (open === '#') break;
    if (sign === '\\') i += 1;
    else if (open !== '') open = sign === open ? '' : open;
    else if (/["'#]/.test(sign)) open = sign;
  }
  return open;
}
