/** A contract has no collection of this name; a peer's access check and its simulation each word it their own way. */
export class CollectionMissing extends Error {
  override readonly name = 'CollectionMissing';
  constructor(
    readonly contract: string,
    readonly collection: string,
  ) {
    super(`collection [${collection}] not defined in the collection config for chaincode [${contract}]`);
  }
}
