import type { Consumer } from '../bus/consumer.ts';
import type { AlertNews } from './alert-news.ts';
import { getAlertView } from './alert-view.ts';
import { insertAlert, updateAlert } from './alert.store.ts';
import { readyHint } from './ready-hint.ts';

/** Stores what agents say about students, once, and tells the consoles after it is stored. */
export function createAlertConsumer(news: AlertNews): Consumer {
  return {
    name: 'alerts',
    types: ['learnflow.alert.raised.v1', 'learnflow.alert.settled.v1'],
    async handle(trx, event) {
      const at = new Date(event.time);
      if (event.type === 'learnflow.alert.raised.v1') {
        const data = { ...event.data, hint: await readyHint(trx, event.data) };
        const isNew = await insertAlert(trx, {
          ...{ id: data.alertId, lesson_id: data.lessonId, room_id: data.roomId },
          ...{ member_id: data.user_id, said: JSON.stringify(data), raised_at: at },
        });
        const told = tell(data.lessonId, await getAlertView(trx, data.alertId));
        const { lessonId, alertId } = data;
        return () => {
          told();
          if (isNew) news.emit('raised', { lessonId, alertId });
        };
      }
      if (event.type !== 'learnflow.alert.settled.v1') return undefined;
      const { how, alertId, lessonId } = event.data;
      // What staff did was stored when they did it.
      if (how !== 'fixed' && how !== 'ended') return undefined;
      await updateAlert(trx, alertId, how === 'fixed' ? { fixed_at: at } : { ended_at: at });
      return tell(lessonId, await getAlertView(trx, alertId));
    },
  };

  function tell(lessonId: string, alert: Awaited<ReturnType<typeof getAlertView>>): () => void {
    return () => void news.emit('alert', { lessonId, alert });
  }
}
