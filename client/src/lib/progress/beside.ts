/** What a student's panel beside the editor shows. */
export type Beside = 'task' | 'quiz' | 'progress';
