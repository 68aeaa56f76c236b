/**
 * A server process that dies at a named step of taking the event with this id:
 * `node child-agent.ts <database url> <step> <event id>`.
 */
import { agents } from '@learnflow/agents';
import { silentLog } from '../src/log.ts';
import { openDatabase } from '../src/storage/database.ts';
import { hostAgent } from '../src/bus/agent-host.ts';
import { subscriptionOf } from '../src/bus/consumer.ts';
import { MemoryBus } from '../src/bus/memory-bus.ts';
import { Relay } from '../src/bus/relay.ts';

const [, , url = '', step = '', eventId = ''] = process.argv;
const { db } = openDatabase(url, () => undefined);
const clock = { now: () => Date.now() };
const bus = new MemoryBus({ log: silentLog });
bus.subscribe(
  subscriptionOf(hostAgent(agents.struggle), {
    ...{ db, clock },
    onStep: (now, event) => {
      if (now === step && event.id === eventId) process.kill(process.pid, 'SIGKILL');
    },
  }),
);
new Relay({ db, bus, clock, log: silentLog }).start();
