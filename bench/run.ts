import { buildClient, installPackages } from '../scripts/prepare.mjs';
import { benchAlerts } from './alerts/main.ts';
import { benchCollab } from './collab/main.ts';
import { benchGrade } from './grade.ts';
import { benchHistory } from './history.ts';
import { benchKeypress } from './keypress.ts';
import { type Figure, report } from './report.ts';
import { benchRoomLoad } from './room-load.ts';
import { benchRooms } from './rooms/main.ts';
import { benchRuns } from './runs.ts';
import { benchStart } from './start.ts';
import { benchWall } from './wall.ts';

/** `npm run bench` measures everything; `npm run bench -- wall-28 collab --short` only what is named. */
const benches: Record<string, () => Promise<Figure[]>> = {
  start: benchStart,
  history: benchHistory,
  'room-load': benchRoomLoad,
  keypress: benchKeypress,
  grade: benchGrade,
  'wall-28': () => benchWall(28),
  'wall-120': () => benchWall(120),
};

/** Needs no browser and no pages; has flags of its own. */
const collab = 'collab';
/** Need neither as well. */
const runs = 'run';
const rooms = 'rooms';
const alerts = 'alerts';

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const known = [...Object.keys(benches), runs, rooms, alerts, collab];
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(1);
}
const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name);
installPackages();
if (Object.keys(benches).some((name) => name !== 'grade' && isAsked(name))) buildClient();
for (const [name, bench] of Object.entries(benches)) {
  if (isAsked(name)) report(name, await bench());
}
if (isAsked(runs)) report(runs, await benchRuns());
if (isAsked(rooms)) report(rooms, await benchRooms());
if (isAsked(alerts)) report(alerts, await benchAlerts());
if (isAsked(collab) && !(await benchCollab(flags))) process.exitCode = 1;
