import { expect } from 'chai';
import type { ActRecord } from '../act/act-record.js';
import { parseRequest } from '../request/signed-request.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import { confirmed, decideItems, decisionOf, received, START, step } from '../simulation/scene.js';

/** All that a run leaves in public, where commitments and the act records' own digests are signs. */
async function publicOf(given: boolean, presentedOn = '2026-03-03'): Promise<string> {
  const ledger = new SimulatedLedger(START);
  const one = await received(ledger, { quantities: [{ number: 1, value: '1200', unit: 'KGM' }] });
  ledger.now = '2026-03-05T05:00:00.000Z';
  const decision = await decideItems(ledger, one, [1], given, presentedOn);
  const answers = await confirmed(ledger, decision, 'VN');
  const clarification = await step(
    ledger,
    one,
    'certificate.clarify/1',
    'VN:signatory',
    { answers },
    'clarification',
    {
      items: given ? [] : [{ number: 1, clarification: 'as measured' }],
    },
  );
  const again = { items: [1], answers: await confirmed(ledger, clarification, 'SG') };
  const said = decisionOf(one.reference, [1], given);
  await step(ledger, one, 'certificate.reassess/1', 'SG:customs', again, 'decision', said);
  const check = { case: 1, items: [1], suspend: true };
  await step(ledger, one, 'case.request-check/1', 'SG:customs', check, 'request', {
    ...{ random: given, reasons: given ? [] : ['the seal'] },
  });
  await step(ledger, one, 'case.determine-check/1', 'SG:customs', { case: 1 }, 'determination', {
    ...{ originating: given, grounds: given ? [] : ['the seal'] },
  });
  await decideItems(ledger, one, [1], given, presentedOn);
  const left = [...ledger.state].map(([key, value]) => {
    const { request } = value as Partial<ActRecord>;
    return [key, value, ...(request === undefined ? [] : [parseRequest(request).claims])];
  });
  return JSON.stringify(left, (name, value: unknown) => (name === 'request' ? undefined : value))
    .replaceAll('\\u0000', ' ')
    .replaceAll(/[0-9a-f]{64}/g, '#')
    .replaceAll(/"contents":"[^"]*"/g, '"contents":"#"');
}

describe('what a decision leaves in public [OCP 17.5] [OCP 31.4]', () => {
  it('is the same whether a certificate of one item was given preference or refused, and whatever follows', async () => {
    const [given, refused] = [await publicOf(true), await publicOf(false)];
    expect(given).to.equal(refused);
    expect(given)
      .to.include('certificate.decide/1')
      .and.not.match(/GIVEN|"given"|CRITERION|presented/);
  });
  it('and whichever day the proof was presented', async () => {
    expect(await publicOf(true, '2026-03-04')).to.equal(await publicOf(true));
  });
});
