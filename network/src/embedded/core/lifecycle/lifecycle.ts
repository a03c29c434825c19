import { peer } from '@hyperledger/fabric-protos';
import {
  collectionPackage,
  readCollectionPackage,
  readValidationParameter,
  validationParameter,
} from '../../../contract/definition-messages.js';
import type { ContractDefinition } from '../../seam.js';
import {
  contractOfSequenceKey,
  DEFINITION_FIELDS,
  type DefinitionField,
  fieldKey,
  LIFECYCLE,
  metadataKey,
} from './lifecycle-keys.js';
import type { StateView } from '../state/state-store.js';

/** Version of Fabric's built-in contracts. */
export const LIFECYCLE_VERSION = 'syscc';

function stateBytes(bytes: Uint8Array): Uint8Array {
  const data = new peer.lifecycle.StateData();
  data.setBytes(bytes);
  return data.serializeBinary();
}

/** A definition as Fabric's lifecycle keeps it: keys and values in the namespace `_lifecycle`. */
export function encodeDefinition(definition: ContractDefinition): Map<string, Uint8Array> {
  const metadata = new peer.lifecycle.StateMetadata();
  metadata.setDatatype('ChaincodeDefinition');
  metadata.setFieldsList([...DEFINITION_FIELDS]);
  const sequence = new peer.lifecycle.StateData();
  sequence.setInt64(definition.sequence);
  const endorsement = new peer.lifecycle.ChaincodeEndorsementInfo();
  endorsement.setVersion(definition.version);
  endorsement.setEndorsementPlugin('escc');
  endorsement.setInitRequired(definition.initRequired);
  const validation = new peer.lifecycle.ChaincodeValidationInfo();
  validation.setValidationPlugin('vscc');
  validation.setValidationParameter(validationParameter(definition));
  const fields: Readonly<Record<DefinitionField, Uint8Array>> = {
    Sequence: sequence.serializeBinary(),
    EndorsementInfo: stateBytes(endorsement.serializeBinary()),
    ValidationInfo: stateBytes(validation.serializeBinary()),
    Collections: stateBytes(collectionPackage(definition.collections).serializeBinary()),
  };
  return new Map([
    [metadataKey(definition.name), metadata.serializeBinary()],
    ...DEFINITION_FIELDS.map((field): [string, Uint8Array] => [
      fieldKey(definition.name, field),
      fields[field],
    ]),
  ]);
}

function readField(view: StateView, name: string, field: DefinitionField): peer.lifecycle.StateData {
  const state = view.get(LIFECYCLE, fieldKey(name, field));
  return peer.lifecycle.StateData.deserializeBinary(state?.value ?? new Uint8Array(0));
}

function readDefinition(view: StateView, name: string): ContractDefinition {
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(
    readField(view, name, 'EndorsementInfo').getBytes_asU8(),
  );
  const validation = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(
    readField(view, name, 'ValidationInfo').getBytes_asU8(),
  );
  return {
    name,
    version: endorsement.getVersion(),
    initRequired: endorsement.getInitRequired(),
    sequence: readField(view, name, 'Sequence').getInt64(),
    endorsementPolicy: readValidationParameter(validation.getValidationParameter_asU8()),
    collections: readCollectionPackage(readField(view, name, 'Collections').getBytes_asU8()),
  };
}

/** Every contract that is committed to the channel. */
export async function readDefinitions(view: StateView): Promise<Map<string, ContractDefinition>> {
  const definitions = new Map<string, ContractDefinition>();
  const iterator = view.range(LIFECYCLE, '', '');
  try {
    for (let entry = await iterator.next(); entry; entry = await iterator.next()) {
      const name = contractOfSequenceKey(entry.key);
      if (name !== undefined) {
        definitions.set(name, readDefinition(view, name));
      }
    }
  } finally {
    await iterator.close();
  }
  return definitions;
}
