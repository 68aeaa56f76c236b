import { spawn } from 'node:child_process';
import type { RunnerReport } from '@learnflow/shared';
import type { Addresses } from './listen.ts';

export interface Banner extends Addresses {
  /** One-time link of the first teacher, on a server that has none. */
  setupLink?: string | undefined;
  demo?: { link: string; students: number; code: string | undefined } | undefined;
  runner?: RunnerReport | undefined;
}

/** @returns what a teacher sees in the terminal when the server is ready */
export function bannerText({ local, network, setupLink, demo, runner }: Banner): string {
  const lines = ['', '  LearnFlow is ready.', '', `  On this machine:  ${local}`];
  for (const address of network) lines.push(`  On the network:   ${address}`);
  if (setupLink !== undefined) {
    lines.push('', '  First teacher: open this link once, within a day.', `  ${setupLink}`);
  }
  if (demo) {
    const code = demo.code === undefined ? '' : ` Its code is ${demo.code}.`;
    lines.push(
      '',
      `  ${demo.students} simulated students are coming in.${code} Watch them as their teacher:`,
      `  ${demo.link}`,
    );
  }
  if (runner) lines.push('', `  ${programsLine(runner)}`);
  return [...lines, '  Ctrl-C stops everything.', '', ''].join('\n');
}

const places = {
  bubblewrap: 'a bubblewrap sandbox',
  podman: 'containers of Podman',
  docker: 'containers of Docker',
  pyodide: 'Pyodide',
  none: 'nothing',
} as const;

function programsLine({ available, driver, python, reason }: RunnerReport): string {
  return available
    ? `Programs run in ${places[driver]} (Python ${python.replace(/^python\s*/i, '')}).`
    : `Programs cannot be run here: ${reason ?? 'no safe way was found.'}`;
}

/** Opens the page in the browser of whoever started the server; without one nothing happens. */
export function openBrowser(address: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', address.replace(/&/g, '^&')]]
        : ['xdg-open', [address]];
  const child = spawn(program as string, args as string[], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
