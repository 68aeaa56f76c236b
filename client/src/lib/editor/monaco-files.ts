import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { MonacoBinding } from 'y-monaco';
import type * as Y from 'yjs';
import { keepCaret } from './keep-caret.ts';
import { languageOf, monaco } from './monaco.ts';
import type { RoomDocument } from './room-document.svelte.ts';

export interface OpenFile {
  model: MonacoEditor.ITextModel;
  text: Y.Text;
}

/**
 * The files of a room as Monaco models, each bound to its shared text when first shown and until the editor goes.
 * Undo comes from Yjs, never from Monaco: Monaco's own would take back other people's text.
 */
export class MonacoFiles {
  readonly #editor: MonacoEditor.IStandaloneCodeEditor;
  readonly #room: RoomDocument;
  readonly #open = new Map<
    string,
    OpenFile & { views: MonacoEditor.ICodeEditorViewState | null }
  >();
  #shown: string | undefined;

  constructor(editor: MonacoEditor.IStandaloneCodeEditor, room: RoomDocument) {
    this.#editor = editor;
    this.#room = room;
  }

  /** @returns the file now in the editor; undefined when it was deleted meanwhile. */
  show(fileId: string, name: string): OpenFile | undefined {
    const before = this.#shown === undefined ? undefined : this.#open.get(this.#shown);
    if (before) before.views = this.#editor.saveViewState();
    const text = this.#room.textOf(fileId);
    let file = this.#open.get(fileId);
    // Somebody may have deleted the file and undone that: then it has another text.
    if (file && file.text !== text) {
      file.model.dispose();
      file = undefined;
    }
    if (!text) {
      this.#editor.setModel(null);
      this.#open.delete(fileId);
      return undefined;
    }
    file ??= this.#bind(fileId, text, name);
    if (file.model.getLanguageId() !== languageOf(name)) {
      monaco.editor.setModelLanguage(file.model, languageOf(name));
    }
    this.#shown = fileId;
    this.#editor.setModel(file.model);
    if (file.views) this.#editor.restoreViewState(file.views);
    return file;
  }

  /** @returns the model of a file that was shown already and still exists. */
  modelOf(fileId: string): MonacoEditor.ITextModel | undefined {
    return this.#open.get(fileId)?.model;
  }

  close(): void {
    for (const { model } of this.#open.values()) model.dispose();
    this.#open.clear();
  }

  #bind(fileId: string, text: Y.Text, name: string) {
    const model = monaco.editor.createModel(text.toString(), languageOf(name));
    // Texts with two kinds of line end drift apart between people.
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const binding = new MonacoBinding(text, model, new Set([this.#editor]));
    const stopKeeping = keepCaret(this.#editor, model, text);
    const undo = this.#room.undoOf(fileId);
    undo?.addTrackedOrigin(binding);
    // Every way to undo (keys, menu, command) ends in these two.
    model.undo = () => void undo?.undo();
    model.redo = () => void undo?.redo();
    model.onWillDispose(() => {
      stopKeeping();
      undo?.removeTrackedOrigin(binding);
    });
    const file = { model, text, views: null };
    this.#open.set(fileId, file);
    return file;
  }
}
