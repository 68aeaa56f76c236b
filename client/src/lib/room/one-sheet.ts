/** Up to this width the exercise and the chat are sheets over the code, one at a time. */
const query = '(max-width: 820px)';

export function hasSheets(): boolean {
  return matchMedia(query).matches;
}

/** Calls back whenever the window becomes that narrow, as a tablet that is turned does. @returns ends it */
export function onSheets(begin: () => void): () => void {
  const list = matchMedia(query);
  const change = (): void => {
    if (list.matches) begin();
  };
  list.addEventListener('change', change);
  return () => list.removeEventListener('change', change);
}
