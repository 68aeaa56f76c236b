import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { FlagSheet } from './flag-sheet.ts';
import { monaco } from './monaco.ts';
import type { OpenFile } from './monaco-files.ts';
import { publishSelection, remoteCarets } from './presence.ts';
import type { RoomDocument } from './room-document.svelte.ts';

/** Other people's carets and selections in Monaco, and ours for them. */
export class MonacoCarets {
  readonly #editor: MonacoEditor.IStandaloneCodeEditor;
  readonly #room: RoomDocument;
  readonly #flags = new FlagSheet();
  readonly #marks: MonacoEditor.IEditorDecorationsCollection;
  #file: OpenFile | undefined;
  #frame = 0;
  readonly #draw = (): void => {
    // Presence comes in bursts; one painting per frame is all anybody sees.
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  };

  constructor(editor: MonacoEditor.IStandaloneCodeEditor, room: RoomDocument) {
    this.#editor = editor;
    this.#room = room;
    this.#marks = editor.createDecorationsCollection();
    room.awareness.on('change', this.#draw);
    editor.onDidChangeModelContent(this.#draw);
    editor.onDidChangeCursorSelection(() => this.#publish());
  }

  show(file: OpenFile | undefined): void {
    this.#file = file;
    this.#draw();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#room.awareness.off('change', this.#draw);
    this.#flags.close();
  }

  #publish(): void {
    const file = this.#file;
    const selection = this.#editor.getSelection();
    // While a remote change is being applied model and text differ; the caret is published again afterwards.
    if (!file || !selection || file.model !== this.#editor.getModel()) return;
    const anchor = file.model.getOffsetAt({
      lineNumber: selection.selectionStartLineNumber,
      column: selection.selectionStartColumn,
    });
    const head = file.model.getOffsetAt(selection.getPosition());
    // Typing moves the caret before the shared text has the letter.
    queueMicrotask(() => {
      const { length } = file.text;
      publishSelection(
        this.#room.awareness,
        file.text,
        Math.min(anchor, length),
        Math.min(head, length),
      );
    });
  }

  #paint(): void {
    const file = this.#file;
    if (!file || this.#editor.getModel() !== file.model) return;
    const carets = remoteCarets(this.#room.awareness, file.text, this.#room.driverId);
    this.#flags.show(carets);
    this.#marks.set(
      carets.map(({ clientId, from, to, head }) => {
        const start = file.model.getPositionAt(from);
        const end = file.model.getPositionAt(to);
        const line = head === from ? start.lineNumber : end.lineNumber;
        const caret = `lf-caret lf-caret-${clientId}${line === 1 ? ' lf-below' : ''}`;
        return {
          range: monaco.Range.fromPositions(start, end),
          options: {
            className: `lf-sel lf-sel-${clientId}`,
            stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
            ...(head === from
              ? { beforeContentClassName: caret }
              : { afterContentClassName: caret }),
          },
        };
      }),
    );
  }
}
