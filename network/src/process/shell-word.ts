/** A word as a POSIX shell takes it whole, so that a printed command can be pasted: `it's` becomes `'it'\''s'`. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
