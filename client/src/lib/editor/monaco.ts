import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import './monaco-features.ts';
import { longHex } from './long-hex.ts';
import { completePython } from './python-completion.ts';
import { pythonConfiguration, pythonTokens } from './python-tokens.ts';

/**
 * Monaco, set up once. This module weighs most of a megabyte: import it with `import()` only, and only from a room.
 * Not `import 'monaco-editor'`, which is three times as heavy.
 */
self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

monaco.languages.register({ id: 'python', extensions: ['.py'] });
monaco.languages.setLanguageConfiguration('python', pythonConfiguration);
monaco.languages.setMonarchTokensProvider('python', pythonTokens);
monaco.languages.registerCompletionItemProvider('python', completePython(monaco));

/** @returns the language of a file by its name. */
export function languageOf(name: string): string {
  return name.endsWith('.py') ? 'python' : 'plaintext';
}

/** Paints Monaco with the tokens of the page as they are now; call it again when the theme changes. */
export function paint(shown: 'light' | 'dark'): void {
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string): string => longHex(style.getPropertyValue(`--${token}`));
  const rule = (name: string, token: string, fontStyle = ''): monaco.editor.ITokenThemeRule => ({
    token: name,
    foreground: colour(token).replace('#', ''),
    fontStyle,
  });
  const name = shown === 'dark' ? 'learnflow-slate' : 'learnflow-paper';
  monaco.editor.defineTheme(name, {
    base: shown === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 's-prm'),
      rule('keyword', 's-kw'),
      rule('string', 's-str'),
      rule('number', 's-num'),
      rule('comment', 's-com', 'italic'),
      rule('function', 's-fn'),
      rule('builtin', 's-bi'),
      rule('operator', 's-op'),
      rule('delimiter', 's-op'),
      rule('identifier', 's-prm'),
    ],
    colors: {
      'editor.background': colour('editor'),
      'editor.foreground': colour('s-prm'),
      'editorLineNumber.foreground': colour('ink-3'),
      'editorLineNumber.activeForeground': colour('ink'),
      'editor.lineHighlightBackground': `${colour('ink')}0a`,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': colour('accent-soft'),
      'editor.inactiveSelectionBackground': colour('sunken'),
      'editorCursor.foreground': colour('ink'),
      'editorError.foreground': colour('help-mark'),
      'editorWarning.foreground': colour('stuck-mark'),
      'editorWidget.background': colour('raised'),
      'editorWidget.border': colour('line'),
      'editorSuggestWidget.background': colour('raised'),
      'editorSuggestWidget.foreground': colour('ink'),
      'editorSuggestWidget.border': colour('line'),
      'editorSuggestWidget.selectedBackground': colour('accent-soft'),
      'editorSuggestWidget.selectedForeground': colour('ink'),
      'editorSuggestWidget.highlightForeground': colour('accent-text'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent-text'),
      'editorHoverWidget.background': colour('raised'),
      'editorHoverWidget.border': colour('line'),
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('line-strong'),
      'editorBracketMatch.background': colour('accent-soft'),
      'editorBracketMatch.border': colour('line-strong'),
      // Brackets in six colours would be taken for people or for syntax.
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((n) => [`editorBracketHighlight.foreground${n}`, colour('s-op')]),
      ),
      focusBorder: colour('accent-text'),
      'scrollbarSlider.background': `${colour('ink-3')}40`,
      'scrollbarSlider.hoverBackground': `${colour('ink-3')}66`,
      'scrollbarSlider.activeBackground': `${colour('ink-3')}80`,
    },
  });
  monaco.editor.setTheme(name);
}

/** @param label  what a screen reader says when the caret comes in */
export function createEditor(
  host: HTMLElement,
  label: string,
): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(host, {
    model: null,
    ariaLabel: label,
    accessibilitySupport: 'auto',
    automaticLayout: true,
    fontFamily: "'JetBrains Mono Variable', ui-monospace, 'DejaVu Sans Mono', monospace",
    // A beginner must see != and not a joined sign.
    fontLigatures: false,
    // The number of an empty last line is dimmed below what can be read otherwise.
    renderFinalNewline: 'on',
    minimap: { enabled: false },
    padding: { top: 10, bottom: 10 },
    renderLineHighlight: 'line',
    cursorSmoothCaretAnimation: 'off',
    scrollBeyondLastLine: false,
    glyphMargin: true,
    folding: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 14,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    stickyScroll: { enabled: false },
    tabSize: 4,
    insertSpaces: true,
    detectIndentation: false,
    fixedOverflowWidgets: true,
    quickSuggestions: { other: true, comments: false, strings: false },
    quickSuggestionsDelay: 60,
    wordBasedSuggestions: 'off',
    // Enter means a new line; a suggestion is taken with Tab. Nobody gets `if` for an `i` they meant.
    acceptSuggestionOnEnter: 'off',
    acceptSuggestionOnCommitCharacter: false,
    tabCompletion: 'off',
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    renderWhitespace: 'none',
    guides: { indentation: true, bracketPairs: false },
    lightbulb: { enabled: 'off' as monaco.editor.ShowLightbulbIconMode },
    dropIntoEditor: { enabled: false },
    pasteAs: { enabled: false },
    links: false,
    contextmenu: true,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  });
}

export { monaco };
