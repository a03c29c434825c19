import { forms, type Form } from '@origin-ledger/model';
import { expect } from 'chai';
import { RegisterForms } from './register-forms.js';

const formD = forms.get('D') as Form;

describe('forms of the register', () => {
  it('are read once, win over the tables of this package, and are read anew where one is missing', async () => {
    const register: Form[] = [{ ...formD, itemLimit: 7 }];
    let reads = 0;
    const known = new RegisterForms(() => Promise.resolve([...register]).finally(() => (reads += 1)));
    expect((await known.knowing(['D']))('D')?.itemLimit).to.equal(7);
    expect((await known.knowing(['E']))('E')?.code).to.equal('E');
    expect(reads).to.equal(1);
    expect((await known.knowing(['NEW']))('NEW')).to.equal(undefined);
    register.push({ ...formD, code: 'NEW' });
    expect((await known.knowing(['NEW']))('NEW')?.code).to.equal('NEW');
    expect(reads).to.equal(3);
  });
  it('are asked for again after a failure', async () => {
    let fails = true;
    const known = new RegisterForms(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve([])));
    const failure = await known.knowing(['D']).then(
      () => 'known',
      (error: unknown) => String(error),
    );
    expect(failure).to.contain('down');
    fails = false;
    expect((await known.knowing(['D']))('D')).to.equal(formD);
  });
});
