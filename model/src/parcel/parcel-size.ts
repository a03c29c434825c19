/**
 * Bytes that a confidential part may have. A document of a thousand items, the most that a certificate has, takes
 * a third of it; what is larger is refused before it is hashed or read.
 */
export const MOST_PARCEL_BYTES = 2 * 1024 * 1024;
