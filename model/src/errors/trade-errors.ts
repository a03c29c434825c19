import type { ErrorDefinition } from './error-definition.js';

const refuse = (status: number, title: string, remedy: string): ErrorDefinition => ({
  status,
  title,
  remedy,
  retry: 'never',
});

/** Refusals of the rules of the trade, from issue to the end of a case. Part of the one registry. */
export const tradeErrors = {
  CERTIFICATE_UTILISED: refuse(
    409,
    'An item was given preference or a quantity drawn (HB 5.1)',
    'Mend errors by clarification; a utilised certificate stands.',
  ),
  CERTIFICATE_NOT_RECEIVED: refuse(
    409,
    'The importing member has not confirmed that it holds the contents',
    'Confirm receipt first: clocks start there.',
  ),
  CERTIFICATE_OUTSIDE: refuse(
    409,
    'The destination is no member of this ledger',
    'Hand it over outside; the partner uses the public verification.',
  ),
  ITEM_UNKNOWN: refuse(422, 'The certificate has no such item', 'Name items by their numbers in box 5.'),
  ITEM_DECIDED: refuse(
    409,
    'The item was already decided',
    'Assess again after a clarification, or after a case in which it was suspended.',
  ),
  ITEM_NOT_DECIDED: refuse(409, 'The item was not decided yet', 'Decide it first.'),
  ITEM_NOT_GIVEN: refuse(
    409,
    'The item was not given preference',
    'Write off only items that were given preference.',
  ),
  NOTHING_TO_SUSPEND: refuse(
    409,
    'The item was released with its classification open: there is no preference to suspend (OCP 18(c))',
    'Open the case without suspending these items.',
  ),
  ITEM_SUSPENDED: refuse(
    409,
    'Preference for the item is suspended while a case is open (OCP 18(c))',
    'Determine the case first.',
  ),
  ITEM_NOT_CLARIFIED: refuse(
    409,
    'No clarification of the item followed its last decision (OCP 13.4)',
    'Wait for the clarification of the issuing member.',
  ),
  PRESENTED_LATE: refuse(
    422,
    'The proof was presented after its validity and was not accepted late (OCP 14)',
    'Record why it is accepted late first, or do not give preference.',
  ),
  PRESENTED_IN_TIME: refuse(422, 'The proof was presented in time (OCP 14)', 'Decide it as usual.'),
  PRESENTED_DATE: refuse(
    422,
    'The day of presentation is no date between issue and today',
    'State the calendar day in the zone of the importing member.',
  ),
  IMPORTED_LATE: refuse(
    422,
    'The goods were not imported before the proof expired (OCP 14(c))',
    'Only force majeure or another valid cause can save this proof.',
  ),
  NO_PREFERENCE: refuse(
    422,
    'Goods under partial cumulation get no preference (Annex 6(c))',
    "Decide the items as not given; it is nobody's fault.",
  ),
  FLAGS: refuse(422, 'A flag and its data do not go together', 'Correct the boxes named.'),
  ORIGINAL_NOT_ELIGIBLE: refuse(
    422,
    'The original cannot carry a back-to-back certificate (OCP 11.1)',
    'It must come from the first member, be addressed here, received, valid, and neither back-to-back nor partial cumulation.',
  ),
  ORIGINALS_DISAGREE: refuse(
    422,
    'The back-to-back document does not carry what is drawn on its originals (OCP 11.1)',
    'Name each original with its date; state no more goods than are drawn, in their unit and with their percentage.',
  ),
  ORIGINAL_EXPIRED: refuse(
    422,
    'An original is past its validity (OCP 11.1(c), 11.1(e))',
    'Issue within the earliest expiry of all originals.',
  ),
  BALANCE_MISMATCH: refuse(
    409,
    'The balance in the parcel is not the one on record',
    'Draw from the latest balance; another draw came first.',
  ),
  BALANCE_INVALID: refuse(
    422,
    'The new balance is not the old one less what is drawn',
    'State what is drawn and what is left, per item and unit, exactly.',
  ),
  QUANTITY_EXCEEDED: refuse(
    422,
    'More would be drawn than is left (OCP 11.1(f))',
    'Draw at most what is left of each item, in its unit.',
  ),
  TOO_LATE: refuse(
    422,
    'More than one year has passed since the original issue (OCP 12, 29.1)',
    'No copy and no re-issue can be made any more.',
  ),
  PARCEL_REUSED: refuse(409, 'Two parcels of the act have one commitment', 'Use a fresh salt for each.'),
  PARCEL_UNKNOWN: refuse(
    404,
    'No such parcel is on record',
    'Check its name, as the list of parcels shows it.',
  ),
  PARCEL_LOST: refuse(
    410,
    "What is owed is neither in this gateway's store nor in its own member's collection",
    'Restore the store from its backup, or have the reader deliver it, if it holds it; else say it by a new act.',
  ),
  PARCEL_ALREADY_RECEIVED: refuse(409, 'The parcel was already received', 'Nothing needs to be done.'),
  PARCEL_NOT_RECEIVED: refuse(
    409,
    'The parcel has not been received',
    'Confirm its receipt first: the clock starts there, and nothing else is answered or handed on.',
  ),
  CASE_UNKNOWN: refuse(404, 'The certificate has no such case', 'Check the number of the case.'),
  CASE_STATE: refuse(409, 'The case does not stand where this act can be done', 'See the state of the case.'),
  CASE_REPEATED: refuse(409, 'The number of the case is not the next', 'Number cases one after the other.'),
  VISIT_WITHOUT_CHECK: refuse(
    409,
    'No check came before the visit (OCP 19.1)',
    'Ask for a check; visit only when it does not satisfy or no reply came in time.',
  ),
  VISIT_DATE: refuse(
    422,
    'The day of the visit is no date between its consent and today (OCP 19.4)',
    'State the calendar day on which it was held, in the zone of the importing member.',
  ),
  CLOCK_RUNNING: refuse(
    409,
    'The other member still has time to answer (OCP 19.5, 19.9)',
    'Wait for the answer; after its last day name what was not answered in "awaits".',
  ),
  DECLARATION: refuse(
    409,
    'An origin declaration is neither replaced, copied nor re-issued (OCP 12B)',
    'Its exporter makes out a new one.',
  ),
  FORM_INVALID: refuse(422, 'The form is no valid data', 'Correct the boxes named.'),
  REGISTER_KEEPER_REQUIRED: refuse(
    403,
    'Only the member that keeps the register may do this',
    'Have the member do it that the charter names as keeper.',
  ),
  CHARTER_DISAGREES: refuse(
    409,
    'The network was founded with another keeper, or others with a voice, than stated',
    'Issue nothing before it is settled: ask the other members, then state the charter as it stands and change it by a majority, or found the network anew.',
  ),
  CHARTER_MEMBER_REQUIRED: refuse(
    403,
    'The member has no voice in the register: the charter does not name it, or it has left',
    'More than half of those with a voice can add it to the charter.',
  ),
  CONSENT_MISSING: refuse(
    409,
    'A member has not consented to exactly this since it last changed, or its consent does not count',
    'Have another member with a voice consent (co register consent), and name it in "with".',
  ),
  CONSENT_MAJORITY: refuse(
    409,
    'Not more than half of the members with a voice consent',
    'Have more of them consent (co register consent), and name them in "with".',
  ),
  AUTHORITY_UNKNOWN: refuse(
    404,
    'The member lists no such authority (OCP 2.1)',
    'Have the administrator list the authority, and register the signatory as its official.',
  ),
  AUTHORITY_NOT_ENTITLED: refuse(
    403,
    "The signatory's authority is not in function, of another kind, or numbers for other offices (OCP 2.2)",
    'Have an official sign whose authority stands on the list for this.',
  ),
  EXPORTER_UNKNOWN: refuse(404, 'No such certified exporter is entered (OCP 2.6)', 'Check its code.'),
  EXPORTER_EXISTS: refuse(409, 'The code of a certified exporter is already taken', 'Choose another code.'),
  EXPORTER_STATE: refuse(
    409,
    'The authorisation does not stand where this act can be done (OCP 12D)',
    'A withdrawn authorisation is not restored: grant a new one.',
  ),
  EXPORTER_CONDITIONS: refuse(
    422,
    'Conditions of an authorisation are not confirmed (OCP 12A.2)',
    'Confirm each condition named, or do not authorise.',
  ),
  EXPORTER_NOT_LISTED: refuse(
    422,
    'The exporter was not authorised on that day (OCP 2.6)',
    'The declaration is not honoured.',
  ),
  SIGNATORY_NOT_LISTED: refuse(
    422,
    'The signatory was not listed on that day (OCP 2.6)',
    'The declaration is not honoured.',
  ),
  PRODUCT_NOT_LISTED: refuse(
    422,
    'The product is not among those authorised (OCP 2.6)',
    'The declaration is not honoured.',
  ),
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
