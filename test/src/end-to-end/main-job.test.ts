import { mainJobSuite } from './main-job-suite.js';

describe('a certificate from Vietnam to Singapore', function () {
  this.timeout(180_000);
  mainJobSuite('embedded');
});
