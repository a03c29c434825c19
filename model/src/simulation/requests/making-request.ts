import { documentBox } from '../../certificate/parcel.js';
import type { FormDDocument } from '../../form/form-d-document.js';
import type { SimulatedParcel } from '../ledger.js';
import { certificateAsked, declarationAsked, originalsAsked, type AskedCertificate } from '../paper/asked.js';
import type { Command, MakingAct, Slot } from '../paper/command.js';
import { written } from '../paper/days.js';
import type { Paper } from '../paper/paper.js';
import { certificateArgs, declarationOf, parcel } from '../scene.js';
import { balanceAfter, balanceNow } from './balance-parcels.js';
import type { Asked } from './asked-act.js';
import type { Tracked } from './tracked.js';

const ITEMS = 2;

/** What a certificate says in public. */
function publicPart(office: string, number: string, asked: AskedCertificate) {
  const { form, importing, retroactive } = asked;
  return {
    ...{ office, number, form, importing, retroactive, items: ITEMS },
    issued: written(asked.issued),
    departure: written(asked.departure),
  };
}

/** Contents of its own under this reference. */
function fresh(one: Tracked, number = one.reference.number, partial = false): SimulatedParcel {
  const { member: from, office } = one.reference;
  const flags = partial ? { partialCumulation: true as const } : {};
  const { document } = certificateArgs({ from, to: one.importing, office, number, ...flags }).issued;
  return { ...document, readers: one.document.readers };
}

/** A declaration of the run's exporter, for as many items as every certificate of a run has. */
function declaredBy(
  paper: Paper,
  one: Tracked,
  { date, goods, signatory }: ReturnType<typeof declarationAsked>,
): SimulatedParcel {
  const { member: from } = one.reference;
  const hs = [1, 2].map((number) => goods[number - 1] ?? goods[0] ?? '');
  const exporter = `E${paper.run}`;
  const { document } = declarationOf({
    from,
    to: one.importing,
    exporter,
    date: written(date),
    hs,
    signatory,
  });
  const { reference } = one;
  const contents = { ...(document.contents as FormDDocument), reference };
  return { ...document, box: documentBox(reference), contents };
}

/** An act by which a certificate comes to be. */
export function makingRequest(
  paper: Paper,
  tracked: ReadonlyMap<Slot, Tracked>,
  command: Command & { readonly act: MakingAct },
): Asked {
  const one = trackedIn(tracked, paper.slotOf(command));
  const declared = command.act === 'declare' || command.act === 'declare-onward';
  const partial = !declared && certificateAsked(paper, command).partial;
  const said = declared ? declarationAsked(paper, command) : undefined;
  const document =
    said === undefined ? fresh(one, one.reference.number, partial) : declaredBy(paper, one, said);
  const { office, number } = one.reference;
  const done = (): void => {
    one.document = document;
  };
  if (said !== undefined) {
    const day = written(said.date);
    const declaration = { number, importing: one.importing, date: day, departure: day, items: ITEMS };
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
