import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type * as Y from 'yjs';
import { caretAfter } from './caret-after.ts';

/**
 * The binding carries a caret along with what somebody else types at it. This watches the same text and puts the caret
 * back behind the letter it stood behind. Make it after the binding: Yjs calls observers in the order they came.
 * @returns ends the watching
 */
export function keepCaret(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  text: Y.Text,
): () => void {
  let caret: number | undefined;
  const remember = (): void => {
    const selection = editor.getModel() === model ? editor.getSelection() : null;
    caret = selection?.isEmpty() ? model.getOffsetAt(selection.getPosition()) : undefined;
  };
  const putBack = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (caret === undefined || transaction.local) return;
    const wanted = model.getPositionAt(caretAfter(caret, event.delta));
    if (!editor.getPosition()?.equals(wanted)) editor.setPosition(wanted);
  };
  const { doc } = text;
  doc?.on('beforeTransaction', remember);
  text.observe(putBack);
  return () => {
    doc?.off('beforeTransaction', remember);
    text.unobserve(putBack);
  };
}
