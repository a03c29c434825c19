import {
  defaultSettings,
  forms,
  formSubject,
  operationOf,
  transactionOf,
  validatorOf,
  type Form,
} from '@origin-ledger/model';
import { expect } from 'chai';
import { registryActOf, registryActs } from './registry-acts.js';

describe('acts of the register', () => {
  const form = JSON.parse(JSON.stringify(forms.get('D'))) as Form;
  const charter = { keeper: 'SG', members: ['SG', 'TH', 'VN'] };
  const built = [
    registryActs.authority({
      ...{ code: 'MOIT', kind: 'issuing', name: 'Ministry', address: 'Ha Noi', offices: ['HAN'] },
      ...{ electronicOnly: true, active: true },
    }),
    registryActs.form(form, 'SG'),
    registryActs.settings({ ...defaultSettings, capabilities: [...defaultSettings.capabilities] }),
    registryActs.departure('TH', 'VN'),
    registryActs.consent(formSubject(form)),
    registryActs.withdrawConsent({ departure: 'TH' }),
    registryActs.consent({ charter }),
    registryActs.charter(charter, ['SG', 'TH']),
  ];
  for (const { op, transaction, args } of built)
    it(`${op} is stated as the ledger takes it, by its transaction`, () => {
      expect(validatorOf(operationOf(op).args).problems(args)).to.deep.equal([]);
      expect(`registry:${transaction}`).to.equal(transactionOf(op));
      expect(registryActOf(op, args)).to.deep.equal({ op, transaction, args });
    });
  it('those with a command of their own are not stated so', () => {
    expect(registryActOf('registry.key/1', {})).to.equal(undefined);
  });
});
