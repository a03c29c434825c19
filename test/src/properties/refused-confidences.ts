import { commitmentOf, parcelName } from '@origin-ledger/model';
import { prepareIssue } from '@origin-ledger/sdk';
import { expect } from 'chai';
import type { MemberClient } from '../conformance/member-client.js';
import { codeOf, type Scene } from './scene.js';

/** Confidential acts that are refused, by gateways and by contracts: a refusal must not tell what an act does not. */
export async function refusedConfidences(scene: Scene, reference: string): Promise<void> {
  const { singapore, vietnam, shared, keys, filled } = scene;
  const draw = (value: string) => [
    { declaration: shared.unsentWord('SG-IM'), items: [{ number: 1, value, unit: 'KGM' }] },
  ];
  expect(await codeOf(singapore.utilise(reference, draw('999999999.5')))).to.equal('QUANTITY_EXCEEDED');
  expect(await codeOf(vietnam.cancel(reference, shared.unsentWord('Too late')))).to.equal(
    'CERTIFICATE_UTILISED',
  );

  // Documents that the edge refuses, and that the contract refuses where no edge stands before it.
  const network = await vietnam.network();
  const options = { ...filled, audience: network.audience, utcOffsetMinutes: 420 };
  const { request, parcels } = await prepareIssue(keys.officer, {
    ...options,
    documents: [shared.unsentDocument('SG')],
  });
  const altered = parcels.map((text) => text.replace('"GIVEN"', '').replace('KGM', 'TNE'));
  const prepared = { id: '', request, references: [], parcels: altered };
  expect(await codeOf(vietnam.submit(prepared))).to.equal('PARCEL_MISMATCH');
  const { lastAct } = await vietnam.certificate(reference);
  for (const code of ['VN', 'SG'])
    await refusedByContracts(await scene.client(code), reference, parcels[0] ?? '', lastAct);
}

/** What is no certificate's, put to the contracts as transient data by the two states' own clients. */
async function refusedByContracts(
  client: MemberClient,
  reference: string,
  text: string,
  act: string,
): Promise<void> {
  const { code } = client.profile.member;
  const transient = { [commitmentOf(text)]: text };
  for (const args of [
    ['certificate:deposit', JSON.stringify([reference])],
    ['certificate:deliver', reference, code],
    ['parcel:deliver', JSON.stringify([parcelName(act, commitmentOf(text))]), code],
  ] as const) {
    const verdict = await client.submit([], { arguments: [...args], transient, endorsers: [code] });
    expect(verdict.stage, args[0]).to.equal('endorse');
  }
}
