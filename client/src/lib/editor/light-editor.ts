import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type * as Y from 'yjs';
import { lightAuthors } from './light-authors.ts';
import { lightCarets } from './light-carets.ts';
import { lightMarks } from './light-marks.ts';
import type { RoomDocument } from './room-document.svelte.ts';

/** Colours of code, as everywhere in the product. */
export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--s-kw)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--s-str)' },
  { tag: tags.number, color: 'var(--s-num)' },
  { tag: tags.comment, color: 'var(--s-com)', fontStyle: 'italic' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.definition(tags.variableName)),
      tags.className,
    ],
    color: 'var(--s-fn)',
  },
  { tag: tags.standard(tags.variableName), color: 'var(--s-bi)' },
  { tag: [tags.operator, tags.punctuation], color: 'var(--s-op)' },
]);

export const look = EditorView.theme({
  '&': { height: '100%', background: 'var(--editor)', color: 'var(--s-prm)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-code)',
    fontVariantLigatures: 'none',
    fontSize: 'var(--code-size)',
    lineHeight: 'var(--code-line)',
  },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeft: '2px solid var(--ink)' },
  '.cm-gutters': { background: 'var(--editor)', color: 'var(--ink-3)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 14px 0 12px', minWidth: '34px' },
  '.cm-activeLine': { background: 'color-mix(in srgb, var(--ink) 4%, transparent)' },
  '.cm-activeLineGutter': { background: 'none', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--accent-soft)' },
  '.cm-matchingBracket': {
    background: 'var(--accent-soft)',
    outline: '1px solid var(--line-strong)',
  },
  '.lf-error-line': { background: 'color-mix(in srgb, var(--help-mark) 11%, transparent)' },
  '.lf-squiggle': {
    textDecoration: 'underline wavy var(--help-mark) 1.3px',
    textUnderlineOffset: '4px',
  },
  '.lf-mild': { textDecorationColor: 'var(--stuck-mark)' },
  '.cm-tooltip': {
    background: 'var(--raised)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--r-md)',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
});

export interface LightEditorView {
  view: EditorView;
  setReadonly(readonly: boolean): void;
}

/**
 * The light editor (CodeMirror) on one shared file: an ordinary text field to the browser, so that touch keyboards
 * and screen readers get on with it. Undo is the room's own, as in Monaco.
 */
export function createLightEditor(options: {
  host: HTMLElement;
  room: RoomDocument;
  fileId: string;
  text: Y.Text;
  isPython: boolean;
  readonly: boolean;
  label: string;
  oncursor: (line: number) => void;
}): LightEditorView {
  const { room, text } = options;
  const undoManager = room.undoOf(options.fileId) ?? false;
  const rights = new Compartment();
  const extensions: Extension[] = [
    lightAuthors,
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    // Quotes are left to the person: a text in three quotes, typed as one learns it, would end up with eight.
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['(', '[', '{'] } }]),
    indentOnInput(),
    indentUnit.of('    '),
    EditorState.tabSize.of(4),
    options.isPython ? [python(), autocompletion({ icons: false })] : [],
    syntaxHighlighting(colours),
    keymap.of([
      ...yUndoManagerKeymap.map(unlessReadonly),
      ...closeBracketsKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    yCollab(text, null, { undoManager }),
    lightCarets(room, text),
    lightMarks,
    rights.of(rightsOf(options.readonly)),
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
    }),
    EditorView.updateListener.of((update) => {
      if (!update.selectionSet) return;
      options.oncursor(update.state.doc.lineAt(update.state.selection.main.head).number);
    }),
    look,
  ];
  const state = EditorState.create({ doc: text.toString(), extensions });
  const view = new EditorView({ state, parent: options.host });
  return {
    view,
    setReadonly: (readonly) => view.dispatch({ effects: rights.reconfigure(rightsOf(readonly)) }),
  };
}

/** The undo keys would change the shared text even where typing is refused. */
function unlessReadonly(binding: KeyBinding): KeyBinding {
  const { run } = binding;
  return { ...binding, run: (view) => view.state.readOnly || (run?.(view) ?? false) };
}

function rightsOf(readonly: boolean): Extension {
  return [EditorState.readOnly.of(readonly), EditorView.editable.of(true)];
}
