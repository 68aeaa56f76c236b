/**
 * A text as somebody could read it who was told how it is hidden: backwards, in base64, with numbers before its lines. What
 * must not be said must not be said in any of these. There are others (another programming language, a cipher of one's
 * own); they need a reader who works for it.
 */
export function disguisesOf(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  // An apostrophe would begin a text in Python and hide what follows.
  const bare = plain.replace(/(?<=\p{L})['’](?=\p{L})/gu, '').replace(/[`*]/g, '');
  return [
    plain,
    ...[
      bare,
      bare.replace(/^[ \t]*(?:(?:\d+[:.)|]|[>#|+-]|>>>|\.\.\.)[ \t]?)+/gm, ''),
      [...bare].reverse().join(''),
      decoded(plain),
      rot13(bare),
      // Letters one by one: d e f, d.e.f, d-e-f.
      bare.replace(/(?<!\w)\w(?:[ .-]\w){5,}(?!\w)/g, (run) => run.replace(/[ .-]/g, '')),
    ].map(asCode),
  ];
}

const asCode = (text: string): string => `\`\`\`\n${text}\n\`\`\``;

function decoded(text: string): string {
  const base64 = [...text.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString(),
  );
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}[ :]?){16,}/gi)].map(([run]) =>
    Buffer.from(run.replace(/[ :]/g, ''), 'hex').toString(),
  );
  return [...base64, ...hex].join('\n');
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}
