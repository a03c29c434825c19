import { embeddedFaults } from './embedded-faults.js';
import { faultReport } from './fault-report.js';
import { FaultScene } from './fault-scene.js';
import { gatewayFaults } from './gateway-faults.js';
import { linkFaults } from './link-faults.js';

/** So that a gateway's leases run out within the test. */
const LEASE_SECONDS = '4';

describe('the embedded ledger under load loses and doubles nothing when', function () {
  this.timeout(240_000);
  let scene: FaultScene | undefined;
  const opened = (): FaultScene => {
    if (scene === undefined) throw new Error('the ledger did not start');
    return scene;
  };

  before(async () => {
    scene = await FaultScene.open({
      ledger: 'embedded',
      pace: 60,
      gatewayEnvironment: { ORIGIN_GATEWAY_LEASE: LEASE_SECONDS, ORIGIN_GATEWAY_LOG_LEVEL: 'silent' },
    });
  });
  after(async () => {
    if (scene === undefined) return;
    process.stdout.write(`\n${faultReport(scene.lines)}\n\n`);
    await scene.world.close();
  });

  describe('gateways fail:', () => {
    gatewayFaults(opened);
  });
  describe('it fails itself:', () => {
    embeddedFaults(opened);
  });
  describe('the way to it fails:', () => {
    linkFaults(opened);
  });
});
