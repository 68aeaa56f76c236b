import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** @returns share of the busy time by place, the largest first, out of every profile in a folder */
export function summarize(folder: string, atMost = 40): { place: string; share: number }[] {
  const self = new Map<string, number>();
  let busy = 0;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.cpuprofile')) continue;
    const profile = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile;
    const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
    for (const [at, id] of profile.samples.entries()) {
      const place = places.get(id) ?? '';
      if (place === '(idle)' || place === '(program)' || place === '(root)') continue;
      const spent = profile.timeDeltas[at] ?? 0;
      busy += spent;
      self.set(place, (self.get(place) ?? 0) + spent);
    }
  }
  return [...self]
    .sort(([, a], [, b]) => b - a)
    .slice(0, atMost)
    .map(([place, spent]) => ({ place, share: spent / busy }));
}

function placeOf({
  functionName,
  url,
  lineNumber,
}: CpuProfile['nodes'][number]['callFrame']): string {
  if (!url) return functionName;
  const file = url.split('/').slice(-2).join('/');
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}
