import { buildClient, installPackages } from '../scripts/prepare.mjs';
import { benchKeypress } from './keypress.ts';
import { type Figure, report } from './report.ts';
import { benchRoomLoad } from './room-load.ts';
import { benchStart } from './start.ts';
import { benchWall } from './wall.ts';

/** `npm run bench` measures everything; `npm run bench -- wall-28 keypress` only what is named. */
const benches: Record<string, () => Promise<Figure[]>> = {
  start: benchStart,
  'room-load': benchRoomLoad,
  keypress: benchKeypress,
  'wall-28': () => benchWall(28),
  'wall-120': () => benchWall(120),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `There is no bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exit(1);
}
installPackages();
buildClient();
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length === 0 || asked.includes(name)) report(name, await bench());
}
