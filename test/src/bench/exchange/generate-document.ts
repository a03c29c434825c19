import { calendarDateAt } from '@origin-ledger/model';
import type { DocumentToIssue } from '@origin-ledger/sdk';
import { criterionOf } from './criteria.js';
import { goods } from './goods.js';
import { Random } from './random.js';
import type { Issuer, Route } from './routes.js';

type Item = DocumentToIssue['items'][number];

const DAY = 86_400_000;
const ITEM_LIMIT = 50;
const CONSIGNEES = 3000;
const COMPANY_ENDINGS = ['Trading', 'Manufacturing', 'Foods', 'Garment', 'Electronics', 'Industries'];
const TOWNS = ['North Harbour', 'Old Market', 'Riverside', 'East Gate', 'Long Bridge'];
const REASONS = [
  'The exporter asked late for a cause beyond his control',
  'An involuntary omission, mended after the departure of the goods',
];

export interface Generation {
  readonly seed: number;
  /** Which of the issuer's certificates: 0 for its first. The same one is always the same. */
  readonly index: number;
  /** The day of issue, milliseconds since 1970. */
  readonly today: number;
}

/** A certificate as an application of real trade would state it. Deterministic by seed, issuer and index. */
export function generateDocument(issuer: Issuer, { seed, index, today }: Generation): DocumentToIssue {
  const random = new Random(seed, index * 31 + (issuer.member.charCodeAt(0) % 31));
  const route = random.weighted(issuer.routes);
  const partial = route.form === 'D' && random.chance(0.01);
  const retroactive = random.chance(0.03);
  const exporter = exporterOf(issuer, random.rank(issuer.exporters));
  const invoice = {
    number: `INV-${random.whole(100_000, 999_999)}`,
    date: calendarDateAt(today - random.whole(3, 20) * DAY, 0),
  };
  const criterion = partial ? `PC ${random.whole(20, 39)}%` : undefined;
  const items = Array.from({ length: itemCount(random) }, (_, at) =>
    itemOf(random, { route, number: at + 1, maker: exporter.name, invoice, criterion }),
  );
  const made = items.find(isMade);
  const accumulated = route.form === 'D' && !partial && made !== undefined && random.chance(0.05);
  const departure = today + (retroactive ? -random.whole(5, 60) : random.whole(2, 20)) * DAY;
  const office = random.of(issuer.offices);
  return {
    form: route.form,
    reference: { member: issuer.member, office, number: String(index).padStart(10, '0') },
    exporter,
    ...(route.form === 'RCEP' ? { producer: producerOf(exporter) } : {}),
    consignee: consigneeOf(route, random.rank(CONSIGNEES)),
    transport: {
      departure: calendarDateAt(departure, 0),
      means: `MV Example ${random.whole(1, 400)} V.${random.whole(100, 999)}`,
      portOfDischarge: route.port,
      ...(random.chance(0.5) ? { route: `${issuer.name} to ${route.port}, direct` } : {}),
    },
    items: accumulated
      ? items.map((item) =>
          item === made ? { ...item, accumulatedFrom: [issuer.member === 'MY' ? 'TH' : 'MY'] } : item,
        )
      : items,
    declaration: {
      production: issuer.member,
      importing: route.importing,
      place: random.of(issuer.cities),
      signatory: `Export manager, ${exporter.name}`,
    },
    certification: { place: random.of(issuer.cities) },
    flags: {
      ...(random.chance(0.08) ? { thirdCountryInvoicing: THIRD_COUNTRY } : {}),
      ...(accumulated ? { accumulation: true } : {}),
      ...(retroactive ? { issuedRetroactively: { reason: random.of(REASONS) } } : {}),
      ...(partial ? { partialCumulation: true } : {}),
    },
  };
}

const THIRD_COUNTRY = { company: 'Example Commodities AG, Zug', country: 'CH' };

const isMade = ({ originCriterion }: Item): boolean => originCriterion !== 'WO';

/** Most certificates are short; one in a few hundred is as long as it may be. */
function itemCount(random: Random): number {
  const count = 1 + Math.floor(-Math.log(1 - random.next()) * 4);
  return random.chance(0.004) ? ITEM_LIMIT : Math.min(ITEM_LIMIT, count);
}

interface ItemSetting {
  readonly route: Route;
  readonly number: number;
  readonly maker: string;
  readonly invoice: Item['invoices'][number];
  /** Of the whole certificate; else each item has its own. */
  readonly criterion: string | undefined;
}

function itemOf(random: Random, { route, number, maker, invoice, criterion }: ItemSetting): Item {
  const traded = random.of(goods);
  const packages = random.whole(1, 800);
  return {
    number,
    marks: `EX/${route.port.slice(2)} ${number}/${packages}`,
    packages: { count: packages, type: traded.package },
    description: `${traded.description}, lot ${random.whole(1000, 9999)}, brand "Sample ${random.whole(1, 60)}"`,
    maker,
    // The length of the importing member's own code differs.
    hs: random.chance(0.7) ? `${traded.hs}${random.whole(10, 99)}` : traded.hs,
    ...(route.form === 'RCEP' ? { exportedHs: traded.hs } : {}),
    originCriterion: criterion ?? criterionOf(random, route.form, traded),
    quantity: { value: quantityText(random), unit: traded.unit },
    invoices: [invoice],
  };
}

/** A decimal as it must be spelled: no zeros at its end. */
const quantityText = (random: Random): string =>
  random.chance(0.3) ? `${random.whole(1, 60_000)}.${random.whole(1, 9)}` : String(random.whole(1, 60_000));

function exporterOf({ member, cities }: Issuer, rank: number): DocumentToIssue['exporter'] {
  const random = new Random(7, rank);
  return {
    name: `Example ${random.of(COMPANY_ENDINGS)} Company No. ${rank + 1}`,
    address: `${random.whole(1, 240)} Sample Street, ${random.of(cities)}`,
    country: member,
    party: `${member}:example-exporter-${rank + 1}`,
  };
}

/** The exporter makes the goods himself; box 1 alone names his code in the register. */
const producerOf = ({
  name,
  address,
  country,
}: DocumentToIssue['exporter']): NonNullable<DocumentToIssue['producer']> => ({ name, address, country });

function consigneeOf({ importing }: Route, rank: number): DocumentToIssue['consignee'] {
  const random = new Random(11, rank);
  return {
    name: `Specimen ${random.of(COMPANY_ENDINGS)} Import No. ${rank + 1}`,
    address: `${random.whole(1, 180)} Placeholder Road, ${random.of(TOWNS)}`,
    country: importing,
  };
}
