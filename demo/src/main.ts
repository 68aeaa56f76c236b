import { parseArgs } from 'node:util';
import { startDemoClass } from './class.ts';

/**
 * The simulated class as a process of its own, so that its work is never counted as the server's.
 * Prints one line when the lesson is open: `lesson <id> <code>`, and `arrived` when everybody is in.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    students: { type: 'string', default: '28' },
    seed: { type: 'string', default: '1' },
    speed: { type: 'string', default: '1' },
  },
});
if (!values.url || !values.token) {
  console.error('Give --url and --token of a server started with the demo.');
  process.exit(1);
}
const demo = await startDemoClass({
  url: values.url,
  token: values.token,
  students: Number(values.students),
  seed: Number(values.seed),
  speed: Number(values.speed),
  say: (line) => {
    console.error(line);
  },
});
console.log(`lesson ${demo.lesson.id} ${demo.lesson.code}`);
const stop = (): void => {
  demo.close();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// The server that started us is gone: so is the class.
process.stdin.on('end', stop).resume();
await demo.arrived;
console.log('arrived');
