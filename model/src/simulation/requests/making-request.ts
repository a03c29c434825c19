import type { SimulatedParcel } from '../ledger.js';
import { certificateAsked, declarationAsked, originalsAsked, type AskedCertificate } from '../paper/asked.js';
import type { Command, MakingAct, Slot } from '../paper/command.js';
import { written } from '../paper/days.js';
import type { Paper } from '../paper/paper.js';
import { certificateArgs, parcel } from '../scene.js';
import { balanceAfter, balanceNow } from './balance-parcels.js';
import type { Asked } from './asked-act.js';
import type { Tracked } from './tracked.js';

const ITEMS = 2;

/** What a certificate says in public. */
function publicPart(office: string, number: string, asked: AskedCertificate) {
  const { form, importing, retroactive, partial } = asked;
  return {
    ...{ office, number, form, importing, retroactive, items: ITEMS },
    issued: written(asked.issued),
    departure: written(asked.departure),
    ...(partial ? { partialCumulation: true } : {}),
  };
}

/** Contents of its own under this reference. */
function fresh(one: Tracked, number = one.reference.number): SimulatedParcel {
  const { member: from, office } = one.reference;
  const { document } = certificateArgs({ from, to: one.importing, office, number }).issued;
  return { ...document, readers: one.document.readers };
}

/** An act by which a certificate comes to be. */
export function makingRequest(
  paper: Paper,
  tracked: ReadonlyMap<Slot, Tracked>,
  command: Command & { readonly act: MakingAct },
): Asked {
  const one = trackedIn(tracked, paper.slotOf(command));
  const document = fresh(one);
  const { office, number } = one.reference;
  const done = (): void => {
    one.document = document;
  };
  if (command.act === 'declare' || command.act === 'declare-onward') {
    const { date, goods, signatory } = declarationAsked(paper, command);
    const when = { date: written(date), departure: written(date) };
    const what = { items: ITEMS, hs: goods, signatory, medium: 'INVOICE', digest: 'd'.repeat(64) };
    const declaration = { exporter: `E${paper.run}`, number, importing: one.importing, ...when, ...what };
    return command.act === 'declare'
      ? { op: 'selfcertification.declare/1', args: declaration, parcels: [document], done }
      : drawing(paper, tracked, command, {
          ...{ op: 'selfcertification.declare-back-to-back/1', args: { declaration } },
          ...{ parcels: [document], done },
        });
  }
  const certificate = publicPart(office, number, certificateAsked(paper, command));
  if (command.act !== 'onward') {
    // Only Viet Nam's number is followed here: who else issues asks for one of his own.
    const mine = fresh({ ...one, reference: { ...one.reference, member: command.member } });
    const parcels = [command.member === one.reference.member ? document : mine];
    return { op: 'certificate.issue/1', args: { certificates: [certificate] }, parcels, done };
  }
  return drawing(paper, tracked, command, {
    ...{ op: 'certificate.back-to-back/1', args: { certificate }, parcels: [document], done },
  });
}

/** An act that draws on originals beside what else it does. */
function drawing(
  paper: Paper,
  tracked: ReadonlyMap<Slot, Tracked>,
  command: Command,
  { op, args, parcels = [], done }: Asked,
): Asked {
  const originals = originalsAsked(command).map((slot) => trackedIn(tracked, slot));
  const draws = originals.map((original) => {
    const before = balanceNow(paper, original, 'reexport');
    return { before, after: balanceAfter(paper, original, 'reexport', { before, item: command.item }) };
  });
  return {
    op,
    args: { ...args, first: 'VN', originals: originals.map(({ reference }) => reference) },
    parcels: [...parcels, ...draws.flatMap(({ before, after }) => [before, after.parcel])],
    done: () => {
      done?.();
      for (const { after } of draws) after.done();
    },
  };
}

/** A new certificate in the place of one. */
export function replacementOf(paper: Paper, one: Tracked, readers: readonly string[]): Asked {
  one.replacements += 1;
  const number = `${one.reference.number}-${one.replacements}`;
  const today = paper.register.today(one.reference.member, paper.now);
  const certificate = publicPart(one.reference.office, number, {
    form: paper.certificates.get(one.slot)?.made.form ?? 'D',
    importing: one.importing,
    ...{ issued: today, departure: today, retroactive: false, partial: false },
  });
  return {
    op: 'certificate.replace/1',
    args: { reference: one.reference, certificate },
    parcels: [fresh(one, number), parcel('reason', one.reference, readers)],
  };
}

function trackedIn(tracked: ReadonlyMap<Slot, Tracked>, slot: Slot): Tracked {
  const one = tracked.get(slot);
  if (one === undefined) throw new RangeError(`no certificate ${slot}`);
  return one;
}
