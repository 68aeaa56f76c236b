/**
 * Questions that are for a person, or for nobody: somebody in trouble, orders to the machine, wishes for the solution,
 * small talk, and what the room's computers do. Read from the whole question, before anything else.
 */

export type ForPerson = 'care' | 'orders' | 'device';

/** Said of oneself or of people, never of a program: "my loop dies" is none of these. */
const care: readonly RegExp[] = [
  /\b(?:hurt|hurts|hurting|kill|killing|cut|cutting|harm|harming|hate|starve) (?:myself|my self|my life)\b/,
  /\bsuicid|\b(?:want|going|wish i could|would like) (?:to die|to be dead|to disappear)\b|\bself[ -]?harm/,
  /\b(?:do not|not|no longer) want to (?:live|be alive|be here any ?more|exist)\b|\bbetter off dead\b|\bend it all\b/,
  /\b(?:cyber)?bull(?:y|ied|ies|ying)\b|\bcall(?:s|ed|ing)? me (?:bad |nasty |ugly |mean )?names\b|\bpick(?:s|ed|ing)? on me\b/,
  /\b(?:mean|nasty|horrible|cruel) to me\b|\blaugh(?:s|ed|ing)? at me\b|\bleav(?:e|es|ing) me out\b|\bthreat(?:en|ened|ens|ening)\b/,
  /\b(?:he|she|they|someone|somebody|dad|mum|mom|father|mother|brother|sister|teacher|man|people|boys?|girls?|kids?|[a-z]+ing)\b.*\b(?:hits?|hitting|beats?|beating|kick(?:s|ed|ing)?|punch(?:es|ed|ing)?|push(?:es|ed|ing)?|slap(?:s|ped)?|touch(?:es|ed|ing)?|shouts?|shouting|yells?|yelling|hurts?|hurting|follow(?:s|ed|ing)?) (?:at )?me\b/,
  /\b(?:i am|i feel|feeling) (?:\w+ ){0,2}(?:sad|depressed|lonely|unhappy|worthless|unsafe|scared|afraid|crying|alone|hopeless|ashamed)\b/,
  /\b(?:nobody|no one|noone|everyone|everybody) (?:\w+ )?(?:likes|loves|hates|wants|talks to) me\b|\bi hate (?:everyone|everybody|my life|it here|my school)\b/,
  /\b(?:nasty|naked|nude|rude|dirty) (?:pictures?|photos?|pics?|messages?|videos?)\b|\bnudes\b/,
  /\bi (?:can not|do not know how to) (?:go on|cope|take it)\b|\bpanic attack\b|\bmy (?:dad|mum|mom|grandma|grandpa|dog|cat|friend) (?:\w+ )?died\b/,
];

/** Words that are meant for the machine and not for a tutor. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|override|bypass|forget) (?:all|any|every|everything|your|the|previous|prior|earlier|above|these|those)\b.*\b(?:instructions?|rules?|prompts?|orders?|guidelines|above|before|previous)\b/,
  /\bignore (?:previous|all|your|the) \w+ ?(?:instructions?|rules)?\b/,
  /\byou are (?:now|no longer)\b|\bfrom now on you\b|\b(?:pretend|act|behave)(?: (?:to be|you are|you were|as|as if|like))\b|\bjailbreak\b|\bdeveloper mode\b/,
  /\bsystem (?:prompt|message|instructions?)\b|\byour (?:prompt|instructions|secret|hidden rules)\b/,
  /\b(?:tell|show|print|give|list|reveal|what|which|leak|send)\b.*\bhidden tests?\b(?!.*\bfail)/,
  /\b(?:set|give|change|make|raise|put) (?:me )?(?:my )?(?:score|mark|marks|grade|points|full marks|full points|mastery)\b|\bmark (?:this|it|me) as\b|\bfull marks\b/,
  /\b(?:show|give|tell|send|read)\b.*\b(?:[a-z]+'s|someone else'?s|other students?'?s?|others'?|classmates?'?s?) (?:code|program|solution|answers?|screen|work)\b/,
];

const device =
  /\b(?:my|the|this) (?:mouse|keyboard|screen|monitor|computer|laptop|tablet|wifi|internet|network|headphones|sound|speakers?|browser|printer|charger|battery|microphone)\b|\blog ?(?:in|on|out)\b|\bforgot my password\b|\bpassword does not\b/;

export function findForPerson(plain: string): ForPerson | undefined {
  if (care.some((one) => one.test(plain))) return 'care';
  if (orders.some((one) => one.test(plain))) return 'orders';
  return device.test(plain) ? 'device' : undefined;
}

const solution: readonly RegExp[] = [
  /\b(?:give|tell|show|send|write|get|need|want|have|see)\b(?: \w+){0,3} (?:solution|solutions|answer|answers|whole code|full code|finished code|correct code|right code)\b/,
  /\bwhat is the (?:right |correct )?(?:answer|solution)\b|\bwrite (?:the|my|all the|this) (?:code|program|function|it)\b.*\bfor me\b|\b(?:do|solve|write|finish|code) (?:(?:this|that|the|my|it)(?: \w+)?|the (?:exercise|task|problem)|my homework|the homework) for me\b/,
  /\b(?:do|solve|finish) my (?:\w+ )?(?:homework|exercise|task)\b|\bjust (?:write|solve|tell|do)\b.*\b(?:it|code|answer|solution|this)\b/,
];
const greeting =
  /^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|thanks?|thank you|ok|okay|cool|great|nice|yes|no|bye|goodbye|see you|there|you|so much|everyone|tutor|please|very much|a lot|lol|got it|i see|never mind)\s*)+$/;
const whoAmI =
  /\byou are (?:my|so|a|very|the|not)\b|\b(?:who|what) are you\b|\bare you (?:a |an |the )?(?:robot|human|real|person|ai|bot|computer|machine|teacher|chatgpt)\b|\bhow old are you\b|\bwhat is your name\b/;

export const wantsSolution = (clause: string): boolean => solution.some((one) => one.test(clause));
export const greets = (clause: string): boolean => greeting.test(clause);
export const asksWho = (clause: string): boolean => whoAmI.test(clause);
