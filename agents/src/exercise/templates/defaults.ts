import { calls, lines, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';

/** Default parameters. */
export const defaults: readonly Template[] = [
  {
    id: 'default-price',
    topic: 'defaults',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const [price, fee] = [draw.int(3, 12), draw.int(1, 6)];
      const isTwo = level === 'medium';
      const answer = (count: number, each: number = price, extra: number = isTwo ? fee : 0) =>
        count * each + extra;
      return {
        title: isTwo
          ? `Pictures of ${theme.things}: ${price} each, ${fee} for sending`
          : `Pictures of ${theme.things}: ${price} each unless told otherwise`,
        task: isTwo
          ? `Write \`cost(count, price, sending)\`: what so many pictures of ${theme.things} cost, and sending them once. Without a third argument sending costs ${fee}, and without a second one a picture costs ${price}. Use default values for the parameters.`
          : `Write \`cost(count, price)\`: what so many pictures of ${theme.things} cost. Without a second argument a picture costs ${price}. Use a default value for the parameter.`,
        file: 'cost',
        starter: lines(
          isTwo ? 'def cost(count, price, sending):' : 'def cost(count, price):',
          '    return -1',
        ),
        solution: lines(
          isTwo
            ? `def cost(count, price=${price}, sending=${fee}):`
            : `def cost(count, price=${price}):`,
          `    return count * price${isTwo ? ' + sending' : ''}`,
        ),
        tests: calls<readonly number[]>('cost', (...args) => answer(...(args as [number])), {
          shown: [
            ['Without a price', draw.int(2, 9)],
            ['With a price', draw.int(2, 9), price + 2],
          ],
          hidden: [
            ['no pictures', 0],
            ['other prices', draw.int(10, 40), 1],
            ...(isTwo
              ? ([['three arguments', 5, 4, fee + 3]] as const)
              : ([['many pictures', draw.int(50, 90)]] as const)),
          ],
        }),
      };
    },
  },
  {
    id: 'default-list',
    topic: 'defaults',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const first = draw.pick(theme.items);
      const answer = (names: readonly string[]) => names.map((name) => [first, name]);
      return {
        title: `${capital(first)} is in every new list`,
        task: `Write \`join(name, group)\`: it appends the name to the group, a list, and returns the group. Called without a group it begins a **new** list that holds \`"${first}"\` already. Called twice without a group it must give two different lists: mind what a list as a default value does.\n\nThe tests call \`several(names)\`, which calls \`join\` for each name without a group. Leave it as it is.`,
        file: 'join',
        starter: lines(
          `def join(name, group=["${first}"]):`,
          '    group.append(name)',
          '    return group',
          ...several,
        ),
        solution: lines(
          'def join(name, group=None):',
          '    if group is None:',
          `        group = ["${first}"]`,
          '    group.append(name)',
          '    return group',
          ...several,
        ),
        tests: calls('several', answer, {
          shown: [
            ['Two names', draw.sample(theme.items, 2)],
            ['One name', ['Kay']],
          ],
          hidden: [
            ['three names', draw.sample(theme.items, 3)],
            ['the same name', ['Bo', 'Bo']],
            ['nobody', []],
          ],
        }),
      };
    },
  },
];

const several = ['', '', 'def several(names):', '    return [join(name) for name in names]'];
