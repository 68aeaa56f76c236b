import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { call, joinLesson, setUpTeacher, startLesson } from '../e2e/people.ts';
import { startProduct } from '../e2e/product.ts';
import { openBrowser } from './browser.ts';
import { type Figure, percentile } from './report.ts';

const keys = 200;
const gapMs = 50;

/**
 * Key press in one browser → glyph in the other's page, and beside it the least that a browser allows: the same two
 * pages with a bare relay that forwards frames unread and a page that appends them to a text node.
 */
export async function benchKeypress(): Promise<Figure[]> {
  const browser = await openBrowser();
  const product = await startProduct();
  try {
    const [teacher, a, b] = await Promise.all([1, 2, 3].map(() => browser.newContext()));
    if (!teacher || !a || !b) throw new Error('No browser context');
    await setUpTeacher(teacher, product);
    const lesson = await startLesson(teacher, product.url);
    const maya = await joinLesson(a, product.url, lesson.code, 'Maya');
    const leo = await joinLesson(b, product.url, lesson.code, 'Leo');
    await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/pairs`, {
      memberIds: [maya.memberId, leo.memberId],
    });
    const [pageA, pageB] = [await a.newPage(), await b.newPage()];
    for (const page of [pageA, pageB]) {
      await page.goto(`${product.url}/room/${maya.roomId}`);
      await page.locator('.monaco-editor .view-lines').waitFor();
      const notice = page.getByRole('button', { name: 'Got it' });
      if (await notice.isVisible().catch(() => false)) await notice.click();
    }
    await pageA.locator('.monaco-editor .view-lines').click();
    await pageA.waitForTimeout(2_000);
    const ours = await measure(pageA, pageB, '.monaco-editor .view-lines');

    const relay = await startRelay();
    const [bareA, bareB] = [await a.newPage(), await b.newPage()];
    for (const page of [bareA, bareB]) await page.goto(relay.url);
    await bareA.bringToFront();
    const bare = await measure(bareA, bareB, '#text');
    relay.close();
    return [
      figure('p50', ours, bare, 0.5),
      figure('p95', ours, bare, 0.95),
      {
        name: 'p95 of the bound',
        value: percentile(ours, 0.95),
        unit: 'ms',
        against: { what: 'the aim of', value: 30 },
      },
    ];
  } finally {
    await browser.close();
    await product.remove();
  }
}

function figure(name: string, ours: number[], bare: number[], p: number): Figure {
  return {
    name: `key to partner's glyph, ${name}`,
    value: percentile(ours, p),
    unit: 'ms',
    against: { what: 'a bare relay', value: percentile(bare, p) },
  };
}

/** Types in `from`, watches the text of `selector` grow in `to`. Both pages share one clock. @returns ms per key */
async function measure(from: Page, to: Page, selector: string): Promise<number[]> {
  await to.evaluate((target) => {
    const node = document.querySelector(target);
    const seen: number[] = [];
    const count = (): number => (node?.textContent ?? '').replace(/[^x]/g, '').length;
    let known = count();
    const look = (): void => {
      for (const now = count(); known < now; known += 1)
        seen.push(performance.timeOrigin + performance.now());
    };
    new MutationObserver(look).observe(node ?? document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    Object.assign(window, { seen });
  }, selector);
  await from.evaluate(() => {
    const pressed: number[] = [];
    const note = (event: KeyboardEvent): void => {
      if (event.key === 'x') pressed.push(performance.timeOrigin + performance.now());
    };
    addEventListener('keydown', note, { capture: true });
    Object.assign(window, { pressed });
  });
  for (let i = 0; i < keys; i += 1) {
    // Lines stay short, so that a long line's layout is not what is measured.
    await from.keyboard.press(i % 40 === 39 ? 'Enter' : 'x');
    await from.waitForTimeout(gapMs);
  }
  await from.waitForTimeout(500);
  const pressed = await from.evaluate(() => (window as unknown as { pressed: number[] }).pressed);
  const seen = await to.evaluate(() => (window as unknown as { seen: number[] }).seen);
  if (seen.length !== pressed.length) {
    throw new Error(`${pressed.length} keys were pressed and ${seen.length} glyphs were seen.`);
  }
  return pressed.map((at, i) => (seen[i] ?? Number.NaN) - at);
}

/** The peer: a page with one text node and a relay that knows nothing. */
async function startRelay(): Promise<{ url: string; close(): void }> {
  const page = `<!doctype html><pre id="text"></pre><script>
    const socket = new WebSocket('ws://' + location.host);
    const text = document.getElementById('text');
    socket.onmessage = (event) => text.append(event.data);
    addEventListener('keydown', (event) => socket.send(event.key === 'Enter' ? '\\n' : event.key));
  </script>`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(page);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (frame, isBinary) => {
      for (const other of sockets.clients)
        if (other !== socket) other.send(frame, { binary: isBinary });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The relay has no address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
}
