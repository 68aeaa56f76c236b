/** Words that every screen may use. */
export const common = {
  'app.name': 'LearnFlow',
  'theme.toDark': 'Dark theme',
  'theme.toLight': 'Light theme',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.tryAgain': 'Try again',
  'ops.notFound': 'There is nothing at this address.',
  'ops.toStart': 'Go to the start page',
  'ops.error': 'Something broke on our side. Your work is saved.',
} as const;
