import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Plugin } from 'rolldown';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** Writes `licenses.txt` beside the bundle: the licence text of every package whose code is in it. */
export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== undefined) folders.add(folder);
        }
      }
      const sections = [...folders].map(section).sort(byText);
      this.emitFile({
        type: 'asset',
        fileName: 'licenses.txt',
        source: [...new Set(sections)].join(`\n${'-'.repeat(78)}\n\n`),
      });
    },
  };
}

function packageFolder(id: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  // A module's own virtual prefix is a NUL; a query may follow its path.
  const path = id.replaceAll('\0', '').replace(/\?.*$/, '');
  const at = path.lastIndexOf(marker);
  if (at < 0) return undefined;
  const [scope = '', name = ''] = path.slice(at + marker.length).split(sep);
  return path.slice(0, at + marker.length) + (scope.startsWith('@') ? join(scope, name) : scope);
}

function section(folder: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
    .sort(byText)
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  const body = texts.length > 0 ? texts.join('\n\n') : withoutText(manifest, folder);
  return `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${body}\n`;
}

/** Some packages name their licence and ship no text; the text is then the standard one, with the author's line. */
function withoutText(manifest: Manifest, folder: string): string {
  if (manifest.license !== 'MIT') {
    throw new Error(`${manifest.name} in ${dirname(folder)} ships no licence text.`);
  }
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const own = readFileSync(join(import.meta.dirname, '..', 'LICENSE'), 'utf8');
  return own
    .replace(/^Copyright .*$/m, `Copyright (c) ${author ?? `the ${manifest.name} authors`}`)
    .trim();
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
