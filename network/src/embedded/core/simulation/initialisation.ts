import type { ContractDefinition } from '../../seam.js';
import type { Simulator } from './simulator.js';

/** The key in a contract's namespace that says which version was called as init (Fabric, `InitializedKeyName`). */
const INITIALIZED = '\0\u{10ffff}initialized';

/**
 * Holds a contract whose definition asks for it to being called as init exactly once for each version, before
 * everything else.
 *
 * @throws Error with Fabric's text.
 */
export function checkInitialisation(
  definition: ContractDefinition,
  isInit: boolean,
  simulator: Simulator,
): void {
  const { name, version, initRequired } = definition;
  const needed = initRequired && Buffer.from(simulator.get(name, INITIALIZED)).toString() !== version;
  if (isInit) {
    if (!initRequired) {
      throw new Error(`chaincode '${name}' does not require initialization but called as init`);
    }
    if (!needed) throw new Error(`chaincode '${name}' is already initialized but called as init`);
    simulator.put(name, INITIALIZED, Buffer.from(version));
  } else if (needed) {
    throw new Error(`chaincode '${name}' has not been initialized for this version, must call as init first`);
  }
}
