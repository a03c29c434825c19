import { ledger, peer } from '@hyperledger/fabric-protos';

/** Results already in their wire form, one at a time. */
export interface ResultSource {
  next(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
  /** Present for a page: where the next one begins. */
  bookmark?(): Promise<string>;
}

/** Fabric's numbers: results in one message, and in one query (`ledger.state.totalQueryLimit`). */
const RESULTS_IN_MESSAGE = 100;
const TOTAL_LIMIT = 100_000;

export function keyValueBytes(namespace: string, key: string, value: Uint8Array): Uint8Array {
  const message = new ledger.queryresult.KV();
  message.setNamespace(namespace);
  message.setKey(key);
  message.setValue(value);
  return message.serializeBinary();
}

/** A query under way: hands out results in messages of a hundred, as Fabric's peer does. */
export class QueryCursor {
  readonly #id: string;
  readonly #source: ResultSource;
  readonly #limit: number;
  #held: Uint8Array[] = [];
  #total = 0;

  /** @param pageSize 0 where the contract asked for no page. */
  constructor(id: string, source: ResultSource, pageSize = 0) {
    this.#id = id;
    this.#source = source;
    this.#limit = pageSize > 0 ? Math.min(pageSize, TOTAL_LIMIT) : TOTAL_LIMIT;
  }

  /** The next message. Its last one says that there is no more. */
  async next(): Promise<peer.QueryResponse> {
    const isPage = this.#source.bookmark !== undefined;
    while (this.#total < this.#limit) {
      const result = await this.#source.next();
      if (!result) {
        break;
      }
      this.#total++;
      if (!isPage && this.#held.length === RESULTS_IN_MESSAGE) {
        const batch = this.#held;
        this.#held = [result];
        return this.#message(batch, true);
      }
      this.#held.push(result);
    }
    const batch = this.#held;
    this.#held = [];
    const message = this.#message(batch, false);
    if (this.#source.bookmark) {
      const metadata = new peer.QueryResponseMetadata();
      metadata.setFetchedRecordsCount(this.#total);
      metadata.setBookmark(await this.#source.bookmark());
      message.setMetadata(metadata.serializeBinary());
    }
    return message;
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #message(results: readonly Uint8Array[], hasMore: boolean): peer.QueryResponse {
    const message = new peer.QueryResponse();
    for (const bytes of results) {
      const result = new peer.QueryResultBytes();
      result.setResultbytes(bytes);
      message.addResults(result);
    }
    message.setHasMore(hasMore);
    message.setId(this.#id);
    return message;
  }
}
