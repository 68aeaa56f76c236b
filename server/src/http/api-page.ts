import type { Route } from './route.ts';

/** @returns an HTML page that lists the routes with an answer as it could come */
export function apiPage(routes: readonly Route[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>LearnFlow API</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { font-size: 1rem; margin: 2rem 0 .25rem }
pre { overflow-x: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem }
</style>
</head>
<body>
<main>
<h1>LearnFlow API</h1>
<p>The same list for programs: <a href="/openapi.json">/openapi.json</a>. Failures are
<code>{ "error": { "code", "message", "details"? } }</code>.</p>
${routes.map(section).join('\n')}
</main>
</body>
</html>`;
}

function section({ method, path, summary, access, example }: Route): string {
  return `<h2><code>${method.toUpperCase()} ${escape(path)}</code></h2>
<p>${escape(summary)} Access: ${escape(access)}.</p>
<pre tabindex="0">${escape(JSON.stringify(example, null, 2) ?? '{}')}</pre>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
