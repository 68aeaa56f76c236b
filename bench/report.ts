import { execSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One measured number beside what it is compared with: a limit, or a peer that ran in the same minute. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What `value` is divided by. */
  against?: { what: string; value: number };
  /** What is wanted of `value`, or of the ratio where it stands `against` something and `ofRatio` says so. */
  aim?: ({ most: number } | { least: number }) & { ofRatio?: true };
}

/** Prints one line per figure and writes them with machine, date and command to `bench/results/<name>.json`. */
export function report(name: string, figures: Figure[]): void {
  for (const figure of figures) {
    const ratio = figure.against
      ? `  (${(figure.value / figure.against.value).toFixed(2)} × ${figure.against.what} ${round(figure.against.value)} ${figure.unit})`
      : '';
    console.log(
      `${name}: ${figure.name} ${round(figure.value)} ${figure.unit}${ratio}${verdictOn(figure)}`,
    );
  }
  record(name, `npm run bench -- ${name}`, {
    figures: figures.map((figure) => ({
      ...figure,
      ...(figure.against ? { ratio: figure.value / figure.against.value } : {}),
    })),
  });
}

function verdictOn({ value, against, aim }: Figure): string {
  if (aim === undefined) return '';
  const measured = aim.ofRatio && against ? value / against.value : value;
  const [sign, wanted] = 'most' in aim ? (['≤', aim.most] as const) : (['≥', aim.least] as const);
  const isMet = 'most' in aim ? measured <= wanted : measured >= wanted;
  return `  (aim ${sign} ${wanted}${aim.ofRatio ? ' ×' : ''}: ${isMet ? 'met' : 'MISSED'})`;
}

/** Writes what was measured, with machine, date and command, to `bench/results/<name>.json`. */
export function record(name: string, command: string, measured: Record<string, unknown>): void {
  const folder = path.join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const heading = {
    name,
    date: new Date().toISOString(),
    command,
    commit: execSync('git rev-parse --short HEAD', { encoding: 'utf8' }).trim(),
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()}`,
      node: process.version,
    },
  };
  const text = JSON.stringify({ ...heading, ...measured }, null, 2);
  writeFileSync(path.join(folder, `${name}.json`), `${text}\n`);
}

/** @returns the value below which a share `p` (0–1) of the samples lies. */
export function percentile(samples: number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/** Three digits are enough to read. */
export function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
