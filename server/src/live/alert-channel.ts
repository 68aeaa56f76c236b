import { AppError, can } from '@learnflow/shared';
import type { AlertNews, AlertNewsMap } from '../alert/alert-news.ts';
import {
  type AlertAct,
  dismissAlert,
  joinAlert,
  sendHint,
  undoAlert,
} from '../alert/alert.service.ts';
import type { Clock } from '../clock.ts';
import type { RoomHelp } from '../help/room-help.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { channelOf, type Handlers, type LiveServer, type LiveSocket } from './live-socket.ts';

export interface AlertChannelOptions {
  io: LiveServer;
  db: Db;
  access: Pick<Access, 'toLesson'>;
  news: AlertNews;
  clock: Clock;
  help: RoomHelp;
}

/** Alerts go to consoles only, a hint to the student it is for. */
export function createAlertChannel(options: AlertChannelOptions): {
  handlers: Handlers<'alert.send' | 'alert.join' | 'alert.dismiss' | 'alert.undo'>;
  close(): void;
} {
  const { io, access, news } = options;
  const onAlert = ({ lessonId, alert }: AlertNewsMap['alert'][0]): void => {
    io.to(channelOf.wall(lessonId)).emit('alert', alert);
  };
  const onHints = ({ lessonId, memberId, roomId, hints }: AlertNewsMap['hints'][0]): void => {
    io.to(channelOf.member(lessonId, memberId)).emit('hints', { roomId, hints });
  };
  const onLate = (late: AlertNewsMap['late'][0]): void => {
    io.to(channelOf.wall(late.lessonId)).emit('alerts.late', late);
  };
  news.on('alert', onAlert).on('hints', onHints).on('late', onLate);

  async function toAct(
    socket: LiveSocket,
    { lessonId, alertId }: Pick<AlertAct, 'lessonId' | 'alertId'>,
  ): Promise<AlertAct> {
    const { role, memberId: byId } = await access.toLesson(socket.data.caller, lessonId);
    if (!can(role, 'alert.handle')) {
      throw new AppError('forbidden', 'Only teachers and tutors see who needs help.');
    }
    return { lessonId, alertId, byId };
  }

  return {
    handlers: {
      'alert.send': async (socket, request) => {
        const { text, fromDraft = false } = request;
        await sendHint(options, await toAct(socket, request), { text, fromDraft });
        return null;
      },
      'alert.join': async (socket, request) => {
        await joinAlert(options, await toAct(socket, request));
        return null;
      },
      'alert.dismiss': async (socket, request) => {
        await dismissAlert(options, await toAct(socket, request));
        return null;
      },
      'alert.undo': async (socket, request) => {
        await undoAlert(options, await toAct(socket, request));
        return null;
      },
    },
    close: () => {
      news.off('alert', onAlert).off('hints', onHints).off('late', onLate);
    },
  };
}
