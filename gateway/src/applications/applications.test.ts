import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  ApplicationAnswer,
  PrecheckAnswer,
  validatorOf,
  type ApplicationPage,
  type FormDDocument,
  type Problem,
} from '@origin-ledger/model';
import {
  applicationRequest,
  issueRequest,
  mirrored,
  testRequestId,
  type TestKey,
} from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { ask, submit, takeStep, TestNetwork } from '../testing/test-network.js';

/** What an exporter states: the authority's boxes are its own. */
function stated(document: FormDDocument): Omit<FormDDocument, 'salt' | 'reference' | 'certification'> {
  const { salt, reference, certification, ...rest } = document;
  expect([salt, reference, certification]).not.to.include(undefined);
  const items = rest.items.map((item) => ({
    ...item,
    fob: { amount: '900', currency: 'USD' },
    hs: '62052000',
  }));
  return { ...rest, items: items.map((item) => ({ ...item, maker: 'Red River Example Textiles' })) };
}

describe('applications', function () {
  this.timeout(20_000);
  let network: TestNetwork;
  let gateway: RunningGateway;
  let officer: TestKey;
  let exporter: TestKey;
  let other: TestKey;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    exporter = await network.enrol('VN:exporter-1', ['exporter'], 'Ed25519');
    other = await network.enrol('VN:exporter-2', ['exporter']);
    gateway = await network.start();
  });
  after(() => network.close());

  type On = { readonly application: string; readonly step: string };
  const on = ({ application, step }: On) => ({ on: { application, after: step } });
  const why = { text: 'the weight of item 1', boxes: ['items[0].quantity.value'] };
  const byOfficer = () => ({ ...network.now(), iss: 'VN:officer-1' });
  const handIn = async (document: object = stated(network.document())) => {
    const request = await applicationRequest(exporter, 'submit', { document }, network.now());
    const answer = await takeStep(gateway, request);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };
  const read = (id: string, key: TestKey, iss: string) =>
    ask<ApplicationAnswer & Problem>(gateway, network.audience, key, `/v1/applications/${id}`, { iss });
  const list = async (key: TestKey, iss: string, query = '') => {
    const path = `/v1/applications${query}`;
    const { body } = await ask<ApplicationPage>(gateway, network.audience, key, path, { iss });
    return body.items.map(({ id }) => id);
  };
  /** The document that the officer issues on an application. */
  const toIssue = (application: string, document: object, more: object = {}): FormDDocument => {
    const base = network.document();
    const declared = document as FormDDocument;
    return {
      ...base,
      ...declared,
      declaration: { ...declared.declaration, application },
      items: declared.items.map(({ fob, ...item }) => (fob === undefined ? item : item)),
      ...more,
    };
  };

  it('go from draft through return and supplement to the certificate, which the exporter then sees', async () => {
    const document = stated(network.document());
    const draft = await takeStep(
      gateway,
      await applicationRequest(exporter, 'draft', { document: { form: 'D' } }, network.now()),
    );
    expect(draft.status).to.equal(201);
    expect(draft.body.state).to.equal('DRAFT');
    expect(draft.body.findings).not.to.deep.equal([]);
    expect((await read(draft.body.application, officer, 'VN:officer-1')).body.code).to.equal(
      'APPLICATION_UNKNOWN',
    );
    expect(await list(officer, 'VN:officer-1')).not.to.include(draft.body.application);
    expect(await list(exporter, 'VN:exporter-1')).to.include(draft.body.application);

    const first = await takeStep(
      gateway,
      await applicationRequest(exporter, 'submit', { document, ...on(draft.body) }, network.now()),
    );
    expect(first.body).to.deep.include({ state: 'SUBMITTED', findings: [] });
    const returned = await takeStep(
      gateway,
      await applicationRequest(officer, 'return', { reason: why, ...on(first.body) }, byOfficer()),
    );
    expect(returned.body.state).to.equal('RETURNED');
    const again = await takeStep(
      gateway,
      await applicationRequest(exporter, 'submit', { document, ...on(returned.body) }, network.now()),
    );
    expect(again.body.state).to.equal('SUBMITTED');
    const seen = await read(draft.body.application, exporter, 'VN:exporter-1');
    expect(validatorOf(ApplicationAnswer).problems(seen.body)).to.deep.equal([]);
    expect(seen.body.steps.map(({ state }) => state)).to.deep.equal([
      'DRAFT',
      'SUBMITTED',
      'RETURNED',
      'SUBMITTED',
    ]);
    expect(JSON.parse(seen.body.steps[2]?.reason ?? '')).to.deep.include(why);
    expect(JSON.parse(seen.body.contents)).to.deep.include({ document });

    const issued = toIssue(draft.body.application, document);
    const answer = await submit(gateway, await network.issue(officer, [issued]));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    const linked = (await read(draft.body.application, exporter, 'VN:exporter-1')).body.application;
    expect(linked.state).to.equal('ISSUED');
    expect(linked.certificate).to.deep.include({
      name: `VN.HAN.${issued.reference.number}`,
      validity: 'VALID',
      transmission: 'ISSUED',
    });
    const ended = await applicationRequest(exporter, 'withdraw', on(again.body), network.now());
    expect((await takeStep(gateway, ended)).body.code).to.equal('APPLICATION_STATE');
  });

  it('are seen by applicant and officers alone, and listed by state', async () => {
    const { application } = await handIn();
    expect((await read(application, other, 'VN:exporter-2')).body.code).to.equal('APPLICATION_UNKNOWN');
    expect((await read(application, officer, 'VN:officer-1')).body.application.id).to.equal(application);
    expect(await list(other, 'VN:exporter-2')).to.deep.equal([]);
    expect(await list(officer, 'VN:officer-1', '?state=SUBMITTED')).to.include(application);
    expect(await list(officer, 'VN:officer-1', '?state=REFUSED')).not.to.include(application);
    const path = '/v1/applications?limit=1';
    const page = await ask<ApplicationPage>(gateway, network.audience, officer, path);
    expect(page.body.items.map(({ id }) => id)).to.deep.equal([application]);
    const next = `${path}&cursor=${page.body.next ?? ''}`;
    const more = await ask<ApplicationPage>(gateway, network.audience, officer, next);
    expect(more.body.items.map(({ id }) => id)).not.to.include(application);
    const customs = await network.enrol('VN:customs-1', ['customs']);
    await network.caughtUp(gateway);
    const refused = await ask<Problem>(gateway, network.audience, customs, path, { iss: 'VN:customs-1' });
    expect(refused.body.code).to.equal('ROLE_MISSING');
  });

  it('answer a replay with the first result, and never take one jti for two things', async () => {
    const document = stated(network.document());
    const jti = testRequestId();
    const request = await applicationRequest(
      other,
      'submit',
      {
        document: { ...document, exporter: { ...document.exporter, party: 'VN:exporter-2' } },
      },
      { ...network.now(), iss: 'VN:exporter-2', jti },
    );
    const first = await takeStep(gateway, request);
    expect(first.status).to.equal(201);
    const after = await applicationRequest(other, 'withdraw', on(first.body), {
      ...network.now(),
      iss: 'VN:exporter-2',
    });
    expect((await takeStep(gateway, after)).body.state).to.equal('WITHDRAWN');
    for (const jws of [request.jws, mirrored(request.jws)]) {
      const again = await takeStep(gateway, { ...request, jws });
      expect(again.status).to.equal(200);
      expect(again.body).to.deep.equal({ ...first.body, replayed: true });
    }
    const twin = await applicationRequest(
      other,
      'draft',
      { document: { form: 'D' } },
      {
        ...network.now(),
        iss: 'VN:exporter-2',
        jti,
      },
    );
    expect((await takeStep(gateway, twin)).body.code).to.equal('JTI_REUSED');
    const both = await Promise.all([1, 2, 3].map(() => handIn(document)));
    expect(new Set(both.map(({ application }) => application)).size).to.equal(3);
  });

  it('a `jti` of a step never acts, and one that acted is never taken by a step: each names one request for ever', async () => {
    const both = await network.enrol('VN:broker-1', ['exporter', 'signatory']);
    await network.caughtUp(gateway);
    const as = (jti: string) => ({ ...network.now(), iss: 'VN:broker-1', jti });
    const issuing = async (jti: string) => {
      const base = network.document();
      const document = { ...base, certification: { ...base.certification, signatory: 'VN:broker-1' } };
      return submit(gateway, await issueRequest(both, [document], as(jti)), 10);
    };
    const drafting = async (jti: string) =>
      takeStep(gateway, await applicationRequest(both, 'draft', { document: { form: 'D' } }, as(jti)));
    const [drafted, acted] = [testRequestId(), testRequestId()];
    expect((await drafting(drafted)).status).to.equal(201);
    const refused = await issuing(drafted);
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'JTI_REUSED']);
    expect((await issuing(acted)).body.state).to.equal('COMMITTED');
    const late = await drafting(acted);
    expect([late.status, late.body.code]).to.deep.equal([409, 'JTI_REUSED']);
    // Another gateway of the member, with a store of its own, knows the act from the ledger.
    const beside = await network.start('VN', { data: `${network.folder}/beside` });
    const there = await applicationRequest(both, 'draft', { document: { form: 'D' } }, as(acted));
    expect((await takeStep(beside, there)).body.code).to.equal('JTI_REUSED');
  });

  it('take many copies of one step at once, once', async () => {
    const request = await applicationRequest(
      exporter,
      'submit',
      { document: stated(network.document()) },
      network.now(),
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => takeStep(gateway, request)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([
      200, 200, 200, 200, 200, 200, 200, 201,
    ]);
    expect(
      (await list(exporter, 'VN:exporter-1')).filter((id) => id === answers[0]?.body.application),
    ).to.have.length(1);
  });

  it('refuse a step that is not as it must be, by its code', async () => {
    const submitted = await handIn();
    const document = stated(network.document());
    const wrong = { ...document, items: document.items.map((item) => ({ ...item, originCriterion: 'PE' })) };
    const foreign = { ...document, exporter: { ...document.exporter, party: 'VN:exporter-2' } };
    const now = network.now();
    const claimed = await applicationRequest(exporter, 'submit', { document }, now);
    const table: readonly (readonly [string, { jws: string; parcels: readonly string[] }, string])[] = [
      [
        'errors of the pre-check',
        await applicationRequest(exporter, 'submit', { document: wrong }, now),
        'APPLICATION_FINDINGS',
      ],
      [
        'another’s name',
        await applicationRequest(exporter, 'submit', { document: foreign }, now),
        'APPLICATION_FINDINGS',
      ],
      [
        'an exporter who decides',
        await applicationRequest(exporter, 'refuse', { reason: why, ...on(submitted) }, now),
        'ROLE_MISSING',
      ],
      [
        'an officer who declares',
        await applicationRequest(officer, 'submit', { document }, byOfficer()),
        'ROLE_MISSING',
      ],
      [
        'what was not seen',
        await applicationRequest(
          officer,
          'refuse',
          {
            reason: why,
            on: { application: submitted.application, after: `${officer.kid}.${testRequestId()}` },
          },
          byOfficer(),
        ),
        'AFTER_MISMATCH',
      ],
      [
        'nothing seen at all',
        await applicationRequest(
          officer,
          'refuse',
          { reason: why, ...on(submitted) },
          { ...byOfficer(), args: {} },
        ),
        'REQUEST_CLAIMS',
      ],
      [
        'an unknown application',
        await applicationRequest(
          exporter,
          'withdraw',
          on({ application: `${exporter.kid}.${testRequestId()}`, step: submitted.step }),
          now,
        ),
        'APPLICATION_UNKNOWN',
      ],
      [
        'no reason',
        await applicationRequest(officer, 'refuse', on(submitted), byOfficer()),
        'PARCEL_MISSING',
      ],
      [
        'an empty reason',
        await applicationRequest(
          officer,
          'refuse',
          { reason: { text: '', boxes: [] }, ...on(submitted) },
          byOfficer(),
        ),
        'DOCUMENT_INVALID',
      ],
      ['no contents', { ...claimed, parcels: [] }, 'PARCEL_MISSING'],
      ['other contents', { ...claimed, parcels: ['{}'] }, 'PARCEL_MISMATCH'],
      ['an act of the ledger', await network.issue(officer, [network.document()]), 'REQUEST_OPERATION'],
      [
        'another network',
        await applicationRequest(
          exporter,
          'submit',
          { document },
          { ...now, aud: `origin#${'0'.repeat(64)}` },
        ),
        'REQUEST_AUDIENCE',
      ],
      [
        'an expired request',
        await applicationRequest(
          exporter,
          'submit',
          { document },
          { ...now, iat: now.iat - 100, lifetime: 10 },
        ),
        'REQUEST_EXPIRED',
      ],
      [
        'a request of tomorrow',
        await applicationRequest(exporter, 'submit', { document }, { ...now, iat: now.iat + 3600 }),
        'REQUEST_NOT_YET_VALID',
      ],
    ];
    const before = await list(exporter, 'VN:exporter-1');
    for (const [name, request, code] of table) {
      const answer = await takeStep(gateway, request);
      expect(answer.body.code, name).to.equal(code);
      expect(answer.status, name).to.equal(answer.body.status);
    }
    expect(await list(exporter, 'VN:exporter-1')).to.deep.equal(before);
    const ledger = await submit(gateway, claimed);
    expect(ledger.body.code).to.equal('REQUEST_OPERATION');
  });

  it('let nothing be issued that was not declared, nor twice, nor after a withdrawal', async () => {
    const document = stated(network.document());
    const handed = await handIn(document);
    const issue = async (document: FormDDocument) =>
      submit(gateway, await network.issue(officer, [document]));
    const otherwise = toIssue(handed.application, document, {
      consignee: { ...document.consignee, name: 'Another' },
    });
    const disagrees = await issue(otherwise);
    expect(disagrees.body.code).to.equal('APPLICATION_DISAGREES');
    expect(disagrees.body.boxes).to.deep.equal(['parcels[0].consignee.name']);
    const twice = [toIssue(handed.application, document), toIssue(handed.application, document)];
    const both = await submit(gateway, await network.issue(officer, twice));
    expect(both.body.code).to.equal('APPLICATION_STATE');
    expect((await issue(toIssue(`${exporter.kid}.${testRequestId()}`, document))).body.code).to.equal(
      'APPLICATION_UNKNOWN',
    );
    expect((await issue(toIssue(handed.application, document))).status).to.equal(201);
    expect((await issue(toIssue(handed.application, document))).body.code).to.equal('APPLICATION_STATE');

    const gone = await handIn(document);
    await takeStep(gateway, await applicationRequest(exporter, 'withdraw', on(gone), network.now()));
    expect((await issue(toIssue(gone.application, document))).body.code).to.equal('APPLICATION_STATE');
  });

  it('wait for the outcome while the ledger is asked, and stand open again when it refuses', async () => {
    const document = stated(network.document());
    const used = network.document();
    expect((await submit(gateway, await network.issue(officer, [used]))).status).to.equal(201);
    const handed = await handIn(document);
    const same = { reference: used.reference };
    const refused = await submit(
      gateway,
      await network.issue(officer, [toIssue(handed.application, document, same)]),
    );
    expect(refused.body.code).to.equal('NUMBER_USED');
    const { body } = await read(handed.application, exporter, 'VN:exporter-1');
    expect(body.application.state).to.equal('SUBMITTED');
    expect(body.application).not.to.have.property('certificate');
    expect(
      (await submit(gateway, await network.issue(officer, [toIssue(handed.application, document)]))).status,
    ).to.equal(201);
    expect((await read(handed.application, exporter, 'VN:exporter-1')).body.application.state).to.equal(
      'ISSUED',
    );
  });

  it('outlive a restart that builds the read model again', async () => {
    const { application } = await handIn();
    await gateway.close();
    gateway = await network.start('VN', { rebuild: true });
    expect((await read(application, exporter, 'VN:exporter-1')).body.application.state).to.equal('SUBMITTED');
  });

  describe('pre-check', () => {
    const check = (body: string, signedBody = body) =>
      ask<PrecheckAnswer & Problem>(gateway, network.audience, exporter, '/v1/prechecks', {
        iss: 'VN:exporter-1',
        method: 'POST',
        body,
        signedBody,
      });

    it('lists every finding at once, of a document that may be incomplete', async () => {
      const document = stated(network.document());
      const fine = await check(JSON.stringify({ document }));
      expect(validatorOf(PrecheckAnswer).problems(fine.body)).to.deep.equal([]);
      expect(fine.body).to.deep.include({ acceptable: true, findings: [] });
      const items = document.items.map((item) => ({
        ...item,
        quantity: { value: '0', unit: 'C62' },
        originCriterion: 'PE',
      }));
      const { body } = await check(JSON.stringify({ document: { ...document, items, consignee: {} } }));
      expect(body.acceptable).to.equal(false);
      expect(body.findings.map(({ rule, box }) => `${rule} ${box}`)).to.include.members([
        'OCP 6 items[0].quantity.value',
        'criteria words items[0].originCriterion',
        'OCP 28 consignee.name',
      ]);
    });

    it('refuses a document that is nested deeper than any form, whatever it is', async () => {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const deep = `${open.repeat(20_000)}1${close.repeat(20_000)}`;
        const { status, body } = await check(`{"document":{"items":${deep}}}`);
        expect([status, body.code]).to.deep.equal([400, 'BODY_MALFORMED']);
      }
    });

    it('judges codes by the lists the member keeps, where it keeps some', async () => {
      const folder = join(network.folder, 'lists');
      mkdirSync(folder);
      writeFileSync(join(folder, 'hs2022.csv'), 'section,hscode,description\nXI,620521,Shirts\n');
      const listed = await network.start('VN', { codeLists: folder, data: join(network.folder, 'listed') });
      const path = '/v1/prechecks';
      const body = JSON.stringify({ document: stated(network.document()) });
      const options = { iss: 'VN:exporter-1', method: 'POST', body } as const;
      const answer = await ask<PrecheckAnswer>(listed, network.audience, exporter, path, options);
      expect(answer.body.findings.map(({ rule, box }) => `${rule} ${box}`)).to.deep.equal([
        'reading HS items[0].hs',
      ]);
      await listed.close();
      const wrong = network.start('VN', { codeLists: network.folder, data: join(network.folder, 'listed') });
      expect(await wrong.then(() => 'started', String)).to.match(
        /holds none of hs2022.csv, rec20.csv, rec21.csv and locode/,
      );
    });

    it('is bound to the body that was signed', async () => {
      const body = JSON.stringify({ document: {} });
      expect((await check(body, '{}')).body.code).to.equal('QUERY_TARGET');
      expect((await check('{"document":5}')).body.code).to.equal('BODY_INVALID');
      expect((await check('{"document":{},"submitted":"2026-02-30"}')).body.boxes).to.deep.equal([
        'submitted',
      ]);
      expect((await check('{"document":')).body.code).to.equal('BODY_MALFORMED');
    });
  });
});
