import { ledger } from '@hyperledger/fabric-protos';

/** Where a key was last changed: the block and the transaction's place in it. */
export interface Version {
  readonly block: number;
  readonly transaction: number;
}

export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a?.block === b?.block && a?.transaction === b?.transaction;
}

/** The words Fabric uses for a version in its errors. */
export function versionText(version: Version | undefined): string {
  return version ? `{BlockNum: ${version.block}, TxNum: ${version.transaction}}` : '<nil>';
}

export function versionMessage(version: Version): ledger.rwset.kvrwset.Version {
  const message = new ledger.rwset.kvrwset.Version();
  message.setBlockNum(version.block);
  message.setTxNum(version.transaction);
  return message;
}

export function versionOf(message: ledger.rwset.kvrwset.Version | undefined): Version | undefined {
  return message && { block: message.getBlockNum(), transaction: message.getTxNum() };
}

/** An order-preserving number: its length in bytes, then its big-endian bytes without leading zeros. */
function orderedNumber(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) {
    bytes.unshift(rest % 256);
  }
  return [bytes.length, ...bytes];
}

/** The bytes of a version as they enter the commit hash (Fabric, `version.Height.ToBytes`). */
export function versionBytes(version: Version): Uint8Array {
  return Uint8Array.from([...orderedNumber(version.block), ...orderedNumber(version.transaction)]);
}
