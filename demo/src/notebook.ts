import { fileFields, filesKey, messageType } from '@learnflow/shared';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { CookieJar } from './browserless.ts';
import { socketClassFor } from './browserless.ts';

/** One student's side of a room's document: the files, the caret, and keys that go in at the caret. */
export class Notebook {
  readonly #doc = new Y.Doc();
  readonly #provider: WebsocketProvider;
  #fileId = '';
  #caret: Y.RelativePosition | undefined;

  constructor(url: string, roomId: string, jar: CookieJar) {
    this.#provider = new WebsocketProvider(
      `${url.replace(/^http/, 'ws')}/collab`,
      roomId,
      this.#doc,
      {
        params: { v: '1' },
        WebSocketPolyfill: socketClassFor(url, jar),
        disableBc: true,
      },
    );
    // LearnFlow's own messages: a simulated student believes what it typed, the provider would complain.
    for (const type of Object.values(messageType)) {
      if (type >= messageType.saved) this.#provider.messageHandlers[type] = () => undefined;
    }
  }

  /** Resolves once the room's document has arrived. */
  async ready(): Promise<void> {
    if (this.#provider.synced) return;
    await new Promise<void>((resolve) => {
      this.#provider.once('sync', () => {
        resolve();
      });
    });
  }

  get fileId(): string {
    return this.#fileId;
  }

  /** Goes to the end of the file of this name, adding it when the room has none. */
  open(name: string): void {
    const files = this.#doc.getMap<Y.Map<unknown>>(filesKey);
    const known = [...files].find(([, file]) => file.get(fileFields.name) === name);
    if (known) this.#fileId = known[0];
    else {
      this.#fileId = `f${this.#doc.clientID.toString(36)}${files.size}`;
      this.#doc.transact(() => {
        const file = new Y.Map<unknown>();
        file.set(fileFields.name, name);
        file.set(fileFields.text, new Y.Text());
        file.set(fileFields.order, files.size);
        files.set(this.#fileId, file);
      });
    }
    this.#setCaret(this.#text().length);
  }

  type(text: string): void {
    const at = this.#caretIndex();
    this.#text().insert(at, text);
    this.#setCaret(at + text.length);
  }

  erase(count: number): void {
    const at = this.#caretIndex();
    const size = Math.min(count, at);
    if (size === 0) return;
    this.#text().delete(at - size, size);
    this.#setCaret(at - size);
  }

  /** Puts the caret behind the first line that reads `line`. @returns false when somebody has changed it meanwhile. */
  seek(line: string): boolean {
    let at = 0;
    for (const text of this.#text().toString().split('\n')) {
      if (text === line) {
        this.#setCaret(at + text.length);
        return true;
      }
      at += text.length + 1;
    }
    return false;
  }

  close(): void {
    this.#provider.destroy();
    this.#doc.destroy();
  }

  #text(): Y.Text {
    const file = this.#doc.getMap<Y.Map<unknown>>(filesKey).get(this.#fileId);
    const text = file?.get(fileFields.text);
    if (!(text instanceof Y.Text)) throw new Error('The file is gone');
    return text;
  }

  #caretIndex(): number {
    const place =
      this.#caret && Y.createAbsolutePositionFromRelativePosition(this.#caret, this.#doc);
    return place && place.type === this.#text() ? place.index : this.#text().length;
  }

  #setCaret(index: number): void {
    this.#caret = Y.createRelativePositionFromTypeIndex(this.#text(), index);
    this.#provider.awareness.setLocalStateField('file', this.#fileId);
    this.#provider.awareness.setLocalStateField('selection', {
      anchor: this.#caret,
      head: this.#caret,
    });
  }
}
