/** Builds the container driver from an engine of this machine. */
import type { DriverMaker } from '../driver.ts';
import { createContainerDriver, removeLeftovers } from './driver.ts';
import { findEngine } from './engine.ts';
import type { EngineName } from './engine.ts';

export const defaultImage = 'learnflow-runner';

/** Returns makers, the stronger runtime first; or the reason why there is none. */
export async function findContainers(
  name: EngineName,
  image: string,
  warn: (about: object, text: string) => void,
  slots?: number,
): Promise<DriverMaker[] | { reason: string }> {
  const engine = await findEngine(name, image);
  if ('reason' in engine) return engine;
  await removeLeftovers(engine).catch((error: unknown) =>
    warn({ error: String(error) }, 'runner.container.left'),
  );
  return engine.runtimes.map(
    (runtime) => () => createContainerDriver({ engine, image, runtime, slots, warn }),
  );
}
