/** The tests hand over lines; the program writes them into a file and calls what is to be written. */
export const tryWith = (name: string, file: string): string[] => [
  ...['', '', 'def try_with(lines):', `    with open("${file}", "w") as out:`],
  '        for line in lines:',
  '            out.write(line + "\\n")',
  `    return ${name}("${file}")`,
];

/** Stands in the task of each such exercise. */
export const leaveTryWith =
  'The tests call `try_with(lines)`, which writes a file and calls your function. Leave it as it is.';
