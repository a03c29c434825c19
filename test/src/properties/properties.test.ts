import { propertiesSuite } from './suite.js';

describe('the six properties of the design', function () {
  this.timeout(300_000);
  propertiesSuite('embedded');
});
