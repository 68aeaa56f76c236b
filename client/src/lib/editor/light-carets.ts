import { type Range, RangeSet } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type * as Y from 'yjs';
import { FlagSheet } from './flag-sheet.ts';
import { publishSelection, remoteCarets } from './presence.ts';
import type { RoomDocument } from './room-document.svelte.ts';

class CaretWidget extends WidgetType {
  readonly #clientId: number;
  readonly #below: boolean;
  constructor(clientId: number, below: boolean) {
    super();
    this.#clientId = clientId;
    this.#below = below;
  }
  override eq(other: CaretWidget): boolean {
    return other.#clientId === this.#clientId && other.#below === this.#below;
  }
  override toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.className = `lf-caret lf-caret-${this.#clientId}${this.#below ? ' lf-below' : ''}`;
    return caret;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

/** Other people's carets and selections in the light editor, and ours for them, in the words of y-monaco. */
export function lightCarets(room: RoomDocument, text: Y.Text) {
  const { awareness } = room;
  class Carets {
    decorations: DecorationSet = RangeSet.empty;
    readonly #view: EditorView;
    readonly #flags = new FlagSheet();
    #frame = 0;
    readonly #draw = (): void => {
      // An update may not be dispatched inside another one; the next frame is soon enough.
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.#read();
        this.#view.dispatch({});
      });
    };

    constructor(view: EditorView) {
      this.#view = view;
      awareness.on('change', this.#draw);
      this.#draw();
    }

    update(update: ViewUpdate): void {
      if (update.docChanged) {
        this.decorations = this.decorations.map(update.changes);
        this.#draw();
      }
      if (!update.selectionSet && !update.docChanged) return;
      // The binding writes the text in this same update, perhaps after us.
      queueMicrotask(() => {
        const { anchor, head } = this.#view.state.selection.main;
        const { length } = text;
        publishSelection(awareness, text, Math.min(anchor, length), Math.min(head, length));
      });
    }

    destroy(): void {
      cancelAnimationFrame(this.#frame);
      awareness.off('change', this.#draw);
      this.#flags.close();
    }

    #read(): void {
      const { doc } = this.#view.state;
      const carets = remoteCarets(awareness, text, room.driverId).filter(
        (caret) => caret.to <= doc.length,
      );
      this.#flags.show(carets);
      const marks: Range<Decoration>[] = [];
      for (const { clientId, from, to, head } of carets) {
        if (from < to) {
          marks.push(Decoration.mark({ class: `lf-sel lf-sel-${clientId}` }).range(from, to));
        }
        const widget = new CaretWidget(clientId, doc.lineAt(head).number === 1);
        marks.push(Decoration.widget({ widget, side: head === from ? 1 : -1 }).range(head));
      }
      this.decorations = Decoration.set(marks, true);
    }
  }
  return ViewPlugin.fromClass(Carets, { decorations: (plugin) => plugin.decorations });
}
