/**
 * What the simulated class writes: short programs of a lesson on lists and loops. `slips` are typical mistakes: the
 * student first types `wrong` in place of `line`, runs it, and mends it after some tries.
 */
export interface Slip {
  /** Index of the line in `lines` that is first written wrongly. */
  line: number;
  wrong: string;
}
export interface Program {
  name: string;
  lines: readonly string[];
  slips: readonly Slip[];
  /** What to type when the program asks. */
  answers: readonly string[];
}

export const programs: readonly Program[] = [
  {
    name: 'rainfall',
    lines: [
      '# Days with more rain than the day before',
      'week = [0.0, 4.2, 7.5, 7.5, 1.0, 0.0, 12.4]',
      'count = 0',
      'for i in range(1, len(week)):',
      '    if week[i] > week[i - 1]:',
      '        count += 1',
      'print("Rising days:", count)',
    ],
    slips: [
      { line: 4, wrong: '    if week[i + 1] > week[i]:' },
      { line: 3, wrong: 'for i in range(1, len(week))' },
      { line: 5, wrong: '        cuont += 1' },
    ],
    answers: [],
  },
  {
    name: 'greeting',
    lines: [
      'name = input("What is your name? ")',
      'age = int(input("How old are you? "))',
      'for year in range(1, 4):',
      '    print(name, "will be", age + year)',
      'print("Goodbye, " + name)',
    ],
    slips: [
      { line: 3, wrong: '    print(name + " will be " + age + year)' },
      { line: 1, wrong: 'age = input("How old are you? ")' },
    ],
    answers: ['Robin', '14'],
  },
  {
    name: 'average',
    lines: [
      'def average(values):',
      '    """Mean of the values, or 0 when there are none."""',
      '    total = 0',
      '    for value in values:',
      '        total = total + value',
      '    if len(values) == 0:',
      '        return 0',
      '    return total / len(values)',
      '',
      'print(average([3, 5, 10]))',
      'print(average([]))',
    ],
    slips: [
      { line: 5, wrong: '    if len(values) = 0:' },
      { line: 7, wrong: '    return total / lenght(values)' },
      { line: 4, wrong: '    total = total + value' },
    ],
    answers: [],
  },
  {
    name: 'shopping',
    lines: [
      'prices = {"apple": 0.4, "bread": 2.1, "milk": 1.2}',
      'basket = ["apple", "milk", "apple"]',
      'total = 0',
      'for item in basket:',
      '    total += prices[item]',
      'print("To pay:", round(total, 2))',
    ],
    slips: [
      { line: 1, wrong: 'basket = ["apple", "milk", "aple"]' },
      { line: 5, wrong: 'print("To pay: " + round(total, 2))' },
    ],
    answers: [],
  },
  {
    name: 'countdown',
    lines: [
      'import time',
      'n = 5',
      'while n > 0:',
      '    print(n)',
      '    time.sleep(0.3)',
      '    n -= 1',
      'print("Lift off")',
    ],
    slips: [
      { line: 5, wrong: '    n + 1' },
      { line: 2, wrong: 'while n > 0' },
      { line: 4, wrong: '    time.slep(0.3)' },
    ],
    answers: [],
  },
  {
    name: 'guess',
    lines: [
      'secret = 7',
      'tries = 0',
      'guess = 0',
      'while guess != secret:',
      '    guess = int(input("Guess: "))',
      '    tries += 1',
      '    if guess < secret:',
      '        print("Too small")',
      '    elif guess > secret:',
      '        print("Too big")',
      'print("Found in", tries, "tries")',
    ],
    slips: [
      { line: 4, wrong: '    guess = input("Guess: ")' },
      { line: 8, wrong: '    else if guess > secret:' },
    ],
    answers: ['4', '9', '7'],
  },
  {
    name: 'longest',
    lines: [
      'words = ["loop", "list", "dictionary", "set"]',
      'longest = words[0]',
      'for word in words:',
      '    if len(word) > len(longest):',
      '        longest = word',
      'print(longest, "has", len(longest), "letters")',
    ],
    slips: [
      { line: 1, wrong: 'longest = words[4]' },
      { line: 3, wrong: '    if word > longest' },
    ],
    answers: [],
  },
  {
    name: 'table',
    lines: [
      'for row in range(1, 6):',
      '    line = ""',
      '    for column in range(1, 6):',
      '        line += str(row * column).rjust(4)',
      '    print(line)',
    ],
    slips: [
      { line: 3, wrong: '        line += (row * column).rjust(4)' },
      { line: 4, wrong: '   print(line)' },
    ],
    answers: [],
  },
];

/** What a student asks when a hand goes up. */
export const questions: readonly string[] = [
  'It prints 3 but then says None. Why both?',
  'My loop stops one too early',
  'What does list index out of range mean?',
  'Can I have two loops in each other?',
  'It says my name is not defined, but it is',
  'Why do I need int() here?',
];
