import { python } from '@codemirror/lang-python';
import { syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, lineNumbers } from '@codemirror/view';
import { lightAuthors, setLineColours } from '../editor/light-authors.ts';
import { colours, look } from '../editor/light-editor.ts';

/** One file at one moment. */
export interface ThenPage {
  text: string;
  isPython: boolean;
  /** Colour per line; null: nobody's. */
  lines: readonly (string | null)[];
  /** What the last update changed. */
  change: { from: number; to: number } | undefined;
}

export interface ThenEditor {
  show(page: ThenPage, label: string): void;
  close(): void;
}

const setChange = StateEffect.define<ThenPage['change']>();

const changed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, state }) {
    const effect = effects.find((each) => each.is(setChange));
    if (!effect) return marks;
    const change: ThenPage['change'] = effect.value;
    if (!change) return Decoration.none;
    const ranges: Range<Decoration>[] = [
      Decoration.line({ class: 'lf-then-line' }).range(state.doc.lineAt(change.from).from),
    ];
    if (change.to > change.from) {
      ranges.push(Decoration.mark({ class: 'lf-then-new' }).range(change.from, change.to));
    }
    return Decoration.set(ranges, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const ground = EditorView.theme({
  '.lf-then-line': { background: 'color-mix(in srgb, var(--accent-text) 10%, transparent)' },
  // A second tint on top of the line's would leave comments too little contrast.
  '.lf-then-new': { boxShadow: 'inset 0 -2px 0 var(--accent-text)' },
});

/** A page to read: selectable, scrollable, never editable, and bound to no document. */
export function createThenEditor(host: HTMLElement): ThenEditor {
  let view: EditorView | undefined;
  let kind = '';
  const make = (isPython: boolean, label: string): EditorView =>
    new EditorView({
      parent: host,
      state: EditorState.create({
        extensions: [
          lightAuthors,
          lineNumbers(),
          EditorState.tabSize.of(4),
          isPython ? python() : [],
          syntaxHighlighting(colours),
          changed,
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          look,
          ground,
        ],
      }),
    });
  return {
    show({ text, isPython, lines, change }, label) {
      if (!view || kind !== `${isPython} ${label}`) {
        view?.destroy();
        view = make(isPython, label);
        kind = `${isPython} ${label}`;
      }
      const to = change && Math.min(change.to, text.length);
      view.dispatch({
        changes: changeOf(view.state.doc.toString(), text),
        effects: [setLineColours.of(lines)],
      });
      // A second step: places are those of the new text.
      view.dispatch({
        effects: [
          setChange.of(change),
          ...(to === undefined
            ? []
            : [EditorView.scrollIntoView(to, { y: 'nearest', yMargin: 60 })]),
        ],
      });
    },
    close: () => view?.destroy(),
  };
}

/** The one stretch in which two texts differ, so that what is on screen does not jump. */
function changeOf(before: string, after: string) {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let tail = 0;
  while (
    tail < shorter - from &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}
