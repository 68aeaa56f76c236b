import { explainRun } from './explain/explain.ts';
import { rankNeeds } from './struggle/needs.ts';
import { struggle } from './struggle/struggle.ts';

/** The agents that a server hosts. */
export const agents = { all: [struggle], struggle, rankNeeds, explain: explainRun };
