/** A server to be killed: starts Postgres on the folder given and tells the address to the test that forked it. */
import { EmbeddedPostgres } from './embedded-postgres.ts';

const postgres = await EmbeddedPostgres.start({ dataDir: process.argv[2] ?? '' });
process.send?.(postgres.url);
setInterval(() => undefined, 1000);
