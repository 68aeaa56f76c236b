import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

export type Log = pino.Logger;

const maxFileBytes = 10 * 1024 * 1024;

/**
 * JSON lines into `<dataDir>/learnflow.log`, so that the terminal keeps the friendly banner; warnings and errors also
 * appear there as plain lines. Operators who collect logs take everything from standard output instead.
 */
export function createLog(options: {
  target: 'file' | 'stdout';
  level: 'debug' | 'info' | 'warn' | 'error';
  dataDir: string;
}): Log {
  const { level } = options;
  const settings: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (options.target === 'stdout') return pino(settings, pino.destination({ dest: 1, sync: true }));
  mkdirSync(options.dataDir, { recursive: true });
  const file = join(options.dataDir, 'learnflow.log');
  keepShort(file);
  // Written at once: the last lines before a crash are the ones that matter.
  const lines = pino.destination({ dest: file, sync: true, mode: 0o600 });
  // A full disk costs log lines, never the lesson.
  lines.on('error', () => undefined);
  return pino(
    settings,
    pino.multistream([
      { level, stream: lines },
      { level: 'warn', stream: { write: (line: string) => process.stderr.write(plain(line)) } },
    ]),
  );
}

/** A log that nobody reads; for tests. */
export const silentLog: Log = pino({ level: 'silent' });

function keepShort(file: string): void {
  try {
    if (statSync(file).size > maxFileBytes) renameSync(file, `${file}.1`);
  } catch {
    // There is no log yet.
  }
}

function plain(line: string): string {
  const { level, msg, err } = JSON.parse(line) as {
    level: number;
    msg?: string;
    err?: { message?: string };
  };
  const word = level >= 50 ? 'error' : 'warning';
  return `${word}: ${[msg, err?.message].filter(Boolean).join(': ')}\n`;
}
