/**
 * Finds a Python the sandbox can use. The first one on PATH is often a shim in somebody's home folder, which the
 * sandbox user can neither read nor run: every candidate is asked, as that user, where it really lives.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { z } from 'zod';

const run = promisify(execFile);
const candidates = ['python3', '/usr/bin/python3', '/usr/local/bin/python3', '/bin/python3'];
const askMs = 5_000;
const question =
  'import json,os,sys;print(json.dumps({"file":os.path.realpath(sys.executable),"home":os.path.realpath(sys.base_prefix)}))';

const answer = z.object({ file: z.string().startsWith('/'), home: z.string().startsWith('/') });

/** An interpreter and the folder with its library. */
export type Python = z.infer<typeof answer>;

/** Returns the interpreters `user` can run, best first. Whether they run in a sandbox is for the probe to find out. */
export async function findPythons(user: number | undefined): Promise<Python[]> {
  const found: Python[] = [];
  for (const candidate of candidates) {
    try {
      const { stdout } = await run(candidate, ['-I', '-c', question], {
        timeout: askMs,
        cwd: '/',
        ...(user === undefined ? {} : { uid: user, gid: user }),
      });
      const python = answer.parse(JSON.parse(stdout));
      if (!found.some((known) => known.file === python.file)) found.push(python);
    } catch {
      // Not there, not readable or no Python: the next one.
    }
  }
  return found;
}
