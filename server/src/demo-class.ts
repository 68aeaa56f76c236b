import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';

export interface DemoClassOptions {
  /** Address under which this server answers on this machine. */
  url: string;
  /** Token of the demo teacher's link. */
  token: string;
  students: number;
  seed: number;
  speed: number;
  onLine: (line: string) => void;
}

/**
 * Runs the simulated class as a process of its own: it comes in through the same doors as people and its work does not
 * count as the server's. It ends with this process, because its standard input closes.
 * @returns the lesson it opened, once it is open, and `close()`
 */
export function startDemoClass(options: DemoClassOptions): {
  opened: Promise<{ lessonId: string; code: string }>;
  close(): void;
} {
  const script = path.resolve(import.meta.dirname, '../../demo/src/main.ts');
  const { url, token, students, seed, speed } = options;
  const flags = { url, token, students, seed, speed };
  const child = spawn(
    process.execPath,
    [script, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const opened = new Promise<{ lessonId: string; code: string }>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /^lesson (\S+) (\S+)$/.exec(line);
      if (match?.[1] && match[2]) resolve({ lessonId: match[1], code: match[2] });
      else options.onLine(line);
    });
    readline.createInterface({ input: child.stderr }).on('line', options.onLine);
    child.on('error', reject);
    child.on('exit', (code) => {
      reject(new Error(`The simulated class ended (exit ${code ?? 'by signal'}).`));
    });
  });
  return {
    opened,
    close: () => {
      child.kill('SIGTERM');
    },
  };
}
