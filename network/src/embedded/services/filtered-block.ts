import { common, peer } from '@hyperledger/fabric-protos';
import { blockTransactions, type BlockTransaction } from './block-transactions.js';

/** A block without contents: transaction ids, verdicts, and events by name. */
export function filteredBlock(block: common.Block): peer.FilteredBlock {
  const filtered = new peer.FilteredBlock();
  const transactions = blockTransactions(block);
  filtered.setNumber(block.getHeader()?.getNumber() ?? 0);
  filtered.setChannelId(transactions[0]?.channel ?? '');
  filtered.setFilteredTransactionsList(transactions.map(filteredTransaction));
  return filtered;
}

function filteredTransaction(transaction: BlockTransaction): peer.FilteredTransaction {
  const filtered = new peer.FilteredTransaction();
  filtered.setTxid(transaction.transactionId);
  filtered.setType(transaction.type as ReturnType<typeof filtered.getType>);
  filtered.setTxValidationCode(transaction.code as ReturnType<typeof filtered.getTxValidationCode>);
  if (transaction.type === common.HeaderType.ENDORSER_TRANSACTION) {
    const actions = new peer.FilteredTransactionActions();
    actions.setChaincodeActionsList(transaction.events.map(filteredAction));
    filtered.setTransactionActions(actions);
  }
  return filtered;
}

function filteredAction(event: peer.ChaincodeEvent): peer.FilteredChaincodeAction {
  const withoutPayload = new peer.ChaincodeEvent();
  withoutPayload.setTxId(event.getTxId());
  withoutPayload.setChaincodeId(event.getChaincodeId());
  withoutPayload.setEventName(event.getEventName());
  const action = new peer.FilteredChaincodeAction();
  action.setChaincodeEvent(withoutPayload);
  return action;
}
