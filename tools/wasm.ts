// Writes src/readers/json/skip-code.ts: skip.wat, assembled.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assembler from 'wabt';

const folder = join(import.meta.dirname, '..', 'src', 'readers', 'json');
const name = 'skip.wat';

const { parseWat } = await assembler();
const module = parseWat(name, readFileSync(join(folder, name), 'utf8'), { simd: true });
module.validate();
const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
module.destroy();
writeFileSync(
  join(folder, 'skip-code.ts'),
  `// Made from ${name} by tools/wasm.ts, and not to be edited.

/** WebAssembly, in base64. */
export const skipCode =
  '${code}';
`,
);
