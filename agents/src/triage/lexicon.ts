/** Words that triage goes by, words it must leave alone, and how some of them are often written. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Whatever is spelt nearly like one of these is read as it. */
export const known = words(`
  answer answers append array assignment attribute attributes better boolean booleans break broken bullied bully bullying
  challenge change check class classes cleaner code coding comment comments compare comprehension comprehensions condition
  conditions constructor continue convert crash crashed crashes debug decimal defined dictionaries dictionary difference
  different doctest easier easy efficient elegant error errors example examples except exception exceptions exercise
  exercises expected explain explanation fail failed failing fails faster feedback file files finish finished float floats
  function functions global happens harder hidden homework ignore import improve improvement indent indentation index
  infinite inheritance input instance instead instructions integer integers iterate iteration join keyword lambda learn
  learned learning length lesson level library list lists logical loop loops mastered mastery mean means message method
  methods mistake mistakes module modules myself name names never number numbers object objects operator operators output
  package parameter parameters points practice practise previous print prints problem problems program programs progress
  puzzle python question questions quiz random range readable recursion recursive result results return returns review
  scope score shorter simpler simply slice slices slower solution something sort statement streak string strings stuck
  style subclass suggestions syntax task tasks teach test tests than thanks topic topics traceback tuple tuples type types
  understand unexpected variable variables weak while work working works wrong another please doing getting which method
  somebody nothing instructions argument arguments indexerror typeerror nameerror keyerror valueerror syntaxerror
  attributeerror indentationerror zerodivisionerror
`);

/** Ordinary words that look like one of those and are none. */
export const ordinary = new Set(
  words(`
    about above after again all alone already also always and any are asked away back bad beat because become been before
    began begin being below best boring both bring brought but call called calls calling came can care cast chance changed
    changes charge chase cheek clap clean clear close color come comes cook cool copy cost could count counts course cover
    crack dark date day days dear deep did does done down draw drop each early earth eat else end ends even ever every
    everything everyone face fact fall falls fast fat feel feels few field fill filled final find fine fire first fixed
    flat floor fly follow food foot for form forever found four free freeze friend friends from front full fun funny game
    games gave get gets give given gives glass goal goes going gold gone good got great green group grow guess half hand
    hang happen happened happy hard has hate have head hear heard heart help here high hint hints hit hold home hope hour
    house how idea inside into just keep keeps kept kick kind knew know known knows land large last late later laugh lead
    least left less let lets letter letters life light like liked line lines little live lives long look looked looking
    looks loot lose loss lost lot love low lower lunch made make makes making many mark marks matter maybe meal mine minus
    minute miss missing mode model moment money more morning most mouse move much multiply music must near need needs new
    next nice night none note noted now off often old once one ones only open opens order other others our out over own
    page paid paint part pass passed passes past person pick picture place plan play point pool poor possible pretend
    prince professional put ran rather read real really reason red remember rest right room round row rule rules run
    running runs sad safe said same save saw say says school screen second see seem seems seen send sent set sets shall
    share she shop short should show shows side sign simple since sing sit small some song soon space spend split
    stand start started starts step steps still stop stops store story street strong such sum sure take taken takes talk
    tall tell text thank that the their them then there these they thing things think thinking this those thought three
    through time times to today together told too took top total town tried tries true try turn turns twice two under until
    upper use used uses using value values very wait walk want wants was watch water way week well went were what when
    where whether white who whole whose why will win wins wish with without woke wonder word words wore world worse worst
    would write writes writing written wrote year years yellow yes yesterday yet you young your zero
    forest north short sport port loose booked lose lest lust mist fist feast toast tastes text texts flies tiles fill
    keyboard weather case false command main mean parent parents skip master warning setting settings square cache operation operations
    operate handler handle stack static building build cross desired closing close wheel fixes fold sample bool store
    precise touch walking wall fault intent bother compose john june sharing serving wake bugs process content contents
    similar compile context ignored ignores element elements similar iterable appendix executed execution closing connect
    exclamation selection stroke crash ring leading stream middle flush cleanup warning secure leaving quick meant euro
    community chang channel clause compute compact constructed construct exported expert blue caution reliable filling
    revised review area stale falling fraction belong bail lookup interaction lexical bold shortest triples bell
    concept concepts resume numbered understood understands improved practical reads explore express extra earlier carry
    memory return friend empty counting counts counter contain contains correct correctly control copied creates created
    choose chosen chance paper pepper proper poem prize press present pressed presses prepare product progressing
    lines lion loan lots list moves music notes nobody none nose party piece pieces pizza play player plays playing
    pretty price private raise reach reads ready rest result return rice ride ring road rock roll room rope rude
    sad safe sand scary scream search seat seconds sell sense sentence sentences sheet shirt shout shouts sick single
    skips sky sleep slow smile social songs sorry sounds speak special spelling sport stay steal stone stress string
    summer sunny super table teacher teachers teacher's thirty tired title toilet tomorrow tummy upset video visit voice
    volume weather weekend weird wheel wind window winter worry worried wow yell zoo forget forgot forgets percent
    percentage stats thinks think's skipped loses losing lose console brackets colon worksheet lunch pencil headache
    rain brain train grade grades angry person season mastering harm lesson lessons listen listens tasty flow floats
    project projects training crying picture pictures scared nasty hidden fewer rate suggest elif yield async await dict
    sound reads sorts sorted sorting steak joke jokes names named broke coded coder codes tested testing checks checked
    worked looping listed printed printing returned returning failing crashing learnt practising practicing
  `),
);

