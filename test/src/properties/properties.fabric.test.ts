import { requireFabric } from '../support/require-fabric.js';
import { propertiesSuite } from './suite.js';

describe('the six properties of the design, on Fabric', function () {
  this.timeout(400_000);
  before(async function () {
    await requireFabric(this);
  });
  propertiesSuite('fabric');
});
