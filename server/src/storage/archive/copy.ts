import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type pg from 'pg';

/**
 * COPY in both directions. `pg` speaks the messages of the protocol but offers no function for them; these two objects
 * are what its queue of queries expects (`Submittable`), nothing more.
 */

/** What `pg` calls on the query at the head of its queue. */
interface CopyQuery {
  submit(connection: CopyConnection): void;
  handleCopyInResponse(connection: CopyConnection): void;
  handleCopyData(message: { chunk: Buffer }, connection: CopyConnection): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error, connection: CopyConnection): void;
}
interface CopyConnection {
  stream: Readable & { writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Rows read ahead of whoever writes them. */
const maxAheadBytes = 1024 * 1024;

/**
 * Streams what a `COPY … TO STDOUT` says.
 * @throws what the database says, also in the middle
 */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let stream: Readable | undefined;
  let failure: Error | undefined;
  let isOver = false;
  let wake = (): void => undefined;
  submit(client, {
    submit: (connection) => {
      stream = connection.stream;
      connection.query(statement);
    },
    handleCopyInResponse: (connection) => connection.sendCopyFail('Nothing to send'),
    handleCopyData: ({ chunk }) => {
      // A copy: the parser uses its buffer again.
      chunks.push(Buffer.from(chunk));
      bytes += chunk.byteLength;
      if (bytes > maxAheadBytes) stream?.pause();
      wake();
    },
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      isOver = true;
      wake();
    },
    handleError: (error) => {
      failure = error;
      isOver = true;
      wake();
    },
  });
  for (;;) {
    const chunk = chunks.shift();
    if (chunk) {
      bytes -= chunk.byteLength;
      if (bytes <= maxAheadBytes && stream?.isPaused()) stream.resume();
      yield chunk;
    } else if (isOver) break;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
  if (failure) throw failure;
}

/**
 * Feeds a `COPY … FROM STDIN`.
 * @throws what the database says about the rows, or what reading `chunks` throws
 */
export async function copyIn(
  client: pg.Client,
  statement: string,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  let failure: Error | undefined;
  const send = async (connection: CopyConnection): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    } catch (error) {
      failure = error as Error;
      connection.sendCopyFail('The rows could not be read');
    }
  };
  await new Promise<void>((resolve) => {
    submit(client, {
      submit: (connection) => connection.query(statement),
      handleCopyInResponse: (connection) => void send(connection),
      handleCopyData: () => undefined,
      handleCommandComplete: () => undefined,
      handleReadyForQuery: resolve,
      handleError: (error) => {
        failure ??= error;
        resolve();
      },
    });
  });
  if (failure) throw failure;
}

function submit(client: pg.Client, query: CopyQuery): void {
  // The types of `pg` know only a part of what it calls.
  client.query(query as unknown as pg.Submittable);
}
