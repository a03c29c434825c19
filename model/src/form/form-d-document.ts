import { Type, type Static } from 'typebox';
import { CertificateReference } from '../certificate/reference.js';
import {
  ActIdText,
  CalendarDateText,
  closed,
  CountryCode,
  CurrencyCode,
  Decimal,
  ExporterCode,
  MemberCode,
  PartyCode,
  Salt,
  Sha256Text,
} from '../validation/vocabulary.js';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

const Party = Type.Object({ name: Text(350), address: Text(700), country: CountryCode }, closed);

/** Box 8, per item. Which words and percentages a form knows is data: see `criterionProblem`. */
const OriginCriterion = Type.String({ pattern: '^[A-Z0-9][A-Z0-9 .%+-]{0,59}$' });

const Item = Type.Object(
  {
    /** Box 5. */
    number: Type.Integer({ minimum: 1, maximum: 1000 }),
    /** Box 6. */
    marks: Text(512),
    /** Box 7: number and type (UN/ECE Rec 21) of packages. */
    packages: Type.Object(
      {
        count: Type.Integer({ minimum: 1, maximum: 99999999 }),
        type: Type.String({ pattern: '^[A-Z0-9]{2}$' }),
      },
      closed,
    ),
    /** Box 7: the goods so that they can be identified, with the maker's name and any trade mark (note 5). */
    description: Text(2000),
    maker: Type.Optional(Text(350)),
    /** Box 7: the importing member's tariff code (note 6), digits only. */
    hs: Type.String({ pattern: '^(?!77)(0[1-9]|[1-8][0-9]|9[0-7])([0-9]{4}|[0-9]{6}|[0-9]{8})$' }),
    /** RCEP: the six digits of the exporting member's code, where it differs. */
    exportedHs: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    /** Box 8. */
    originCriterion: OriginCriterion,
    /** Note 15: members whose originating materials were used; stands with the accumulation mark. */
    accumulatedFrom: Type.Optional(Type.Array(CountryCode, { minItems: 1, maxItems: 50, uniqueItems: true })),
    /** Note 17: materials without the tariff change, in percent of FOB; stands with the de minimis mark. */
    deMinimisPercent: Type.Optional(Decimal),
    /** Box 9: gross weight or other quantity; unit of UN/ECE Rec 20. */
    quantity: Type.Object({ value: Decimal, unit: Type.String({ pattern: '^[A-Z0-9]{2,3}$' }) }, closed),
    /** Box 9: only where rule 25 asks for it; ISO 4217 currency. */
    fob: Type.Optional(Type.Object({ amount: Decimal, currency: CurrencyCode }, closed)),
    /** Box 10. */
    invoices: Type.Array(Type.Object({ number: Text(70), date: CalendarDateText }, closed), {
      minItems: 1,
      maxItems: 50,
    }),
  },
  closed,
);

/** Box 7, note 12: an original of a back-to-back certificate. */
const Original = Type.Object(
  {
    reference: CertificateReference,
    date: CalendarDateText,
    /** Code of the certified exporter of the first member, where the original is a declaration (OCP 12B.1). */
    exporterCode: Type.Optional(Text(40)),
  },
  closed,
);

/** Commercial documents that a declaration may be made out on; the invoice comes first (OCP 12B.2). */
export const Medium = Type.Union([
  Type.Literal('INVOICE'),
  Type.Literal('BILLING_STATEMENT'),
  Type.Literal('DELIVERY_ORDER'),
  Type.Literal('PACKING_LIST'),
]);

/** An origin declaration: who makes it out, on which document. None of it stands in public. */
const SelfCertification = Type.Object(
  {
    /** Code of the certified exporter's entry in the register of its member. */
    exporter: ExporterCode,
    /** Shows, to who reads it, that the entry means the exporter whose key enters it. */
    link: Salt,
    medium: Medium,
    /** Number of that document. */
    number: Text(70),
    /** SHA-256 of the hand-signed document, scanned. */
    digest: Sha256Text,
  },
  closed,
);

/**
 * The contents of a certificate: the thirteen boxes of Form D (ATIGA Annex 7), which the other forms share, as
 * the parcel that only the two states read.
 * Text is NFC, decimals are strings, the salt keeps its hash from being guessed.
 */
export const FormDDocument = Type.Object(
  {
    salt: Salt,
    form: Type.String({ pattern: '^[A-Z][A-Z0-9.-]{0,11}$' }),
    reference: CertificateReference,
    /** Box 1; `party` is the exporter's code in the register of the issuing member, if it has one. */
    exporter: Type.Object({ ...Party.properties, party: Type.Optional(PartyCode) }, closed),
    /** Forms that ask for it (RCEP): who made the goods. */
    producer: Type.Optional(Party),
    /** Box 2; `party` is the consignee's code in the register of the importing member, if it has one. */
    consignee: Type.Object({ ...Party.properties, party: Type.Optional(PartyCode) }, closed),
    /** Box 3. */
    transport: Type.Object(
      {
        departure: CalendarDateText,
        /** Vessel's name, or number of the flight or vehicle. */
        means: Text(140),
        /** UN/LOCODE. */
        portOfDischarge: Type.String({ pattern: '^[A-Z]{2}[A-Z2-9]{3}$' }),
        route: Type.Optional(Text(512)),
      },
      closed,
    ),
    /** Boxes 5 to 10. */
    items: Type.Array(Item, { minItems: 1, maxItems: 1000 }),
    /** Box 11. */
    declaration: Type.Object(
      {
        production: CountryCode,
        importing: MemberCode,
        place: Text(140),
        date: CalendarDateText,
        signatory: Text(140),
        /** The signed application it was made in: nobody can deny the declaration. */
        application: Type.Optional(ActIdText),
      },
      closed,
    ),
    /** Of an origin declaration alone. */
    selfCertification: Type.Optional(SelfCertification),
    /** Box 12; of a declaration, who signed it by hand. */
    certification: Type.Object({ place: Text(140), date: CalendarDateText, signatory: PartyCode }, closed),
    /** Box 13: each flag with the data it implies; absent means not ticked. */
    flags: Type.Object(
      {
        thirdCountryInvoicing: Type.Optional(
          Type.Object({ company: Text(350), country: CountryCode }, closed),
        ),
        exhibition: Type.Optional(Type.Object({ name: Text(350), address: Text(700) }, closed)),
        accumulation: Type.Optional(Type.Literal(true)),
        deMinimis: Type.Optional(Type.Literal(true)),
        issuedRetroactively: Type.Optional(Type.Object({ reason: Text(512) }, closed)),
        partialCumulation: Type.Optional(Type.Literal(true)),
        backToBack: Type.Optional(
          Type.Object({ originals: Type.Array(Original, { minItems: 1, maxItems: 50 }) }, closed),
        ),
      },
      closed,
    ),
  },
  closed,
);
export type FormDDocument = Static<typeof FormDDocument>;
