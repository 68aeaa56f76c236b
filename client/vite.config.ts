import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** Monaco bundles a language-server client but exports it only from its 13 MB root entry. */
const lspClient = fileURLToPath(
  new URL('../external/monaco-lsp-client/out/index.js', import.meta.resolve('monaco-editor')),
);
const target = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ fallback: '200.html', precompress: true }),
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self', 'wasm-unsafe-eval'],
          'worker-src': ['self'],
          'connect-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
        },
      },
    }),
  ],
  resolve: {
    alias: {
      // y-monaco 0.1.6 imports a path that monaco-editor 0.56 and later no longer export.
      'monaco-editor/esm/vs/editor/editor.api.js': 'monaco-editor/editor',
      'monaco-lsp-client': lspClient,
    },
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
