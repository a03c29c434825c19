import { expect } from 'chai';
import type { Role } from '../registry/records.js';
import { maySeeContents, maySeeExporters } from './who-sees.js';

const asking = (holder: string, ...roles: Role[]) => ({ member: holder.slice(0, 2), holder, roles });

describe('who sees what [OCP 17.5] [OCP 20] [OCP 31.4]', () => {
  const rows: readonly (readonly [string, ReturnType<typeof asking>, string | undefined, boolean])[] = [
    ['an official of the issuing state', asking('VN:officer', 'signatory'), undefined, true],
    ['an officer of the importing state', asking('SG:officer', 'customs'), undefined, true],
    ['a system of either', asking('SG:edi', 'system'), undefined, true],
    ['an officer of a third state', asking('TH:officer', 'customs', 'signatory', 'system'), undefined, false],
    ['an auditor of the issuing state', asking('VN:auditor', 'auditor'), undefined, false],
    ['the exporter it names', asking('VN:exporter', 'exporter'), 'VN:exporter', true],
    ['another exporter', asking('VN:other', 'exporter'), 'VN:exporter', false],
    ['an exporter where it names none', asking('VN:exporter', 'exporter'), undefined, false],
    [
      'an exporter of a third state, whatever it names',
      asking('TH:exporter', 'exporter'),
      'TH:exporter',
      false,
    ],
  ];
  for (const [name, who, trader, may] of rows) {
    it(`${name} ${may ? 'sees' : 'does not see'} what is for Viet Nam and Singapore`, () => {
      expect(maySeeContents(who, ['VN', 'SG'], trader)).to.equal(may);
    });
  }
  it('[OCP 2.5] certified exporters are for authorities, not for trade', () => {
    const roles: readonly Role[] = ['signatory', 'customs', 'system', 'auditor'];
    for (const role of roles) expect(maySeeExporters(asking('TH:one', role)), role).to.equal(true);
    expect(maySeeExporters(asking('VN:exporter', 'exporter'))).to.equal(false);
  });
});
