import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Adapter } from '@sveltejs/kit';

const gzipped = promisify(gzip);
/** The type checker's worker: 17 MB that few people fetch. Brotli would take longer than the rest of the build. */
const isHeavy = (file: string): boolean => path.basename(file).startsWith('pyright.worker.');

/** @returns the adapter, which compresses every file as before but the heaviest ones with gzip alone */
export function sparingBrotli(adapter: Adapter): Adapter {
  return {
    ...adapter,
    adapt: (builder) =>
      adapter.adapt({
        ...builder,
        compress: async (directory) => {
          const aside = await mkdtemp(builder.getBuildDirectory('heavy-'));
          const heavy = (await readdir(directory, { recursive: true })).filter(isHeavy);
          const away = (file: string): string => path.join(aside, path.basename(file));
          for (const file of heavy) await rename(path.join(directory, file), away(file));
          const compressed = await builder.compress(directory);
          for (const file of heavy) {
            const place = path.join(directory, file);
            await rename(away(file), place);
            if (file.endsWith('.js')) {
              await writeFile(`${place}.gz`, await gzipped(await readFile(place), { level: 9 }));
            }
          }
          await rm(aside, { recursive: true });
          return compressed;
        },
      }),
  };
}
