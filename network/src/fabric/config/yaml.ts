/** What Fabric's configuration files are made of. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: YamlValue | undefined;
}

/** Writes a configuration file's text, indented by two; texts are quoted, so none is taken for another type. */
export function toYaml(value: YamlMap): string {
  return lines(value, '').join('\n') + '\n';
}

function lines(value: YamlMap, indent: string): string[] {
  return Object.entries(value).flatMap(([key, entry]) => {
    if (entry === undefined) return [];
    const head = `${indent}${/^[\w-]+$/u.test(key) ? key : JSON.stringify(key)}:`;
    if (isList(entry)) {
      if (entry.length === 0) return [`${head} []`];
      return [head, ...entry.flatMap((item) => listItem(item, indent))];
    }
    if (isMap(entry)) {
      const inner = lines(entry, `${indent}  `);
      return inner.length === 0 ? [`${head} {}`] : [head, ...inner];
    }
    return [`${head} ${JSON.stringify(entry)}`];
  });
}

function listItem(item: YamlValue, indent: string): string[] {
  if (isList(item)) throw new TypeError('A list within a list has no use here.');
  if (!isMap(item)) return [`${indent}  - ${JSON.stringify(item)}`];
  return lines(item, `${indent}    `).map((line, index) =>
    index === 0 ? `${indent}  - ${line.trimStart()}` : line,
  );
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isMap(value: YamlValue): value is YamlMap {
  return typeof value === 'object' && value !== null && !isList(value);
}
