import { requireFabric } from '../support/require-fabric.js';
import { everyActSuite } from './every-act-suite.js';

describe('every act, through the gateways, on Fabric', function () {
  this.timeout(400_000);
  before(async function () {
    await requireFabric(this);
  });
  everyActSuite('fabric');
});
