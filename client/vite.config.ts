import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { sparingBrotli } from './precompress.ts';

const target = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: sparingBrotli(adapter({ fallback: '200.html', precompress: true })),
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self', 'wasm-unsafe-eval'],
          'worker-src': ['self'],
          'connect-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'font-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
        },
      },
    }),
  ],
  resolve: {
    alias: [
      // y-monaco 0.1.6 imports a path that monaco-editor 0.56 and later no longer export.
      { find: 'monaco-editor/esm/vs/editor/editor.api.js', replacement: 'monaco-editor/editor' },
      {
        find: /^.*\/widget\/(diffEditor\/diffEditorWidget|multiDiffEditor\/multiDiffEditorWidget)\.js$/,
        replacement: fileURLToPath(new URL('src/lib/editor/no-diff-editor.ts', import.meta.url)),
      },
    ],
  },
  // The content security policy loads fonts from this server only; Vite would put small ones into the style sheet.
  build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/collab': { target, ws: true },
      '/live': { target, ws: true },
      // An object keeps the browser's Host header, which the server compares with the Origin.
      '/api': { target },
    },
  },
});
