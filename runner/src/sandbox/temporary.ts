/** Folders that live as long as this process, and the removal of those that killed processes left. */
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'learnflow-runner-';

/**
 * Makes an empty folder that other users can pass through but not list, so that only those who know a name inside reach it.
 * The caller removes it.
 */
export function makeTemporaryFolder(): string {
  removeLeftovers();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${prefix}${String(process.pid)}-`)));
  chmodSync(folder, 0o711);
  return folder;
}

function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : NaN;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's: theirs to remove.
    }
  }
}

/** Whether there is a process with this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything but "no such process" means that there is one.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
