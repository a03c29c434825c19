/**
 * Names a parcel by the act that owes it and the commitment to its contents (`ParcelName`): the same contents under two
 * acts are two parcels. The commitment comes first: a name never looks like an option of a command.
 * @param act `<kid>.<jti>`
 * @param commitment lower-case hex SHA-256
 */
export const parcelName = (act: string, commitment: string): string => `${commitment}.${act}`;

/** The commitment in a parcel's name. */
export const commitmentIn = (parcel: string): string => parcel.split('.')[0] ?? '';
