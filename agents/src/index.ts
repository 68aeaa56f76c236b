/** What the server may use of the agents. */
export type { Agent, Reaction, Told } from './agent.ts';
export { agents } from './agents.ts';
export { openModel } from './llm/open-model.ts';
export type { TutorModel } from './tutor.ts';
