import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { type ErrorMark, isStillThere } from './error-line.ts';
import { monaco } from './monaco.ts';
import type { Problem } from './problem-words.ts';

const owner = 'learnflow';
/** Between the code and the note: two em spaces, and what is left of the line. */
const noteGapPx = 26;

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
  /** The note under its line, where it has no room behind it. */
  #zone: string | undefined;

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
      if (touched) this.#clear();
    });
  }

  show(mark: ErrorMark | undefined): void {
    const model = this.#editor.getModel();
    this.#clear();
    if (!mark || !model || mark.line > model.getLineCount()) return;
    if (!isStillThere(mark, model.getLineContent(mark.line))) return;
    const fits = this.#fits(model.getLineContent(mark.line), mark.message);
    if (!fits) this.#showBelow(mark);
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
      ...(fits
        ? [
            {
              range: new monaco.Range(mark.line, end, mark.line, end),
              options: {
                showIfCollapsed: true,
                after: {
                  // Monaco cuts long notes into pieces: a margin would come before each of them.
                  content: `\u2003\u2003${mark.message}`,
                  inlineClassName: 'lf-error-note',
                  cursorStops: monaco.editor.InjectedTextCursorStops.None,
                },
              },
            },
          ]
        : []),
    ]);
  }

  #clear(): void {
    this.#marks.clear();
    const zone = this.#zone;
    this.#zone = undefined;
    if (zone !== undefined) this.#editor.changeViewZones((zones) => zones.removeZone(zone));
  }

  /** Whether the note can be read behind its line without scrolling. */
  #fits(line: string, message: string): boolean {
    const { contentWidth, verticalScrollbarWidth } = this.#editor.getLayoutInfo();
    const { typicalHalfwidthCharacterWidth: letter } = this.#editor.getOption(
      monaco.editor.EditorOption.fontInfo,
    );
    return (
      (line.length + message.length) * letter + noteGapPx < contentWidth - verticalScrollbarWidth
    );
  }

  #showBelow({ line, message }: ErrorMark): void {
    const { contentWidth } = this.#editor.getLayoutInfo();
    const { typicalHalfwidthCharacterWidth: letter } = this.#editor.getOption(
      monaco.editor.EditorOption.fontInfo,
    );
    const domNode = document.createElement('div');
    domNode.className = 'lf-error-below';
    domNode.textContent = message;
    const heightInLines = Math.ceil(
      (message.length * letter) / Math.max(1, contentWidth - noteGapPx),
    );
    this.#editor.changeViewZones((zones) => {
      this.#zone = zones.addZone({ afterLineNumber: line, heightInLines, domNode });
    });
  }
}
