import { expect, test } from 'vitest';
import { parseExerciseRequest, topicNames } from './request.ts';

test.each([
  ['Create easy exercises on list comprehensions', 'List comprehensions', 'easy', 3],
  ['3 hard ones about dictionaries', 'Dictionaries', 'hard', 3],
  ['make 2 medium exersises on recursion please', 'Recursion', 'medium', 2],
  ['easy list comprehenshions', 'List comprehensions', 'easy', 3],
  ['create eazy exercises on list comprehesions', 'List comprehensions', 'easy', 3],
  ['dictionarys', 'Dictionaries', 'easy', 3],
  ['a tricky exercise with while loops', 'While loops', 'hard', 1],
  ['an exercise on for loops', 'For loops', 'easy', 1],
  ['Some simple loops for my class', 'Loops', 'easy', 3],
  ['five challenging tasks on classes for the class', 'Classes', 'hard', 5],
  ['exercises about lists', 'Lists', 'easy', 3],
  ['Give me a couple of tuples exercises', 'Tuples', 'easy', 2],
  ['20 exercises on sets', 'Sets', 'easy', 6],
  ['if statements, moderate', 'Conditions', 'medium', 3],
  ['try/except', 'Errors', 'easy', 3],
  ['reading CSV files', 'CSV', 'easy', 3],
  ['hard JSON', 'JSON', 'hard', 3],
  ['string formatting for beginners', 'Strings', 'easy', 3],
  ['basic nested loops', 'Nested loops', 'easy', 3],
  ['functions with default parameters', 'Default parameters', 'easy', 3],
  ['stnadard library', 'Libraries', 'easy', 3],
  ['inheritence', 'Classes', 'easy', 3],
  ['recurssion', 'Recursion', 'easy', 3],
  ['type conversion', 'Input and conversion', 'easy', 3],
  ['funtions', 'Functions', 'easy', 3],
] as const)('%s', (text, topic, difficulty, count) => {
  expect(parseExerciseRequest(text)).toMatchObject({ topic, difficulty, count });
});

test.each([
  'exercises on quantum physics',
  'something nice',
  '',
  'Create easy exercises for my class',
  '?!',
])('of "%s" nobody knows the topic, and all topics are offered', (text) => {
  expect(parseExerciseRequest(text)).toEqual({ offered: topicNames() });
  expect(topicNames()).toContain('List comprehensions');
});