/** Short forms and favourites of children's spelling; what is too short or too far off to be found by its letters. */
export const spellings: Readonly<Record<string, string>> = {
  ...{
    u: 'you',
    ur: 'your',
    r: 'are',
    pls: 'please',
    plz: 'please',
    pleese: 'please',
    plese: 'please',
  },
  ...{
    thx: 'thanks',
    ty: 'thanks',
    thnaks: 'thanks',
    thankyou: 'thank you',
    helo: 'hello',
    hallo: 'hello',
  },
  ...{
    waht: 'what',
    wat: 'what',
    wot: 'what',
    wut: 'what',
    wats: 'what is',
    whats: 'what is',
    wots: 'what is',
  },
  ...{
    wen: 'when',
    wy: 'why',
    whi: 'why',
    hwo: 'how',
    hw: 'how',
    wich: 'which',
    witch: 'which',
    wiht: 'with',
  },
  ...{
    hows: 'how is',
    whos: 'who is',
    theres: 'there is',
    thats: 'that is',
    im: 'i am',
    ive: 'i have',
  },
  ...{
    dont: 'do not',
    dotn: 'do not',
    dnt: 'do not',
    doesnt: 'does not',
    dosent: 'does not',
    dosnt: 'does not',
  },
  ...{
    doesent: 'does not',
    didnt: 'did not',
    cant: 'can not',
    cannot: 'can not',
    wont: 'will not',
    isnt: 'is not',
  },
  ...{
    arent: 'are not',
    couldnt: 'could not',
    shouldnt: 'should not',
    wasnt: 'was not',
    havent: 'have not',
  },
  ...{
    dose: 'does',
    dos: 'does',
    doin: 'doing',
    gettin: 'getting',
    geting: 'getting',
    giv: 'give',
    gimme: 'give me',
  },
  ...{
    idk: 'i do not know',
    tho: 'though',
    cuz: 'because',
    becuz: 'because',
    coz: 'because',
    bc: 'because',
  },
  ...{ tihs: 'this', teh: 'the', adn: 'and', nad: 'and', hlep: 'help', halp: 'help', hepl: 'help' },
  ...{
    lsit: 'list',
    lits: 'list',
    lissed: 'list',
    foor: 'for',
    fro: 'for',
    lop: 'loop',
    loup: 'loop',
    looop: 'loop',
  },
  ...{
    sting: 'string',
    slef: 'self',
    opn: 'open',
    rong: 'wrong',
    gud: 'good',
    goood: 'good',
    beter: 'better',
  },
  ...{
    stuk: 'stuck',
    stuk3: 'stuck',
    eror: 'error',
    errer: 'error',
    erorr: 'error',
    bugg: 'bug',
    bugs: 'bug',
  },
  ...{
    cod: 'code',
    chek: 'check',
    coed: 'code',
    wrok: 'work',
    wrk: 'work',
    werk: 'work',
    werking: 'working',
  },
  ...{
    hert: 'hurt',
    finishd: 'finished',
    cud: 'could',
    shud: 'should',
    wud: 'would',
    nother: 'another',
    writ: 'write',
    hav: 'have',
    manny: 'many',
    mi: 'my',
    av: 'have',
    nd: 'and',
    cn: 'can',
    wanna: 'want to',
    gonna: 'going to',
    tel: 'tell',
    lern: 'learn',
    shoter: 'shorter',
    sadd: 'sad',
    qiz: 'quiz',
    quizz: 'quiz',
    tets: 'test',
    nevr: 'never',
    hapens: 'happens',
  },
  ...{
    its: 'it is',
    "it's": 'it is',
    naem: 'name',
    funtion: 'function',
    ne: 'any',
    anuther: 'another',
  },
};
