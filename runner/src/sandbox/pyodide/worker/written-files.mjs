/** Text files that the program made or changed, looked for once it has ended. */
import { Buffer } from 'node:buffer';

import { send } from './frames.mjs';

/** As in python/supervisor.py. */
const wantedName = /^[A-Za-z0-9_][A-Za-z0-9_-]*\.(py|txt|csv|json|md)$/;
const maxBytes = 256 * 1024;
const maxFiles = 12;
const maxDepth = 2;

/** Sends each as a frame `N`. `files`: those it was started with. */
export function sendWritten(FS, home, files) {
  const before = new Map(files.map((file) => [file.name, Buffer.from(file.text)]));
  let count = 0;
  const walk = (folder, prefix, depth) => {
    for (const [name, child] of Object.entries(folder.contents).sort()) {
      if (count === maxFiles) return;
      // Read from the file's own bytes, whatever its name leads to: links are no files here.
      if (FS.isDir(child.mode) && depth > 0) walk(child, `${prefix}${name}/`, depth - 1);
      else if (FS.isFile(child.mode) && child.usedBytes <= maxBytes) {
        const bytes = Buffer.from(child.contents?.subarray?.(0, child.usedBytes) ?? []);
        if (!wantedName.test(name) || before.get(prefix + name)?.equals(bytes)) continue;
        count += 1;
        send('N', Buffer.concat([Buffer.from(`${prefix}${name}\n`), bytes]));
      }
    }
  };
  walk(FS.lookupPath(home).node, '', maxDepth);
}
