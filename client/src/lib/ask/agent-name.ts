import type { AnsweringAgent } from '@learnflow/shared';
import { t } from '../i18n/t.ts';

/** @returns what an agent is called: by its job */
export function agentName(agent: AnsweringAgent | null): string {
  return t(`tutor.agent.${agent ?? 'nobody'}`);
}
