import type { CodeLists } from './rules/document-input.js';

/** Whether a list says that there is no such port: it has ports of that country, and not this one. */
export function isUnknownPort(port: string, { ports }: CodeLists): boolean {
  if (ports === undefined || ports.has(port)) return false;
  const country = port.slice(0, 2);
  for (const known of ports) if (known.startsWith(country)) return true;
  return false;
}
