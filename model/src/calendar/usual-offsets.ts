/**
 * Minutes east of UTC of members' capitals, by member code, where the register is not at hand: a check offline is made on
 * the day it is there. The members of ASEAN have no summer time.
 */
export const usualOffsets: ReadonlyMap<string, number> = new Map([
  ['BN', 480],
  ['ID', 420],
  ['KH', 420],
  ['LA', 420],
  ['MM', 390],
  ['MY', 480],
  ['PH', 480],
  ['SG', 480],
  ['TH', 420],
  ['TL', 540],
  ['VN', 420],
]);
