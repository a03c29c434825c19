import type { Topic } from './behaviour.js';
import { answers } from './behaviours/answers.js';
import { batches } from './behaviours/batches.js';
import { blocks } from './behaviours/blocks.js';
import { callsBetweenContracts } from './behaviours/calls-between-contracts.js';
import { conflicts } from './behaviours/conflicts.js';
import { disturbedContracts } from './behaviours/disturbed-contracts.js';
import { envelopes } from './behaviours/envelopes.js';
import { events } from './behaviours/events.js';
import { identities } from './behaviours/identities.js';
import { malformedTransactions } from './behaviours/malformed-transactions.js';
import { policies } from './behaviours/policies.js';
import { privateData } from './behaviours/private-data.js';
import { ranges } from './behaviours/ranges.js';
import { state } from './behaviours/state.js';
import { systemContracts } from './behaviours/system-contracts.js';
import { upgrades } from './behaviours/upgrades.js';
import { waiting } from './behaviours/waiting.js';

/** Every topic, in the order in which they run: those that disturb a contract, or change its definition, come last. */
export const topics: readonly Topic[] = [
  state,
  batches,
  ranges,
  conflicts,
  policies,
  privateData,
  envelopes,
  malformedTransactions,
  events,
  blocks,
  systemContracts,
  answers,
  callsBetweenContracts,
  waiting,
  identities,
  disturbedContracts,
  upgrades,
];
