import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { type ErrorMark, isStillThere } from './error-line.ts';
import { monaco } from './monaco.ts';
import type { Problem } from './problem-words.ts';

const owner = 'learnflow';

/** Squiggles under problems, with the sentence on hover. */
export function markProblems(model: MonacoEditor.ITextModel, problems: readonly Problem[]): void {
  monaco.editor.setModelMarkers(
    model,
    owner,
    problems.map((problem) => ({
      severity: problem.isError ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message: problem.message,
      startLineNumber: problem.line,
      startColumn: problem.column,
      endLineNumber: problem.endLine,
      endColumn: problem.endColumn,
    })),
  );
}

/** The line on which the last run failed: a tinted line, a sign in the margin and the error behind the code. */
export class MonacoErrorLine {
  readonly #marks: MonacoEditor.IEditorDecorationsCollection;
  readonly #editor: MonacoEditor.IStandaloneCodeEditor;

  constructor(editor: MonacoEditor.IStandaloneCodeEditor) {
    this.#editor = editor;
    this.#marks = editor.createDecorationsCollection();
    editor.onDidChangeModelContent((event) => {
      const range = this.#marks.getRange(0);
      if (!range || event.isFlush) return;
      const touched = event.changes.some(
        (change) =>
          change.range.startLineNumber <= range.startLineNumber &&
          change.range.endLineNumber >= range.startLineNumber,
      );
      if (touched) this.#marks.clear();
    });
  }

  show(mark: ErrorMark | undefined): void {
    const model = this.#editor.getModel();
    if (!mark || !model || mark.line > model.getLineCount()) return this.#marks.clear();
    if (!isStillThere(mark, model.getLineContent(mark.line))) return this.#marks.clear();
    const end = model.getLineMaxColumn(mark.line);
    this.#marks.set([
      {
        range: new monaco.Range(mark.line, 1, mark.line, end),
        options: {
          isWholeLine: true,
          className: 'lf-error-line',
          glyphMarginClassName: 'lf-error-glyph',
        },
      },
      {
        range: new monaco.Range(mark.line, end, mark.line, end),
        options: {
          showIfCollapsed: true,
          after: {
            content: mark.message,
            inlineClassName: 'lf-error-note',
            cursorStops: monaco.editor.InjectedTextCursorStops.None,
          },
        },
      },
    ]);
  }
}
