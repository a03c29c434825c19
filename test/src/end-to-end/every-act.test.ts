import { everyActSuite } from './every-act-suite.js';

describe('every act, through the gateways', function () {
  this.timeout(300_000);
  everyActSuite('embedded');
});
