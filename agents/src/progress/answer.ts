import type { Answer, Answerer, Question } from '@learnflow/shared';

type Topics = NonNullable<Question['progress']>;

const shownTopics = 8;
const asksNext =
  /\b(next|now what|what (should|can|shall) i (do|try|practi[sc]e|work on|learn))\b/i;

/** "How am I doing" and "what next": every number with the sum that it is made of. */
export const progressAnswers: Answerer = {
  name: 'progress',
  answer(question) {
    const topics = question.progress ?? [];
    if (topics.length === 0) return startAnswer(question);
    const meant = topicIn(question.text, topics);
    if (!meant && asksNext.test(question.text)) return nextAnswer(question, topics);
    return meant ? topicAnswer(meant, question) : allAnswer(question, topics);
  },
};

function startAnswer({ next }: Question): Answer {
  const text = next
    ? `There is nothing to count yet. **${next.title}** (${next.topic}) is a good start.`
    : 'There is nothing to count yet. Check an exercise or take a quiz, then ask again.';
  return answer(text, next ? [`Open ${next.title}`] : []);
}

function allAnswer({ next }: Question, topics: Topics): Answer {
  const sorted = [...topics].sort((a, b) => b.mastery - a.mastery);
  const lines = sorted.slice(0, shownTopics).map((each) => `- ${line(each)}`);
  const left = sorted.length - lines.length;
  const more = left > 0 ? [`- … and ${left} more under My progress`] : [];
  const text = ['Topic by topic:', '', ...lines, ...more, '', howItIsMade].join('\n');
  return answer(text, next ? [`Next: ${next.title}`] : []);
}

function topicAnswer(topic: Topics[number], { next }: Question): Answer {
  const text = `${line(topic)}\n\n${howItIsMade}`;
  return answer(text, next ? [`Next: ${next.title}`] : [], topic.topic);
}

function nextAnswer({ next }: Question, topics: Topics): Answer {
  const weakest = topics.reduce((a, b) => (b.mastery < a.mastery ? b : a));
  const weak = `Your lowest topic: ${line(weakest)}`;
  if (!next) return answer(`No exercise is left open in this lesson. ${weak}`, [], weakest.topic);
  const chance = Math.round(next.chance * 10);
  const why = `Going by your first attempts so far it works out about ${chance} times in 10: neither dull nor out of reach.`;
  const text = `Try **${next.title}** (${next.topic}). ${why}\n\n${weak}`;
  return answer(text, [`Open ${next.title}`], next.topic);
}

const howItIsMade =
  'The sum is 0.4 × exercises + 0.3 × quiz + 0.2 × code quality + 0.1 × consistency; parts that are missing leave their weight to the others, and what is 14 days old counts half.';

const line = ({ topic, mastery, band, sum }: Topics[number]): string =>
  `**${topic}**: ${mastery} %, ${band}${sum === undefined ? '' : ` (${sum} = ${mastery})`}`;

/** @returns the topic whose name stands in the question */
function topicIn(text: string, topics: Topics): Topics[number] | undefined {
  const words = new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
  return topics.find(({ topic }) =>
    (topic.toLowerCase().match(/[a-z]{4,}/g) ?? []).some(
      (word) => words.has(word) || words.has(word.replace(/s$/, '')),
    ),
  );
}

function answer(text: string, nextSteps: string[], topic?: string): Answer {
  return {
    ...{ agent: 'progress', text, nextSteps, offerPerson: false },
    ...(topic === undefined ? {} : { topic: topic.slice(0, 60) }),
  };
}
