import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';

/** Every element in the HTML, as `name attribute attribute`; what is escaped is none. */
function elementsIn(html: string): string[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/gi)].map(([, name, rest]) =>
    [name, ...[...(rest ?? '').matchAll(/([^\s=]+)="[^"]*"/g)].map(([, key]) => key)].join(' '),
  );
}

describe('the task of an exercise', () => {
  it('is paragraphs, code and lists', () => {
    expect(
      elementsIn(renderMarkdown('Use `print`:\n\n1. one\n2. two\n\n```python\nx < 1\n```')),
    ).toEqual(['p', 'code', 'ol', 'li', 'li', 'pre', 'code class']);
  });

  it('shows HTML of the text as text, wherever it stands', () => {
    const hostile = [
      '<script>alert(1)</script>',
      'so <img src=x onerror=alert(1)> it',
      '<svg/onload=alert(1)>',
      '- <iframe src="javascript:alert(1)"></iframe>',
      '<a href="javascript:alert(1)">x</a>',
      '<!-- --><style>*{display:none}</style>',
      '`<b onclick=alert(1)>`',
      '```html"onmouseover="alert(1)\n</code></pre><script>alert(1)</script>\n```',
      '# <form action="//evil.example"><input></form>',
    ];
    for (const text of hostile) {
      const plain = ['p', 'ul', 'li', 'h1', 'pre', 'code', 'code class'];
      for (const element of elementsIn(renderMarkdown(text)))
        expect(plain, text).toContain(element);
      expect(renderMarkdown(text), text).toContain('&lt;');
    }
  });

  it('makes no link that runs or carries anything', () => {
    const hostile = [
      '[x](javascript:alert(1))',
      '[x](JaVaScRiPt:alert(1))',
      '[x](&#106;avascript:alert(1))',
      '[x](java\tscript:alert(1))',
      '[x](<javascript:alert(1)>)',
      '[x]: javascript:alert(1)\n\n[x]',
      '<javascript:alert(1)>',
      '[x](vbscript:msgbox(1))',
      '[x](file:///etc/passwd)',
      '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
      '[x](data:image/svg+xml,<svg/onload=alert(1)>)',
    ];
    for (const text of hostile) {
      for (const element of elementsIn(renderMarkdown(text))) expect(element, text).toBe('p');
    }
  });

  it('keeps a hostile address or title inside its attribute', () => {
    const hostile = '[x](https://example.org/"onclick=a \'" onmouseover="alert(1)\')';
    expect(elementsIn(renderMarkdown(hostile))).toEqual(['p', 'a href title target rel']);
  });

  it('fetches no picture', () => {
    expect(renderMarkdown('![x](https://example.org/pixel.png)')).not.toContain('<img');
    expect(renderMarkdown('![x](data:image/svg+xml;base64,AAAA)')).not.toContain('<img');
  });

  it('opens links beside the room, without a way back into it', () => {
    const html = renderMarkdown('[Python](https://docs.python.org/3/)');
    expect(html).toContain('href="https://docs.python.org/3/"');
    expect(html).toContain('target="_blank" rel="noopener noreferrer"');
  });
});
