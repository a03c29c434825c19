import { join } from 'node:path';
import { expect } from 'chai';
import type { ApplicationStepAnswer, Problem } from '@origin-ledger/model';
import { applicationRequest, type TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import type { Quotas } from '../quotas/quotas.js';
import { submit, takeStep, TestNetwork, type Answer } from '../testing/test-network.js';

type Taken = Answer<ApplicationStepAnswer & Problem>;

describe('what applicants may keep at a gateway', function () {
  this.timeout(30_000);
  let network: TestNetwork;
  let officer: TestKey;
  let keys: Readonly<Record<'VN:exporter-1' | 'VN:exporter-2', TestKey>>;
  let stores = 0;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    keys = {
      'VN:exporter-1': await network.enrol('VN:exporter-1', ['exporter']),
      'VN:exporter-2': await network.enrol('VN:exporter-2', ['exporter']),
    };
  });
  after(() => network.close());

  /** A gateway with a store of its own. */
  const start = (quotas: Partial<Quotas>, maxPages?: number): Promise<RunningGateway> =>
    network.start('VN', {
      data: join(network.folder, `quota-${(stores += 1)}`),
      quotas,
      ...(maxPages === undefined ? {} : { maxPages }),
    });

  async function step(
    gateway: RunningGateway,
    kind: 'draft' | 'withdraw',
    options: { readonly bytes?: number; readonly on?: Taken; readonly by?: keyof typeof keys } = {},
  ): Promise<Taken> {
    const { bytes = 1000, on, by = 'VN:exporter-1' } = options;
    const body = on?.body;
    return takeStep(
      gateway,
      await applicationRequest(
        keys[by],
        kind,
        {
          ...(kind === 'draft' ? { document: { form: 'D', remark: 'x'.repeat(bytes) } } : {}),
          ...(body === undefined ? {} : { on: { application: body.application, after: body.step } }),
        },
        { ...network.now(), iss: by },
      ),
    );
  }
  const told = ({ status, body }: Taken): string =>
    status === 201 ? 'kept' : [status, body.code, ...body.boxes].join(' ');

  it('is a document no larger than its form makes one', async () => {
    const gateway = await start({});
    expect(told(await step(gateway, 'draft', { bytes: 400_000 }))).to.equal('kept');
    expect(told(await step(gateway, 'draft', { bytes: 450_000 }))).to.equal(
      '413 PARCEL_TOO_LARGE parcels[0]',
    );
  });

  it('is a number of applications that have not ended: whoever withdraws one has room again', async () => {
    const gateway = await start({ holderApplications: 3, memberApplications: 5 });
    const kept = [await step(gateway, 'draft'), await step(gateway, 'draft'), await step(gateway, 'draft')];
    const fourth = await step(gateway, 'draft');
    expect(told(fourth)).to.equal('429 QUOTA_EXCEEDED holderApplications');
    expect([fourth.body.retry, fourth.headers.get('retry-after')]).to.deep.equal(['same', '60']);
    expect(told(await step(gateway, 'draft', { on: kept[0] as Taken }))).to.equal('kept');
    expect(told(await step(gateway, 'withdraw', { on: kept[1] as Taken }))).to.equal('kept');
    expect(told(await step(gateway, 'draft'))).to.equal('kept');
    const by = 'VN:exporter-2';
    expect(told(await step(gateway, 'draft', { by }))).to.equal('kept');
    expect(told(await step(gateway, 'draft', { by }))).to.equal('kept');
    expect(told(await step(gateway, 'draft', { by }))).to.equal('429 QUOTA_EXCEEDED memberApplications');
  });

  it('is so many bytes: a draft takes the place of the one before', async () => {
    const gateway = await start({ holderBytes: 250_000, memberBytes: 400_000 });
    let last = await step(gateway, 'draft', { bytes: 100_000 });
    for (let count = 0; count < 5; count += 1) {
      last = await step(gateway, 'draft', { bytes: 100_000, on: last });
      expect(told(last)).to.equal('kept');
    }
    expect(told(await step(gateway, 'draft', { bytes: 100_000 }))).to.equal('kept');
    expect(told(await step(gateway, 'draft', { bytes: 100_000 }))).to.equal('429 QUOTA_EXCEEDED holderBytes');
    const by = 'VN:exporter-2';
    expect(told(await step(gateway, 'draft', { bytes: 150_000, by }))).to.equal('kept');
    expect(told(await step(gateway, 'draft', { bytes: 80_000, by }))).to.equal(
      '429 QUOTA_EXCEEDED memberBytes',
    );
  });

  it('is so many bytes a day, whatever becomes of them', async () => {
    const gateway = await start({ holderDayBytes: 350_000 });
    const outcomes: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const draft = await step(gateway, 'draft', { bytes: 100_000 });
      outcomes.push(told(draft));
      if (draft.status === 201) expect(told(await step(gateway, 'withdraw', { on: draft }))).to.equal('kept');
    }
    expect(outcomes).to.deep.equal(['kept', 'kept', 'kept', '429 QUOTA_EXCEEDED holderDayBytes']);
  });

  it('never fills the store: the last of it is for officers, who go on', async () => {
    const gateway = await start({}, 1500);
    let outcome = 'kept';
    for (let count = 0; count < 100 && outcome === 'kept'; count += 1)
      outcome = told(await step(gateway, 'draft', { bytes: 300_000 }));
    expect(outcome).to.equal('507 STORAGE_FULL');
    const { status, body } = await submit(gateway, await network.issue(officer, [network.document()]));
    expect([status, body.state]).to.deep.equal([201, 'COMMITTED']);
  });

  it('stops no officer when a share is used up', async () => {
    const gateway = await start({ holderApplications: 1, memberApplications: 1, holderOperations: 0 });
    expect(told(await step(gateway, 'draft'))).to.equal('kept');
    expect(told(await step(gateway, 'draft'))).to.match(/^429 /);
    const { body } = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(body.state).to.equal('COMMITTED');
  });
});
