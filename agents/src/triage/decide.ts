/**
 * Which agent a question goes to, by rules.
 *
 * 1. Somebody in trouble, orders to the machine, a broken mouse: for a person, whatever else is said.
 * 2. Each clause is read for itself; of several wishes the one that helps first counts: an error, then understanding, then
 *    the own program, then how far somebody is, then something new.
 * 3. Where no clause says anything ("why?", "I'm stuck"), what is known counts: the last run, the tests, the talk so far,
 *    the exercise.
 * 4. Else the agent that takes the questions it is most like, when that is sure.
 * 5. Else nobody here knows.
 */
import type { AnsweringAgent, Question } from '@learnflow/shared';
import { parseTraceback } from '../explain/traceback.ts';
import { saysStuck } from '../struggle/phrases.ts';
import { readClauses } from './clauses.ts';
import { findLikeliest } from './likeness.ts';
import { asksWho, findForPerson, type ForPerson, greets, wantsSolution } from './person.ts';
import { agentOfClause } from './rules.ts';
import { namesTopic, topic } from './topics.ts';

export type Ground =
  'asked' | 'error-shown' | 'follow-up' | 'failed-run' | 'failed-test' | 'exercise' | 'likeness';
export type NobodyKind = ForPerson | 'solution' | 'greeting' | 'who' | 'unknown';

export type Decision =
  | { agent: AnsweringAgent; ground: Ground; later: readonly AnsweringAgent[] }
  | { agent: null; kind: NobodyKind };

/** What helps first comes first. */
const helpsFirst: readonly AnsweringAgent[] = [
  'debug',
  'concepts',
  'review',
  'progress',
  'exercise',
];

/** Words that say that somebody needs help, and not with what. */
const vague =
  /^(?:please )?(?:can you |could you |i need |i want |some )?help(?: me)?(?: please)?$|^(?:why(?: not)?|how|how so|what now|now what|and now|so what|what|what does (?:this|that|it) mean|what is (?:this|that|happening|going on)|what next)$|\bwhat is (?:this|that|it)$|\b(?:i do not (?:get|understand) (?:it|this|that|anything)|do not understand|no idea|not sure what|stuck|confused|lost|(?:where|how) to (?:begin|start)|what (?:am i|do i|should i) (?:do|supposed|have to)|how (?:do|should) i (?:start|begin|do (?:this|it))|too difficult)\b/;
/** Said before and after a question without asking anything. */
const filler =
  /^(?:(?:ok|okay|ugh|oh|hey|hi|hello|please|so|um|hm+|but|and|well|yes|no|sorry|argh|omg)\b ?)+|(?: (?:please|thanks|now|again))+$/g;
const topicAnywhere = new RegExp(topic);
/** Words that go on from an answer. */
const goesOn =
  /^(?:and |but |so )*(?:why(?: not)?|how(?: so)?|what|more|again|another(?: one| example)?|one more|go on|what else|and|please|again please|more please|tell me more|say (?:it|that) again|what do you mean|i tried (?:that|it|this).*|(?:i )?still (?:do )?not .*|i (?:still )?do not (?:get|understand).*|what about .*|really)$/;

export function decide(question: Question): Decision {
  const { plain, clauses } = readClauses(question.text);
  const kind = findForPerson(plain);
  if (kind) return { agent: null, kind };
  if (parseTraceback(question.text)) return { agent: 'debug', ground: 'error-shown', later: [] };

  const found = new Set<AnsweringAgent>();
  for (const clause of clauses) {
    const agent = wantsSolution(clause) ? undefined : agentOfClause(clause);
    if (agent) found.add(agent);
  }
  if (found.size === 0 && clauses.some(namesTopic)) found.add('concepts');
  const isForSolution = clauses.some(wantsSolution);
  const inOrder = helpsFirst.filter((agent) => found.has(agent));
  const [first, ...later] = inOrder;
  const isOnlyNew = first === 'exercise' || first === 'progress';
  if (first && !(isForSolution && isOnlyNew)) return { agent: first, ground: 'asked', later };
  if (isForSolution) return { agent: null, kind: 'solution' };
  return fromWhatIsKnown(question, plain, clauses);
}

function fromWhatIsKnown(question: Question, whole: string, clauses: readonly string[]): Decision {
  const plain = whole.replace(filler, '').trim() || whole;
  const spoke = question.earlier.at(-1)?.agent ?? null;
  const isVague = vague.test(plain) || saysStuck(plain) || clauses.length === 0;
  const isFollowUp = goesOn.test(plain);
  if (isVague && hasFailed(question)) return { agent: 'debug', ground: 'failed-run', later: [] };
  if (isVague && hasWrongTest(question)) {
    return { agent: 'debug', ground: 'failed-test', later: [] };
  }
  if (isVague && topicAnywhere.test(plain))
    return { agent: 'concepts', ground: 'asked', later: [] };
  if ((isVague || isFollowUp) && spoke !== null) {
    return { agent: spoke, ground: 'follow-up', later: [] };
  }
  if (isVague && question.text.trim() !== '' && question.exercise && /[a-z]/.test(plain)) {
    return { agent: 'concepts', ground: 'exercise', later: [] };
  }
  if (/\bmy (?:code|program|solution)\b/.test(plain)) {
    return { agent: hasFailed(question) ? 'debug' : 'review', ground: 'asked', later: [] };
  }
  if (asksWho(plain)) return { agent: null, kind: 'who' };
  const likeliest = greets(plain) || isVague ? undefined : findLikeliest(whole);
  if (likeliest) return { agent: likeliest, ground: 'likeness', later: [] };
  return { agent: null, kind: greets(plain) ? 'greeting' : 'unknown' };
}

const failures = ['error', 'time', 'memory', 'output', 'crashed'];
export const hasFailed = ({ lastRun }: Question): boolean =>
  lastRun !== undefined && failures.includes(lastRun.end.reason);
export const hasWrongTest = ({ report }: Question): boolean =>
  report !== undefined &&
  (report.outcomes.some(({ status }) => status !== 'pass') || report.broken.length > 0);
