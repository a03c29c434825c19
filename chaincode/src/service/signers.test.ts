import { expect } from 'chai';
import { operations, Role, signRequest, transactionOf, type ActDefinition } from '@origin-ledger/model';
import {
  TEST_AUDIENCE,
  TEST_SECONDS,
  testKey,
  testRequestId,
  type TestKey,
} from '@origin-ledger/model/testing';
import { newScene, refusal, registered, type Scene } from '../testing/scene.js';

const ROLES: readonly Role[] = Role.anyOf.map(({ const: role }) => role);

/** Each operation, signed by everybody: who is not entitled is told so before anything he says is looked at. */
describe('every operation', () => {
  let scene: Scene;
  const holders = new Map<Role, TestKey>();

  before(async () => {
    scene = await newScene();
    for (const role of ROLES) {
      const key = await testKey();
      registered(
        scene.ledger,
        key,
        `VN:${role}-1`,
        [role],
        role === 'signatory' ? { authorities: ['ISSUER'] } : {},
      );
      holders.set(role, key);
    }
  });

  const signed = (key: TestKey, iss: string, { op }: ActDefinition): Promise<string> =>
    signRequest(key, {
      ...{ iss, aud: TEST_AUDIENCE, iat: TEST_SECONDS, jti: testRequestId() },
      // Nothing that any operation takes: who gets as far as this was entitled.
      ...{ op, args: { nothing: 'of it' } },
    });

  for (const definition of operations.values())
    it(`${definition.op} is for ${definition.roles.join(', ')}`, async () => {
      const call = async (jws: string, by: Parameters<Scene['call']>[2]): Promise<string> =>
        refusal(await scene.call(transactionOf(definition.op), [jws], by)).split(' ')[0] ?? '';
      const administrators = definition.roles.includes('administrator');
      for (const [role, key] of holders) {
        const told = await call(await signed(key, `VN:${role}-1`, definition), 'VN');
        const entitled = (definition.roles as readonly string[]).includes(role);
        const refused = administrators ? 'ADMINISTRATOR_REQUIRED' : 'ROLE_MISSING';
        expect(told, role).to.equal(entitled ? 'REQUEST_CLAIMS' : refused);
        expect(
          await call(await signed(key, `VN:${role}-1`, definition), 'SG'),
          `${role} through SG`,
        ).to.equal(administrators ? 'ADMINISTRATOR_REQUIRED' : 'MEMBER_MISMATCH');
      }
      const { administrator } = scene;
      const asAdministrator = await signed(administrator.key, 'VN:administrator', definition);
      expect(await call(asAdministrator, administrator)).to.equal(
        administrators ? 'REQUEST_CLAIMS' : 'KEY_UNKNOWN',
      );
      expect(await call(asAdministrator, 'VN'), 'by another than the creator').to.equal(
        administrators ? 'ADMINISTRATOR_REQUIRED' : 'KEY_UNKNOWN',
      );
      const stranger = await testKey();
      expect(await call(await signed(stranger, 'VN:stranger-1', definition), 'VN')).to.equal(
        administrators ? 'ADMINISTRATOR_REQUIRED' : 'KEY_UNKNOWN',
      );
    });
});
