import { AppError, can } from '@learnflow/shared';
import {
  type AskDeps,
  askQuestion,
  clearQuestions,
  rateHelp,
  stopAnswer,
} from '../ask/ask.service.ts';
import type { AskNewsMap } from '../ask/ask-news.ts';
import { type DraftAct, dismissDraft, sendDraft, undoDraft } from '../ask/draft.service.ts';
import type { Access } from '../room/access.port.ts';
import { channelOf, type Handlers, type LiveServer, type LiveSocket } from './live-socket.ts';

export interface AskChannelOptions extends AskDeps {
  io: LiveServer;
  access: Pick<Access, 'toRoom' | 'toLesson'>;
}

/** Questions and answers go to the one who asked, also in a pair; drafts of a model go to consoles only. */
export function createAskChannel(options: AskChannelOptions): {
  handlers: Handlers<
    | 'ask.send'
    | 'ask.stop'
    | 'ask.rate'
    | 'ask.clear'
    | 'answer.send'
    | 'answer.dismiss'
    | 'answer.undo'
  >;
  close(): void;
} {
  const { io, access, news } = options;
  const onTurns = ({ lessonId, memberId, ...change }: AskNewsMap['turns'][0]): void => {
    io.to(channelOf.member(lessonId, memberId)).emit('ask', change);
  };
  const onText = ({ lessonId, memberId, ...piece }: AskNewsMap['text'][0]): void => {
    io.to(channelOf.member(lessonId, memberId)).emit('ask.text', piece);
  };
  const onDraft = ({ lessonId, draft }: AskNewsMap['draft'][0]): void => {
    io.to(channelOf.wall(lessonId)).emit('draft', { draft });
  };
  const onGone = ({ lessonId, answerIds }: AskNewsMap['draftsGone'][0]): void => {
    io.to(channelOf.wall(lessonId)).emit('draft', { gone: answerIds });
  };
  news.on('turns', onTurns).on('text', onText).on('draft', onDraft).on('draftsGone', onGone);

  async function toAct(
    socket: LiveSocket,
    { lessonId, answerId }: Omit<DraftAct, 'byId'>,
  ): Promise<DraftAct> {
    const { role, memberId: byId } = await access.toLesson(socket.data.caller, lessonId);
    if (!can(role, 'alert.handle')) {
      throw new AppError('forbidden', 'Only teachers and tutors read what waits for them.');
    }
    return { lessonId, answerId, byId };
  }
  const toRoom = (socket: LiveSocket, roomId: string) => access.toRoom(socket.data.caller, roomId);

  return {
    handlers: {
      'ask.send': async (socket, request) =>
        askQuestion(options, await toRoom(socket, request.roomId), request),
      'ask.stop': async (socket, { roomId, questionId }) => {
        await stopAnswer(options, await toRoom(socket, roomId), questionId);
        return null;
      },
      'ask.rate': async (socket, request) => {
        await rateHelp(options, await toRoom(socket, request.roomId), request);
        return null;
      },
      'ask.clear': async (socket, { roomId }) => {
        await clearQuestions(options, await toRoom(socket, roomId));
        return null;
      },
      'answer.send': async (socket, request) => {
        await sendDraft(options, await toAct(socket, request), request.text);
        return null;
      },
      'answer.dismiss': async (socket, request) => {
        await dismissDraft(options, await toAct(socket, request));
        return null;
      },
      'answer.undo': async (socket, request) => {
        await undoDraft(options, await toAct(socket, request));
        return null;
      },
    },
    close: () => {
      news.off('turns', onTurns).off('text', onText).off('draft', onDraft);
      news.off('draftsGone', onGone);
    },
  };
}
