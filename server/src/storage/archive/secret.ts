/** Name in the data folder of the file that signs sessions: with it in the backup, nobody has to sign in again. */
export const sessionSecretFile = 'session.secret';
/** In a data folder whose restore has not come to its end. */
export const unfinishedFile = 'restore.unfinished';

/** In the data folder while its database is being repaired; a repair that fails leaves it there. */
export const unfinishedRepairFile = 'repair.unfinished';
