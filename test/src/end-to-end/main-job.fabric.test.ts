import { requireFabric } from '../support/require-fabric.js';
import { mainJobSuite } from './main-job-suite.js';

describe('a certificate from Vietnam to Singapore, on Fabric', function () {
  this.timeout(400_000);
  before(async function () {
    await requireFabric(this);
  });
  mainJobSuite('fabric');
});
