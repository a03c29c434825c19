import { entry } from './catalogue-entry.js';

/** Sections 4.9, 4.10 and 5: clocks, readings where the text is open, and the axes of status. */
export const readingsCatalogue = {
  'clock start': entry('4.9', 'flag', 'Clocks start at receipt, on the timestamp of the transaction.'),
  'clock 180': entry('4.9', 'flag', '180 days of a check from its request, of a visit from its notice.'),
  'reading dates': entry(
    '4.10',
    'data',
    "Calendar dates in the acting member's zone; days from the next day, the last included.",
  ),
  'reading departure': entry('4.10', 'block', 'Departure is required; issue on that day is not retroactive.'),
  'reading overdue': entry('4.10', 'flag', 'Overdue is a flag only; a late act stands, marked.'),
  'reading FOB': entry(
    '4.10',
    'warn',
    'Either end; combinations and partial cumulation included; superfluous FOB is no refusal.',
  ),
  'reading third country': entry('4.10', 'block', 'Any country but the exporting and the importing member.'),
  'reading listed': entry(
    '4.10',
    'block',
    'Listed at signing; later withdrawal leaves earlier proofs valid.',
  ),
  'reading replacing': entry(
    '4.10',
    'block',
    'New number, date and validity, rule 10 anew; the old one cancelled, linked both ways; not when utilised.',
  ),
  'reading re-issue': entry('4.10', 'block', 'Same contents, date, expiry and one quantity, marked.'),
  'reading cancel': entry('4.10', 'block', 'Blocked once an item is given or a back-to-back draws.'),
  'reading back-to-back': entry(
    '4.10',
    'block',
    'Addressed to the intermediate member, one first member, no PC; two balances, joined if a member says so.',
  ),
  'reading PC': entry(
    '4.10',
    'block',
    'Alone on its certificate; ends without preference and without fault.',
  ),
  'reading PC declaration': entry(
    '4.10',
    'warn',
    'Partial cumulation on a declaration passes with a warning.',
  ),
  'reading OD': entry(
    '4.10',
    'data',
    'The digest of the hand-signed document is kept; a system signature never replaces it.',
  ),
  'reading OD departure': entry('4.10', 'warn', 'A declaration dated after departure passes with a warning.'),
  'reading HS': entry('4.10', 'block', 'Fewer than six digits are refused; 999999 is for no certificate.'),
  'reading contents': entry(
    '4.10',
    'block',
    'Contents are for issuing and importing member; draws for the first exporting member.',
  ),
  'axis transmission': entry(
    '5',
    'block',
    'ISSUED, SENT, RECEIVED or NOT_RECEIVED, SENT again; OUTSIDE for partners.',
  ),
  'axis preference': entry(
    '5',
    'block',
    'PENDING, GIVEN or NOT_GIVEN, CLARIFIED, SUSPENDED, CLASSIFICATION_OPEN, per item.',
  ),
  'axis validity': entry('5', 'block', 'VALID, then CANCELLED, REPLACED or REVOKED; EXPIRED is computed.'),
  'axis check': entry('5', 'block', 'REQUESTED, REPLIED, DETERMINED.'),
  'axis visit': entry(
    '5',
    'block',
    'NOTIFIED, CONSENTED or NO_CONSENT, POSTPONED, HELD, DETERMINED, COMMENTED, FINAL.',
  ),
  'axis CE': entry('5', 'block', 'ACTIVE and SUSPENDED either way, then WITHDRAWN; EXPIRED is computed.'),
} as const;
