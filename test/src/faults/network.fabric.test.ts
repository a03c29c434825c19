import { requireFabric } from '../support/require-fabric.js';
import { faultReport } from './fault-report.js';
import { FaultScene } from './fault-scene.js';
import { gatewayFaults } from './gateway-faults.js';
import { gatewayStepFaults } from './gateway-step-faults.js';
import { ordererFaults } from './orderer-faults.js';
import { peerFaults } from './peer-faults.js';

describe('a Fabric network under load loses and doubles nothing when', function () {
  this.timeout(400_000);
  let scene: FaultScene | undefined;
  const opened = (): FaultScene => {
    if (scene === undefined) throw new Error('the network did not start');
    return scene;
  };

  before(async function () {
    await requireFabric(this);
    scene = await FaultScene.open({ ledger: 'fabric' });
  });
  after(async () => {
    if (scene === undefined) return;
    process.stdout.write(`\n${faultReport(scene.lines)}\n\n`);
    await scene.world.close();
  });

  describe('gateways fail:', () => {
    gatewayStepFaults(opened);
    gatewayFaults(opened);
  });
  describe('orderers fail:', () => {
    ordererFaults(opened);
  });
  describe('peers fail:', () => {
    peerFaults(opened);
  });
});
