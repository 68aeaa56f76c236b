import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { AuthorMargin } from './author-margin.ts';
import { monaco } from './monaco.ts';
import type { OpenFile } from './monaco-files.ts';
import { knownInk } from './presence.ts';
import type { RoomDocument } from './room-document.svelte.ts';

/** The margin of Monaco that says who wrote a line. */
export class MonacoAuthors {
  readonly #margin: AuthorMargin;

  constructor(editor: MonacoEditor.IStandaloneCodeEditor, room: RoomDocument) {
    const bars = editor.createDecorationsCollection();
    this.#margin = new AuthorMargin(room, (runs) => {
      bars.set(
        runs.map(([from, to, ink]) => ({
          range: new monaco.Range(from, 1, to, 1),
          options: { isWholeLine: true, marginClassName: `lf-by lf-by-${knownInk(ink)}` },
        })),
      );
    });
  }

  show(file: OpenFile | undefined): void {
    this.#margin.watch(file?.text);
  }

  close(): void {
    this.#margin.close();
  }
}
