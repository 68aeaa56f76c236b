import { Tuple } from '../python-value.ts';
import { calls, lines, needs, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

const asked = (name: string) => needs('class', `Keep the class ${name}.`, name);

/** Classes. The tests call a function of the program that tries the class. */
export const classes: readonly Template[] = [
  {
    id: 'class-counter',
    topic: 'classes',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const step = draw.int(2, 9);
      const start = draw.int(0, 20);
      return {
        title: `A counter for ${theme.amount}: from ${start} by ${step}`,
        task: `Finish the class \`Counter\`.\n\n- A new counter has the attribute \`value\`, which is ${start}.\n- \`press()\` makes it ${step} larger.\n- \`reset()\` makes it ${start} again.\n\nThe tests call \`after(steps)\`, which presses and resets a new counter and returns its value. Leave it as it is.`,
        file: 'counter',
        starter: lines(
          'class Counter:',
          '    def __init__(self):',
          '        self.value = -1',
          '',
          '    def press(self):',
          '        pass',
          '',
          '    def reset(self):',
          '        pass',
          ...afterSteps,
        ),
        solution: lines(
          'class Counter:',
          '    def __init__(self):',
          `        self.value = ${start}`,
          '',
          '    def press(self):',
          `        self.value += ${step}`,
          '',
          '    def reset(self):',
          `        self.value = ${start}`,
          ...afterSteps,
        ),
        constraints: asked('Counter'),
        tests: calls(
          'after',
          (steps: readonly string[]) =>
            steps.reduce((now, each) => (each === 'press' ? now + step : start), start),
          {
            shown: [
              ['Two presses', ['press', 'press']],
              ['A reset in between', ['press', 'reset', 'press']],
            ],
            hidden: [
              ['a new counter', []],
              ['a reset at the end', ['press', 'press', 'reset']],
              ['many presses', Array.from({ length: draw.int(8, 15) }, () => 'press')],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'class-shelf',
    topic: 'classes',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const room = draw.int(2, 4);
      const kind = capital(theme.thing);
      const answer = (names: readonly string[]) => {
        const inside: string[] = [];
        const answers = names.map((name) => {
          if (inside.length === room || inside.includes(name)) return false;
          inside.push(name);
          return true;
        });
        return new Tuple(answers, inside);
      };
      const [a = '', b = '', c = '', d = '', e = ''] = draw.sample(theme.items, 5);
      return {
        title: `A ${theme.thing} list with room for ${room}`,
        task: `Write the class \`${kind}List\`.\n\n- A new one has an empty list in the attribute \`names\`.\n- \`add(name)\` puts a name at the end and returns \`True\`. When the name is there already, or when ${room} names are in the list, nothing changes and it returns \`False\`.\n\nThe tests call \`try_out(names)\`, which adds all names and returns the answers and the list. Leave it as it is.`,
        file: 'shelf',
        starter: lines(
          `class ${kind}List:`,
          '    def __init__(self):',
          '        self.names = []',
          '',
          '    def add(self, name):',
          '        return None',
          ...tryOut(kind),
        ),
        solution: lines(
          `class ${kind}List:`,
          '    def __init__(self):',
          '        self.names = []',
          '',
          '    def add(self, name):',
          `        if name in self.names or len(self.names) == ${room}:`,
          '            return False',
          '        self.names.append(name)',
          '        return True',
          ...tryOut(kind),
        ),
        constraints: asked(`${kind}List`),
        tests: calls('try_out', answer, {
          shown: [
            ['Two names', [a, b]],
            ['A name twice', [a, a]],
          ],
          hidden: [
            ['nothing is added', []],
            ['more than there is room for', [a, b, c, d, e]],
            ['a name twice when it is full', [a, b, c, d, e, a]],
          ],
        }),
      };
    },
  },
  {
    id: 'class-account',
    topic: 'classes',
    levels: ['medium'],
    make(draw) {
      const who = draw.pick(people);
      const theme = draw.pick(themes);
      const [bonus, from] = [draw.int(2, 9), draw.int(20, 40)];
      const answer = (steps: readonly number[]) => {
        let points = 0;
        let refused = 0;
        for (const each of steps) {
          if (each < 0 && points + each < 0) refused += 1;
          else points += each + (each >= from ? bonus : 0);
        }
        return new Tuple(points, refused);
      };
      return {
        title: `${who}'s card: a bonus of ${bonus} from ${from} on`,
        task: `Write the class \`Card\` of the ${theme.name} club.\n\n- A new card has \`points\` and \`refused\`, both 0.\n- \`earn(number)\` adds points, and ${bonus} more when ${from} or more are earned at once.\n- \`spend(number)\` takes points away. When there are not enough, nothing is taken and \`refused\` becomes 1 larger.\n\nThe tests call \`story(steps)\`: positive numbers are earned, negative ones spent. Leave it as it is.`,
        file: 'card',
        starter: lines(
          'class Card:',
          '    def __init__(self):',
          '        self.points = 0',
          '        self.refused = -1',
          '',
          '    def earn(self, number):',
          '        pass',
          '',
          '    def spend(self, number):',
          '        pass',
          ...cardStory,
        ),
        solution: lines(
          'class Card:',
          '    def __init__(self):',
          '        self.points = 0',
          '        self.refused = 0',
          '',
          '    def earn(self, number):',
          '        self.points += number',
          `        if number >= ${from}:`,
          `            self.points += ${bonus}`,
          '',
          '    def spend(self, number):',
          '        if number > self.points:',
          '            self.refused += 1',
          '        else:',
          '            self.points -= number',
          ...cardStory,
        ),
        constraints: asked('Card'),
        tests: calls('story', answer, {
          shown: [
            ['Earned and spent', [10, -4]],
            ['With a bonus', [from, 3]],
            ['Not enough', [5, -6]],
          ],
          hidden: [
            ['everything is spent', [8, -8]],
            ['a new card', []],
            ['many steps', [from + 5, -10, from - 1, -100, 7]],
          ],
        }),
      };
    },
  },
  {
    id: 'class-child',
    topic: 'classes',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const kind = capital(theme.thing);
      const [base, factor, add] = [draw.int(3, 9), draw.int(2, 4), draw.int(1, 9)];
      const answer = (names: readonly string[]) =>
        names.map((name) =>
          name.startsWith('*')
            ? `${name.slice(1)} (star): ${base * name.slice(1).length * factor + add}`
            : `${name}: ${base * name.length}`,
        );
      const program = (star: readonly string[]) =>
        lines(
          `class ${kind}:`,
          '    def __init__(self, name):',
          '        self.name = name',
          '',
          '    def value(self):',
          `        return ${base} * len(self.name)`,
          '',
          '    def label(self):',
          '        return self.name',
          '',
          '    def text(self):',
          '        return f"{self.label()}: {self.value()}"',
          ...['', '', ...star, '', ''],
          'def texts(names):',
          '    result = []',
          '    for name in names:',
          `        thing = Star${kind}(name[1:]) if name.startswith("*") else ${kind}(name)`,
          '        result.append(thing.text())',
          '    return result',
        );
      const [a = '', b = ''] = draw.sample(theme.items, 2);
      return {
        title: `A star among the ${theme.things}: ${factor} times and ${add}`,
        task: `The class \`${kind}\` is there already. Write the class \`Star${kind}\`, which inherits from it.\n\n- Its \`value()\` is ${factor} times what it would be for a plain ${theme.thing}, plus ${add}. Ask the parent with \`super()\`.\n- Its \`label()\` is the label of the parent with \`" (star)"\` at the end.\n- \`text()\` is inherited.\n\nThe tests call \`texts(names)\`: names with \`*\` in front are stars. Leave it as it is.`,
        file: 'stars',
        starter: program([`class Star${kind}(${kind}):`, '    pass']),
        solution: program([
          `class Star${kind}(${kind}):`,
          '    def value(self):',
          `        return super().value() * ${factor} + ${add}`,
          '',
          '    def label(self):',
          '        return super().label() + " (star)"',
        ]),
        constraints: asked(`Star${kind}`),
        tests: calls('texts', answer, {
          shown: [
            ['A star', [`*${a}`]],
            ['Plain ones', [a, b]],
          ],
          hidden: [
            ['both kinds', [a, `*${b}`, b]],
            ['several stars', draw.sample(theme.items, 4).map((name) => `*${name}`)],
            ['a long name', [`*${a}${b}`]],
          ],
        }),
      };
    },
  },
];

const afterSteps = [
  ...['', '', 'def after(steps):', '    counter = Counter()', '    for step in steps:'],
  ...['        getattr(counter, step)()', '    return counter.value'],
];
const tryOut = (kind: string) => [
  ...['', '', 'def try_out(names):', `    tried = ${kind}List()`],
  ...['    answers = [tried.add(name) for name in names]', '    return answers, tried.names'],
];
const cardStory = [
  ...['', '', 'def story(steps):', '    card = Card()', '    for step in steps:'],
  ...['        if step > 0:', '            card.earn(step)'],
  ...['        else:', '            card.spend(-step)', '    return card.points, card.refused'],
];
