import { peer } from '@hyperledger/fabric-protos';
import { collectionPackage, validationParameter } from '../../../contract/definition-messages.js';
import type { ContractDefinition } from '../../seam.js';
import { unsupported } from '../unsupported.js';
import { deniedAtPeer, deniedOnChannel, failure, success, type SystemCall } from './system-call.js';

const { lifecycle } = peer;
const WRITERS = '/Channel/Application/Writers';
const NOT_FOUND = 404;

/** What packages, approvals and commits are for the operator's own command does: `deploy`. */
export const REFUSED_OF_LIFECYCLE: ReadonlySet<string> = new Set([
  'InstallChaincode',
  'QueryInstalledChaincode',
  'QueryInstalledChaincodes',
  'GetInstalledChaincodePackage',
  'ApproveChaincodeDefinitionForMyOrg',
  'CommitChaincodeDefinition',
]);

interface Answer {
  serializeBinary(): Uint8Array;
}

/** @throws NotDefined; Error with Fabric's text for anything else. */
interface Query {
  readonly by: 'writers' | 'administrators';
  readonly answer: (call: SystemCall, argument: Uint8Array) => Answer;
}

class NotDefined extends Error {}

const queries: Readonly<Record<string, Query>> = {
  QueryChaincodeDefinition: {
    by: 'writers',
    answer: (call, argument) => {
      const found = defined(
        call,
        lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(argument).getName(),
      );
      const result = filled(new lifecycle.QueryChaincodeDefinitionResult(), found);
      // The operator commits for every member at once.
      for (const mspId of organisations(call)) result.getApprovalsMap().set(mspId, true);
      return result;
    },
  },
  QueryChaincodeDefinitions: {
    by: 'writers',
    answer: ({ network }) => {
      const result = new lifecycle.QueryChaincodeDefinitionsResult();
      for (const definition of network.channel.contracts()) {
        const entry = new lifecycle.QueryChaincodeDefinitionsResult.ChaincodeDefinition();
        entry.setName(definition.name);
        result.addChaincodeDefinitions(filled(entry, definition));
      }
      return result;
    },
  },
  CheckCommitReadiness: {
    by: 'writers',
    answer: (call, argument) => {
      const asked = lifecycle.CheckCommitReadinessArgs.deserializeBinary(argument);
      const next = (call.network.channel.contract(asked.getName())?.sequence ?? 0) + 1;
      if (asked.getSequence() !== next) {
        throw new Error(
          `requested sequence is ${asked.getSequence()}, but new definition must be sequence ${next}`,
        );
      }
      const result = new lifecycle.CheckCommitReadinessResult();
      for (const mspId of organisations(call)) {
        // A definition is never approved before it is committed.
        result.getApprovalsMap().set(mspId, false);
        const mismatches = new lifecycle.CheckCommitReadinessResult.Mismatches();
        mismatches.setItemsList(['ChaincodeParameters']);
        result.getMismatchesMap().set(mspId, mismatches);
      }
      return result;
    },
  },
  QueryApprovedChaincodeDefinition: {
    by: 'administrators',
    answer: ({ network, channel }, argument) => {
      const asked = lifecycle.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(argument);
      const found = network.channel.contract(asked.getName());
      const sequence = asked.getSequence() || (found?.sequence ?? 0);
      if (found?.sequence !== sequence) {
        throw new Error(
          `could not fetch approved chaincode definition (name: '${asked.getName()}', sequence: '${sequence}') on channel '${channel}'`,
        );
      }
      return filled(new lifecycle.QueryApprovedChaincodeDefinitionResult(), found);
    },
  },
  QueryApprovedChaincodeDefinitions: {
    by: 'administrators',
    answer: ({ network }) => {
      const result = new lifecycle.QueryApprovedChaincodeDefinitionsResult();
      for (const definition of network.channel.contracts()) {
        const entry = new lifecycle.QueryApprovedChaincodeDefinitionsResult.ApprovedChaincodeDefinition();
        entry.setName(definition.name);
        result.addApprovedChaincodeDefinitions(filled(entry, definition));
      }
      return result;
    },
  },
};

/**
 * The built-in contract `_lifecycle`, as far as it only reads; in Fabric's order of checks.
 *
 * @throws RpcError UNIMPLEMENTED for packages, approvals and commits.
 */
export function askLifecycle(call: SystemCall): peer.Response {
  const { args, channel } = call;
  const [name, argument] = args;
  if (name === undefined) return failure('lifecycle scc must be invoked with arguments');
  if (argument === undefined || args.length > 2) {
    return failure(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
  }
  const called = name.toString();
  if (REFUSED_OF_LIFECYCLE.has(called)) throw unsupported(`_lifecycle.${called}`);
  const query = Object.hasOwn(queries, called) ? queries[called] : undefined;
  const denied = query === undefined ? `Unmapped policy for _lifecycle/${called}` : deniedTo(call, query);
  if (query === undefined || denied !== undefined) {
    return failure(`Failed to authorize invocation due to failed ACL check: ${denied}`);
  }
  const failed = (reason: string): peer.Response =>
    failure(`failed to invoke backing implementation of '${called}': ${reason}`);
  if (channel === '') return failed("no application config for channel ''");
  try {
    return success(query.answer(call, argument).serializeBinary());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof NotDefined ? failure(message, NOT_FOUND) : failed(message);
  }
}

function deniedTo(call: SystemCall, { by }: Query): string | undefined {
  if (by === 'administrators') return deniedAtPeer(call, 'Admins');
  return call.channel === ''
    ? `Failed getting local MSP principal during channelless check policy with policy [${WRITERS}]: [MSP Principal role [${WRITERS}] not recognized]`
    : deniedOnChannel(call, call.channel, WRITERS);
}

function defined({ network }: SystemCall, name: string): ContractDefinition {
  const found = network.channel.contract(name);
  if (found === undefined) throw new NotDefined(`namespace ${name} is not defined`);
  return found;
}

const organisations = ({ network }: SystemCall): readonly string[] =>
  network.configuration.organisations.map((organisation) => organisation.getName());

/** The fields that every answer has of a definition. */
interface Described {
  setSequence(sequence: number): void;
  setVersion(version: string): void;
  setEndorsementPlugin(plugin: string): void;
  setValidationPlugin(plugin: string): void;
  setValidationParameter(parameter: Uint8Array): void;
  setInitRequired(initRequired: boolean): void;
  setCollections(collections: peer.CollectionConfigPackage): void;
}

function filled<Result extends Described>(result: Result, definition: ContractDefinition): Result {
  result.setSequence(definition.sequence);
  result.setVersion(definition.version);
  result.setEndorsementPlugin('escc');
  result.setValidationPlugin('vscc');
  result.setValidationParameter(validationParameter(definition));
  result.setInitRequired(definition.initRequired);
  result.setCollections(collectionPackage(definition.collections));
  return result;
}
