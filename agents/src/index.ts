/** What the server may use of the agents. */
export { explainRun } from './explain/explain.ts';
