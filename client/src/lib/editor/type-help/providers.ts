import type {
  CancellationToken,
  editor as MonacoEditor,
  IDisposable,
  IRange,
  Position,
} from 'monaco-editor/editor';
import { monaco } from '../monaco.ts';
import { answerWithTypes } from '../python-completion.ts';
import type { LanguageServer } from './language-server.ts';
import type { LspCompletion, LspHover, LspRange } from './wire.ts';
import { kindOf, markdownOf } from './wording.ts';

/**
 * Completions and hovers of the language server in Monaco.
 * @param uriOf  brings the server up to date and tells its address for a model; undefined when it has none
 * @returns what takes them away again
 */
export function provideTypes(
  server: LanguageServer,
  uriOf: (model: MonacoEditor.ITextModel) => string | undefined,
): IDisposable[] {
  const about = async <Answer>(
    method: string,
    model: MonacoEditor.ITextModel,
    position: Position,
    token: CancellationToken,
  ): Promise<Answer | null> => {
    const uri = uriOf(model);
    if (uri === undefined) return null;
    const at = { line: position.lineNumber - 1, character: position.column - 1 };
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      const params = { textDocument: { uri }, position: at };
      return (await server.ask(method, params, stop.signal)) as Answer | null;
    } catch {
      // Cancelled, or closed meanwhile: nobody waits for this answer any more.
      return null;
    } finally {
      listening.dispose();
    }
  };
  return [
    answerWithTypes(),
    monaco.languages.registerCompletionItemProvider('python', {
      triggerCharacters: ['.'],
      async provideCompletionItems(model, position, _context, token) {
        type Answer = { items: LspCompletion[]; isIncomplete: boolean } | LspCompletion[];
        const answer = await about<Answer>('textDocument/completion', model, position, token);
        const list = Array.isArray(answer) ? { items: answer, isIncomplete: false } : answer;
        const word = model.getWordUntilPosition(position);
        const line = position.lineNumber;
        const range = new monaco.Range(line, word.startColumn, line, word.endColumn);
        return {
          incomplete: list?.isIncomplete ?? false,
          suggestions: (list?.items ?? []).map((item) => completion(item, range)),
        };
      },
    }),
    monaco.languages.registerHoverProvider('python', {
      async provideHover(model, position, token) {
        const hover = await about<LspHover>('textDocument/hover', model, position, token);
        const text = markdownOf(hover?.contents);
        if (!text) return null;
        return { contents: [text], ...(hover?.range ? { range: rangeOf(hover.range) } : {}) };
      },
    }),
  ];
}

function completion(item: LspCompletion, word: IRange) {
  const documentation = markdownOf(item.documentation);
  return {
    label: item.label,
    kind: monaco.languages.CompletionItemKind[kindOf(item)],
    insertText: item.textEdit?.newText ?? item.insertText ?? item.label,
    range: item.textEdit?.range ? rangeOf(item.textEdit.range) : word,
    ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(documentation ? { documentation } : {}),
  };
}

function rangeOf({ start, end }: LspRange): IRange {
  return new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
}
