/** Which agent a question goes to, by rules, with the reason in one plain sentence. */
import type { AnsweringAgent, Question, Route } from '@learnflow/shared';

const rules: readonly (Route & { agent: AnsweringAgent; says: RegExp })[] = [
  {
    agent: 'debug',
    says: /\b(\w*error|traceback|exception|does ?n'?t work|not work\w*|wrong|bug|fix|crash\w*|line \d+)\b/i,
    reason: 'About something that goes wrong in your program, so the Debug tutor takes it.',
  },
  {
    agent: 'progress',
    says: /\bhow (am i|far|well)\b|\bmy (progress|score|mastery|streak)\b/i,
    reason: 'About how you are getting on, so the Progress tutor takes it.',
  },
  {
    agent: 'exercise',
    says: /\b(exercises?|practi[cs]e|quiz|challenge)\b/i,
    reason: 'You want something to practise, so the Exercise tutor takes it.',
  },
  {
    agent: 'review',
    says: /\b(review|better|improve|cleaner|good code|code good|style)\b/i,
    reason: 'About how good your code is, so the Review tutor takes it.',
  },
  {
    agent: 'concepts',
    says: /\b(what|how|why|when|explain|difference|mean)\b/i,
    reason: 'About how Python works, so the Concepts tutor takes it.',
  },
];

export function route({ text }: Question): Route {
  const rule = rules.find(({ says }) => says.test(text));
  if (rule) return { agent: rule.agent, reason: rule.reason };
  return {
    agent: null,
    reason: 'I cannot tell what this is about, so a person should look at it.',
  };
}
