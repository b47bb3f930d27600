// Writes src/readers/json/skip-code.ts: skip.wat, assembled.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assembler from 'wabt';

const folder = join(import.meta.dirname, '..', 'src', 'readers', 'json');
const source = 'skip.wat';

/** The file that `npm run build` writes, and what belongs in it. */
export const skipCodeFile = join(folder, 'skip-code.ts');

export async function skipCode(): Promise<string> {
  const { parseWat } = await assembler();
  const module = parseWat(source, readFileSync(join(folder, source), 'utf8'), { simd: true });
  try {
    module.validate();
    const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
    return [
      `// Made from ${source} by tools/wasm.ts, and not to be edited.`,
      '',
      '/** WebAssembly, in base64. */',
      'export const skipCode =',
      `  '${code}';`,
      '',
    ].join('\n');
  } finally {
    module.destroy();
  }
}

if (import.meta.main) writeFileSync(skipCodeFile, await skipCode());
