/** What the server may use of the agents. */
export type { Agent, Reaction, Told } from './agent.ts';
export { explainRun } from './explain/explain.ts';
export { agents } from './agents.ts';
