import { expect } from 'chai';
import { canonicalBytes } from '../canonical/canonical-json.js';
import { formD } from '../testing/documents.js';
import { documentBytes } from './document-size.js';
import { forms } from './form.js';
import { validatorOf } from '../validation/validator.js';
import { FormDDocument } from './form-d-document.js';

describe('the size of a document', () => {
  const long = (most: number): string => 'ก'.repeat(most);

  it('is that of a form filled with the longest texts, in a script of three bytes a character', () => {
    const form = forms.get('D');
    const base = formD();
    const [item] = base.items;
    if (item === undefined || form === undefined) throw new Error('no item');
    const full = { ...item, marks: long(512), description: long(2000), maker: long(128) };
    const items = Array.from({ length: form.itemLimit }, (_, index) => ({ ...full, number: index + 1 }));
    const party = { name: long(350), address: long(700) };
    const document = {
      ...base,
      exporter: { ...base.exporter, ...party },
      consignee: { ...base.consignee, ...party },
      items,
    };
    expect(validatorOf(FormDDocument).problems(document)).to.deep.equal([]);
    expect(canonicalBytes(document).length).to.be.below(documentBytes(form));
  });

  it('grows with the items of its form, to the most that a parcel may have', () => {
    expect(documentBytes({ itemLimit: 1 })).to.be.below(documentBytes({ itemLimit: 2 }));
    expect(documentBytes(undefined)).to.equal(documentBytes({ itemLimit: 50 }));
    expect(documentBytes({ itemLimit: 1000 })).to.equal(2 * 1024 * 1024);
  });
});
