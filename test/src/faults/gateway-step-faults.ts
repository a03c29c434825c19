import { eventually } from '../support/eventually.js';
import type { FaultScene } from './fault-scene.js';
import { kill, start, whileFrozen } from './hits.js';

/** A gateway before a Fabric network, killed at each step of an operation. */
export function gatewayStepFaults(scene: () => FaultScene): void {
  const network = () => scene().world.fabric;
  const gateway = () => scene().world.gateway('VN');
  const startGateway = (): Promise<void> => scene().world.startGateway('VN');
  const orderers = (): string[] => scene().world.topology.members.map(({ code }) => `orderer-${code}`);
  /** Waits until so many operations of Vietnam stand in these states. */
  const standing = (count: number, ...states: readonly string[]): Promise<void> =>
    eventually(async () => {
      const { operations } = await scene().client('VN').status();
      const found = states.reduce((sum, state) => sum + (operations[state] ?? 0), 0);
      if (found < count) throw new Error(JSON.stringify(operations));
    }, 60);

  it('a gateway is killed before its proposals are endorsed', async () => {
    await scene().run('kill -9 of a gateway before endorsement', async () => {
      await whileFrozen(network(), [`contract-VN-${network().state.deployment.version}`], async () => {
        await standing(3, 'RECEIVED');
        await gateway().kill();
      });
      await startGateway();
    });
  });

  it('a gateway is killed between endorsement and a sending that reached nobody', async () => {
    await scene().run('kill -9 of a gateway between endorsement and sending', async () => {
      await kill(network(), ...orderers());
      await standing(3, 'PREPARED', 'SUBMITTED');
      await gateway().kill();
      await start(network(), ...orderers());
      await startGateway();
    });
  });

  it('a gateway is killed between sending and the verdict', async () => {
    await scene().run('kill -9 of a gateway between sending and verdict', async () => {
      await whileFrozen(network(), orderers().slice(0, 2), async () => {
        await standing(3, 'PREPARED', 'SUBMITTED');
        await gateway().kill();
      });
      await startGateway();
    });
  });
}
