/** The Python files every driver loads, in this order; each driver adds its own side of the streams. No TypeScript: workers read it too. */
export const programParts = [
  'program_report.py',
  'program_shows.py',
  'program.py',
  'grade_values.py',
  'grade_inspect.py',
  'grade_judge.py',
  'grade_case.py',
];
