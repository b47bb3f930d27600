import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from './source-blocks.ts';

const mostFiles = 5_000;
const mostBytes = 1024 ** 2;

/** Files of Terraform's language below `root`, without those of other people's modules; none where there are too many. */
export async function readSources(root: string): Promise<readonly SourceFile[]> {
  const { glob } = await import('tinyglobby');
  const paths = await glob('**/*.{tf,tofu}', {
    cwd: root,
    followSymbolicLinks: false,
    ignore: ['**/.terraform/**', '**/.terragrunt-cache/**', '**/node_modules/**', '**/.git/**'],
  });
  if (paths.length > mostFiles) return [];
  const files: SourceFile[] = [];
  for (const path of paths.sort()) {
    const text = await textOf(join(root, path));
    if (text !== undefined) files.push({ path, lines: text.split(/\r?\n/) });
  }
  return files;
}

/** What cannot be read is not there: lines are a help, and nothing depends on them. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    const handle = await open(path);
    try {
      const about = await handle.stat();
      return about.isFile() && about.size <= mostBytes ? await handle.readFile('utf8') : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
