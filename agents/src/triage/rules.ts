/** What one clause of a question asks for. The first rule that fits counts; words are mended and small. */
import type { AnsweringAgent } from '@learnflow/shared';
import { anyTopic, topic } from './topics.ts';

interface Rule {
  agent: AnsweringAgent;
  says: RegExp;
}

const asking =
  'what|whats|what is|what are|what does|what do|how does|how do|how can|how to|why|when|explain|about|show me|difference|example|examples|understand|mean|use|know';
const own =
  '(?:my|this|the|our) (?:\\w+ )?(?:code|program|solution|function|script|work|answer|style|loop|class|names|project|exercise)';
const wish =
  '(?:give|get|have|want|love|need|set|make|create|generate|show|find|suggest|choose|pick|try|like|do|send|got|there)';
const task =
  '(?:exercises?|tasks?|problems?|challenges?|puzzles?|quiz(?:zes)?|practi[cs]e(?: questions?)?|questions?|projects?|training)';

const rules: readonly Rule[] = [
  // Errors as a thing to learn about, not as something that has just happened.
  concept(/\b(?:try|catch|handle|raise|throw)\b.*\b(?:except|exceptions?|errors?)\b/),
  concept(/\bwhat (?:is|are) (?:an? )?(?:exceptions?|debugging|debugger)\b/),

  review(/\bwhat (?:mark|grade|score|rating) (?:would|do|could) you give\b/),
  concept(new RegExp(`${topic}.*\\bthan\\b.*${topic}`)),

  progress(
    /\bmy (?:\w+ )?(?:mastery|streak|progress|score|points|grade|level|rank|results so far)\b/,
  ),
  progress(
    /\bhow (?:am i|are we) (?:doing|getting on)\b|\bhow do i do$|\bhow did i do\b|\bdo i do well\b/,
  ),
  progress(/\bhow (?:far|well|good)\b.*\b(?:am i|have i|do i|i am|i have)\b/),
  progress(
    /\b(?:am i|have i) (?:getting |been )?(?:better|worse|good|bad|behind|ahead|ready|mastered|improving|improved|learned|learnt|on track)\b/,
  ),
  progress(
    /\bhow (?:many|much|long)\b.*\b(?:exercises?|tasks?|points|quiz|module|streak|topics?|lessons?|course|days|left)\b/,
  ),
  progress(
    /\bwhat (?:level|grade|mark|score|points)\b|\bwhere (?:do i|i) stand\b|\bmastery\b|\bstreak\b/,
  ),
  progress(
    /\b(?:weak|strong)(?:est)? (?:points?|topics?|sides?|spots?)\b|\b(?:am i|i am) (?:best|worst|bad|good|weak|strong) (?:at|in)\b/,
  ),
  progress(
    /\bwhat have i (?:learned|learnt|done|finished)\b|\bstill (?:need|have) to learn\b|\bdid i pass\b/,
  ),
  progress(
    /\b(?:what|which topics?) should i (?:work on|practi[cs]e|learn|repeat|revise) (?:the )?most\b|\bwhich topics? (?:am|do|should) i\b/,
  ),

  progress(
    /\b(?:have|did|do|am|was) i (?:\w+ ){0,2}(?:improved?|finished|passed|completed|understood|understand|repeat|revise|doing|progress\w*)\b.*\b(?:module|week|today|yet|lesson|quiz|course|topics?|anything|everything|ok|okay|well|fine|far|enough|month)\b/,
  ),
  progress(
    /\b(?:what|which|how much|how many|percent(?:age)?)\b.*\b(?:have|did) i (?:not |still )?(?:\w+ )?(?:done|finished?|completed?|solved?|learned|learn|learnt|understood|understand|passed|missed?)\b/,
  ),
  progress(
    /\b(?:need|have) to (?:get better|improve|repeat|revise|catch up)\b|\bmy (?:\w+ )?(?:stats|statistics|report|results|percentage|rating|bands?)\b|\bhow did my \w+ (?:\w+ )?go\b/,
  ),
  progress(
    /\b(?:exercises?|tasks?|topics?|modules?|lessons?) (?:are|is|do i have|have i)\b.*\b(?:left|open|done|finished|missing|complete)\b/,
  ),

  progress(/\bmy topics?\b|\bam i (?:a|an|the) (?:\w+ )?(?:programmer|coder|student|beginner)\b/),
  progress(
    /\bstruggl(?:e|es|ing) with\b|\bgoing to pass\b|\b(?:exercises?|tasks?|topics?|things|lessons?) (?:that )?i (?:have )?(?:already )?(?:finished|done|solved|missed|passed|know|can)\b/,
  ),
  progress(
    /\bhow many\b.*\b(?:have|did|do) i\b|\bwhat have i (?:\w+ )?(?:achieved|reached|learned|got)\b|\b(?:hardest|easiest|most difficult)$|\bhow i (?:did|do|am doing)\b/,
  ),
  progress(
    /\b(?:am|have|did|think) i\b.*\b(?:better|best|worst|ready for|enough|next level|behind|ahead|improved|my results|the test)\b|\bhow close\b|\bmy (?:average|worst|best|weakest|strongest|results)\b/,
  ),

  debug(/\b(?:errors?|traceback|bug|buggy|debug|crash(?:es|ed|ing)?)\b|\b[a-z]+error\b/),
  debug(
    /\blist index out of range\b|\bis not defined\b|\b(?:un)?expected (?:an )?indent|\binvalid syntax\b|\bcan only concatenate\b/,
  ),
  debug(
    /\bunsupported operand\b|\bnot (?:subscriptable|callable|iterable)\b|\bhas no attribute\b|\binvalid literal\b|\bcould not convert\b|\bgot ['"0-9]|\bpositional argument\b/,
  ),
  debug(
    /\btime limit\b|\bout of memory\b|\btimed? ?out\b|^(?:i |it )?expected\b|\b(?:got|get|gives?|prints?|returns?)\b.*\binstead\b/,
  ),
  debug(
    /\bi (?:always |only |still )?(?:get|got) (?:a|an|the) (?:weird|strange|odd|other|funny)\b|\bonly works?\b/,
  ),
  debug(
    /\bworked\b.*\b(?:until|before|yesterday|earlier|till)\b|\bcomplain(?:s|ed|ing)?\b|\b(?:do not understand|no idea|wonder|do not (?:know|see|get)) why\b|\btests?\b.*\bred\b|\bgo wrong\b|\bnever \w+s\b|\bstays?\b/,
  ),
  debug(
    /\b(?:does|do|did|will|is|can|are) not (?:even )?(?:work|working|run|running|stop|stopping|print|printing|return|change|changing|add|count|do anything|start|match|pass|save|update|loop|go into)\b/,
  ),
  debug(
    /\bnot working\b|\bstill not\b|\bnow (?:it|this) (?:does|is|do) not\b|\bstopped working\b|\bno longer works?\b/,
  ),
  debug(
    /\bbroken\b|\bbroke\b|\b(?:is|goes|went|going|what i?s|something|did|do|doing|done|got it|get it|all) wrong\b|\bwrong (?:with|answer|result|output|number|order|value|thing|line|place|type)\b/,
  ),
  debug(
    /\b(?:fail|fails|failed|failing)\b|\bfix\b|\bfreez(?:e|es|ing)\b|\bfroze\b|\bhangs?\b|\bforever\b|\binfinite\b|\bendless\b|\bnever (?:stops?|ends?|ending|runs?|finish|finishes|prints?|true|gets)\b/,
  ),
  debug(
    /\bnothing (?:happens|is printed|comes|shows|prints)\b|\b(?:is|still|all|in|turns?|a) red\b|\bred (?:message|text|line|thing|cross)\b|\bline [0-9]+\b/,
  ),
  debug(
    /\b(?:prints?|returns?|gives?(?: me)?|shows?|says|it is|is always|get|outputs?)\b.*\b(?:none|nothing|twice|too (?:small|big|large|high|low|many|few|much)|every time|again and again)\b/,
  ),
  debug(
    /\b(?:one|two) (?:too|less|off)\b|\boff by one\b|\bmissing\b|\bshould not be\b|\bsupposed to (?:be|print|return|give)\b|\bshould (?:be|print|return|give|say)\b|\bstill the same\b/,
  ),
  debug(
    /\b(?:find|see|spot|where is) (?:the|my|a) (?:mistake|problem|bug)\b|\bmistake in\b|\b(?:stops|ends|quits) (?:after|at|before|in|on|too|early)\b|\bmy \w+ never\b/,
  ),
  debug(
    /\b(?:it|python|test [0-9]+) (?:[a-z]+ly |just |only |always |even )?(?:prints?|printed|says|said|gives|gave|shows|showed|goes|went|returns|returned|stops|stopped|thinks|closes|closed|skips|asks|adds|counts|repeats|runs)\b|\bunderlined\b/,
  ),
  debug(
    /\b(?:it|this|code|program|function|loop|if|else|while|list|test|tests|game|turtle|picture|output|class|print|return|my \w+)\b(?: \w+){0,2} (?:does|do|did|will|is|can|has|was) not\b|\b(?:is|are) (?:always|never|still)\b|\b(?:code|program) (?:just |always |only )?says\b/,
  ),
  debug(
    /\bwhy (?:is|does|do|did|will|are|can|has|wo)(?: not)? (?:my|it|this|the (?:code|program|output|result|test|check|answer|loop|list)|test|everything|i (?:get|see|have (?!to)))\b/,
  ),
  debug(
    /\b(?:it|python|terminal|console|computer) (?:just |only |always |keeps? )?(?:says?|saying|tells? me|complains?)\b/,
  ),

  exercise(
    /\bwhat else can i do$|\bwork on (?:now|next)\b|^next(?: one)?(?: please)?$|\bsomething (?:similar|like this)\b|\bdo (?:more|something with|something about|something on)\b|^(?:and |so |ok |yes |now )?i (?:have )?solved (?:it|this|that|them|all)\b|\bcomes (?:now|next)\b|\bworksheet\b|\bask me\b|\bstart (?:a|the) quiz\b|\b(?:need|more|some) (?:\w+ )?homework\b/,
  ),
  exercise(
    /^(?:some )?more(?: like (?:that|this|these))?(?: please)?$|^give me (?:something|one|some|more|two|three|five|a few)\b|\b(?:good|nice|short|quick) (?:exercises?|tasks?|problems?|quiz)\b/,
  ),
  exercise(
    /\b(?:skip|go|move|get) (?:on )?to the next\b|\b(?:new|next) one\b|\bready for (?:more|the next|a new|another|something)\b/,
  ),
  exercise(
    new RegExp(
      `\\b(?:another|more|next|new|harder|easier|hard|easy|different|first|extra|small|other) (?:\\w+ ){0,2}${task}\\b`,
    ),
  ),
  exercise(new RegExp(`\\b${wish}\\b.*\\b${task}\\b`)),
  exercise(
    /\b(?:quiz|test|challenge|train|drill) me\b|\bto (?:practi[cs]e|train|exercise)\b|\b(?:can|could|let us|let me|should|may) (?:i |we )?(?:practi[cs]e|train)\b/,
  ),
  exercise(
    /\b(?:something|anything) (?:\w+ )?(?:harder|easier|new|else|to (?:code|do|program|practi[cs]e|try|solve|write))\b|\b(?:harder|easier|hard|easy|another|different|difficult|tricky|trickier) one\b|\btry something\b|\b(?:do you have|is there|got) (?:anything|something)\b.*\b(?:try|do|practi[cs]e)\b/,
  ),
  exercise(
    /\bwhat (?:should|can|could|shall|do) (?:i|we) (?:do|code|program|try|make|write|build|solve) (?:next|now)\b|\bwhat is next\b/,
  ),
  exercise(
    /\bi (?:am|have) (?:all |already |now )?(?:finished|done|through|ready)\b|^(?:i|we) (?:have )?(?:finished|did it)\b|\bi (?:am |feel )?bored\b|\bfinished everything\b|\btoo (?:easy|hard|difficult)$/,
  ),
  exercise(
    new RegExp(
      `^(?:\\w+ ){0,3}(?:practi[cs]e|exercises?|quiz|questions|tasks|problems) (?:about|on|for|with|of)\\b`,
    ),
  ),

  review(
    /\b(?:review|rate|feedback|pep ?8|pythonic|readable|tidy|elegant(?:ly)?|efficient(?:ly)?|nice code|refactor|optimi[sz]e)\b/,
  ),
  review(
    new RegExp(
      `\\b(?:is|are|does|was)\\b.*\\b(?:${own}|this|it|that|they|names)\\b.*\\b(?:good|ok|okay|fine|nice|clean|clear|long|ugly|best|well|bad|style|messy|short|pro)\\b`,
    ),
  ),
  review(
    /\b(?:shorter|cleaner|nicer|neater|prettier|fewer lines|less code|faster|ugly|messy|simpler way|better way|best way|smarter)\b/,
  ),
  review(
    /\b(?:make|write|do|improve|better|could|can|look at|check|looks?|think|thoughts|opinion|suggestions?|advice|tips|comments)\b.*\b(?:my|this|mine) ?(?:own )?(?:\w+ )?(?:code|program|function|solution|script|work|style|version|names|class)?\b.*\b(?:better|nice|good|improve)\b/,
  ),
  review(
    new RegExp(
      `\\b(?:check|look at|look over|look through|read|go over|think of|think about|suggestions? for|improve|comments on|tips for|split|advice on|see if) (?:up )?(?:${own}|this|it|mine)\\b`,
    ),
  ),
  review(
    /\bimprove\b|\bbetter (?:solution|version)\b|\bsolution\b.*\bbetter\b|\bcode\b.*\b(?:better|good|nice)\b|\bdo i (?:really )?need (?:all|so many|this)\b|\bprofessional\b|\bwhat could i do better\b/,
  ),

  review(
    /\bhave a look\b|\b(?:my|mine|here|this)\b.*\b(?:neat|neater|tidier|nicer|clean|cleaner|shorten|shorter|make sense|makes sense|readable|prettier)\b|\b(?:better|tidier|nicer|best) here\b|\bhow (?:clean|good|neat|tidy|readable|long|efficient) (?:is|are) (?:my|this|it)\b/,
  ),
  review(/\b(?:tidier|neater|nicer|shorten|simplify|clean up|tidy up)\b/),
  concept(
    /\bwhat (?:do|should|would|can) (?:i|you|we) use\b|\b(?:is|are|it) called\b|\bcalled (?:that|when|if)\b/,
  ),
  concept(
    /\b(?:allowed|possible)\b.*\bin python\b|\bis (?:an? )?\w+ (?:inside|in) (?:an? )?\w+ (?:allowed|possible|ok)\b/,
  ),
  concept(
    /\bmix(?:ing|ed)? (?:them )?up\b|\bi (?:never|do not|still do not) (?:really )?(?:understood|understand|get|got)\b.*\b(?:difference|how|what|why)\b/,
  ),
  concept(
    new RegExp(
      `\\bhow (?:do|can|could|to|would|should)\\b.*\\b(?:texts?|words?|letters?|lines?|items?|elements?|comments?|characters?|values?|names?|types?|input|output|uppercase|lowercase|capitals?|digits?)\\b`,
    ),
  ),
  concept(
    new RegExp(
      `\\b(?:${asking})(?: (?:a|an|the|to|about|of|between|using|use|how|when|do|does|i|you|we|is|are|python|pythons))* ["'(]?${anyTopic}`,
    ),
  ),
  review(
    /^(?:is|are|does|was) (?:my|this|it|that|the way i)\b.*\b(?:code|program|solution|function|script|names|too|easy|enough|right way|idea|work|complicated)\b|\bdid i (?:do|write|solve|use) (?:\w+ )+(?:right|right way|well|properly)\b/,
  ),
  review(
    /\bwhat (?:would|could|should) (?:you|i|we) (?:change|do differently|improve)\b|\bget rid of (?:some|any|all|a few|the|these|this|my) (?:lines?|code|ifs|loops?|repetition)\b|\bdown to \w+ lines\b|\brepetition\b|\bis (?:using|it bad|it ok|it okay|it fine)\b|\bleave out\b|\bthings in my\b|\b(?:is|are) (?:it|that|this|they|these) too (?:much|many|long)\b/,
  ),
  review(
    /\b(?:an? )?(?:expert|pro|real programmer|good programmer) (?:do|write|solve)\b|\bdoes it matter\b/,
  ),
  review(/^my (?:code|program|solution|function) is [0-9]+ lines\b/),
  // What a program does, said without a question: it does not do what it should.
  debug(
    /^(?!.*\b(?:works?(?! (?:some|only|once|when|for|until))|pass(?:es)? (?:all|every)\w*|right|correct|done|finished|good|fine|(?:tummy|head|arm|leg|back|dad|mum|mom|friend|teacher|brother|sister|dog|cat|phone|pencil|pen|seat|partner|neighbour))\b)(?:(?:when|if|now|but|so|ok|help|hey|well) )*(?:it|my [a-z_]+(?: [a-z_]+)?|this|the (?:code|program|loop|output|console|terminal|result|function|list|screen|game|turtle|test|check|sum|total|number|value|computer)|python|there|one test|(?:only|just) [0-9]+)(?: [a-z]+ly)? (?:is|are|was|only|just|always|never|keeps?|still|[a-z]+s|will|do|does|can|of|pass|prints?|passed)\b/,
  ),
  debug(
    /\bwhy\b.*\b(?:my|there|it|i)\b|\bi (?:do|can) not see (?:any|the)\b|\bno output\b|^my \w+ (?:is|are) empty\b|\b(?:is|are|stays|comes out) empty\b|^not (?:with|for|in|when|if|on)\b|(?<!\bi )\bkeeps? \w+ing\b|\btests? (?:does|do|did|will|is|are)? ?(?:not )?pass\b/,
  ),
  concept(
    new RegExp(
      `\\b(?:what|how|when|why|where|should|can|is|are|do|does|could|may|explain|teach|tell|show|help|learn|understand|know|get|meaning|difference|about|remind|forgot)\\b.*${topic}`,
    ),
  ),
  concept(
    /\bhow (?:do|does|can|could|would|should|to) (?:i |you |we |one )?(?:even )?(?:add|ask|call|change|check if|combine|compare|convert|count|define|delete|divide|multiply|print|read|remove|repeat|reverse|round|save|sort|split|store|swap|turn|use|write to)\b/,
  ),
  concept(/\bhow (?:do|does) (?:it|they|this|that|these|those|one) work\b/),
  concept(
    /\bexamples?\b|\bdifference between\b|\bexplain\b.*\b(?:again|more|simpler|simply|slower|better)\b/,
  ),
];

/** @returns who takes this clause; undefined when it says nothing that a rule knows */
export function agentOfClause(clause: string): AnsweringAgent | undefined {
  return rules.find(({ says }) => says.test(clause))?.agent;
}

function debug(says: RegExp): Rule {
  return { agent: 'debug', says };
}
function concept(says: RegExp): Rule {
  return { agent: 'concepts', says };
}
function review(says: RegExp): Rule {
  return { agent: 'review', says };
}
function exercise(says: RegExp): Rule {
  return { agent: 'exercise', says };
}
function progress(says: RegExp): Rule {
  return { agent: 'progress', says };
}
