import { writeFileSync } from 'node:fs';
import { formDSchema } from './form-d-schema.js';
import { schemaFile } from './sample-documents.js';

writeFileSync(schemaFile, `${JSON.stringify(formDSchema(), undefined, 2)}\n`);
