import { AppError, type Me } from '@learnflow/shared';
import { closeLive } from '../live.ts';
import { getMe, signOut } from './requests.ts';

/** Who sits at this device, asked once per page and again after signing in or out. */
class WhoAmI {
  me: Me | undefined = $state.raw();
  /** The server could not be reached at all. */
  offline = $state(false);

  async load(): Promise<void> {
    try {
      this.me = await getMe();
      this.offline = false;
    } catch (error) {
      this.offline = error instanceof AppError && error.code === 'unavailable';
      if (!this.offline) throw error;
    }
  }

  async signOut(): Promise<void> {
    await signOut();
    closeLive();
    await this.load();
  }
}

export const whoAmI = new WhoAmI();
