import type { StreamEvent } from '@learnflow/shared';
import { lessonOf } from '@learnflow/shared';

/**
 * The log of events as a main table of ProgSnap2, the exchange format for logs of programming courses. Names of event
 * types that ProgSnap2 does not know begin with `X-`, as it asks.
 */
export const progSnapColumns = [
  'EventID',
  'Order',
  'SubjectID',
  'ToolInstances',
  'CodeStateID',
  'EventType',
  'ServerTimestamp',
  'ClientTimestamp',
  'SessionID',
  'CourseID',
  'AssignmentID',
  'ProblemID',
  'ParentEventID',
  'Score',
  'ExecutionResult',
  'CompileMessageType',
  'CompileMessageData',
  'ProgramErrorOutput',
  'SourceLocation',
  'EditType',
  'InterventionType',
  'InterventionMessage',
  'X-TeacherAction',
  'X-Data',
] as const;
type Column = (typeof progSnapColumns)[number];
type Cells = Partial<Record<Column, string | number>>;

/** @param order  place in the export, from 0 */
export function progSnapRow(event: StreamEvent, classId: string, order: number): string {
  const lessonId = lessonOf(event) ?? '';
  const cells: Cells = {
    EventID: event.id,
    Order: order,
    ToolInstances: 'LearnFlow; Python 3',
    ServerTimestamp: event.time,
    SessionID: lessonId,
    CourseID: classId,
    'X-Data': JSON.stringify(event.data),
    ...cellsOf(event),
  };
  return csvLine(progSnapColumns.map((column) => cells[column] ?? ''));
}

function cellsOf(event: StreamEvent): Cells {
  switch (event.type) {
    case 'learnflow.lesson.started.v1':
      return { EventType: 'X-Lesson.Start' };
    case 'learnflow.student.arrived.v1':
      return { EventType: 'Session.Start', SubjectID: event.data.memberId };
    case 'learnflow.student.left.v1':
      return { EventType: 'Session.End', SubjectID: event.data.memberId };
    case 'learnflow.exercise.opened.v1':
      return { EventType: 'Project.Open', ...problem(event.data) };
    case 'learnflow.activity.summary.v1': {
      const { data } = event;
      const EditType = data.pastes.length > 0 ? 'Paste' : 'X-Summary';
      return {
        ...{ EventType: 'File.Edit', SubjectID: data.memberId, EditType },
        CodeStateID: codeState(data.roomId, data.to),
        SourceLocation: data.line === null ? '' : `Text:${data.line}`,
      };
    }
    case 'learnflow.run.finished.v1': {
      const { data } = event;
      const { error } = data;
      const isSyntax = error !== undefined && /^(Syntax|Indentation|Tab)Error$/.test(error.type);
      const cells: Cells = {
        ...problem(data),
        EventType: isSyntax ? 'Compile.Error' : 'Run.Program',
        CodeStateID: codeState(data.roomId, data.startedAt),
        ClientTimestamp: new Date(data.startedAt).toISOString(),
        ExecutionResult: executionResult(data.reason),
        SourceLocation: error?.line === undefined ? '' : `Text:${error.line}`,
      };
      if (!error) return cells;
      return isSyntax
        ? { ...cells, CompileMessageType: error.type, CompileMessageData: error.message }
        : { ...cells, ProgramErrorOutput: `${error.type}: ${error.message}` };
    }
    case 'learnflow.attempt.submitted.v1':
      return {
        ...problem(event.data),
        EventType: event.data.kind === 'submit' ? 'Submit' : 'X-Check',
        CodeStateID: `attempt:${event.data.attemptId}`,
      };
    case 'learnflow.attempt.graded.v1':
      return {
        ...problem(event.data),
        EventType: 'X-Graded',
        CodeStateID: `attempt:${event.data.attemptId}`,
        Score: event.data.score / 100,
      };
    case 'learnflow.quiz.finished.v1': {
      const { memberId, quiz: exercise, score } = event.data;
      return { ...problem({ memberId, exercise }), EventType: 'X-Quiz', Score: score / 100 };
    }
    case 'learnflow.alert.raised.v1': {
      const { data } = event;
      return {
        ...{ EventType: 'Intervention', SubjectID: data.user_id, InterventionType: 'X-Alert' },
        ...{ InterventionMessage: data.reason, ProblemID: data.exercise ?? '' },
        CodeStateID: codeState(data.roomId, data.runs.at(-1)?.at ?? Date.parse(event.time)),
      };
    }
    case 'learnflow.alert.settled.v1':
      return {
        ...{ EventType: 'X-Alert.Settled', SubjectID: event.data.memberId },
        'X-TeacherAction': event.data.how,
      };
    case 'learnflow.hint.sent.v1':
      return {
        ...{ EventType: 'Intervention', SubjectID: event.data.memberId },
        ...{ InterventionType: 'Hint', InterventionMessage: event.data.text },
        'X-TeacherAction': 'helped',
      };
    case 'learnflow.student.joined.v1':
    case 'learnflow.student.moved.v1':
    case 'learnflow.student.removed.v1':
    case 'learnflow.hand.raised.v1':
    case 'learnflow.hand.lowered.v1':
    case 'learnflow.chat.sent.v1':
    case 'learnflow.hint.withdrawn.v1':
    case 'learnflow.signal.changed.v1':
      return { EventType: otherType(event.type), SubjectID: event.data.memberId };
    default:
      return { EventType: otherType(event.type) };
  }
}

const problem = (data: { memberId: string; exercise: string | null }): Cells => ({
  SubjectID: data.memberId,
  AssignmentID: data.exercise?.split('/')[0] ?? '',
  ProblemID: data.exercise ?? '',
});

/** Names a program by the room and the moment whose history holds it. */
const codeState = (roomId: string, at: number): string => `${roomId}@${at}`;

const executionResult = (reason: string): string =>
  reason === 'finished'
    ? 'Success'
    : reason === 'error'
      ? 'Error'
      : reason === 'time'
        ? 'Timeout'
        : 'X-Other';

/** `learnflow.hand.raised.v1` → `X-Hand.Raised` */
function otherType(type: string): string {
  const [, ...words] = type.split('.').slice(0, -1);
  return `X-${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('.')}`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
