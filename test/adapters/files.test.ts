import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFiles } from '../../src/adapters/files.ts';
import { writeFiles } from '../../src/adapters/output.ts';
import { printProblem } from '../../src/core/problem.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Nothing stops root. */
const isRoot = process.getuid?.() === 0;

describe('files', () => {
  test('are found by path and glob, in the order of the patterns, each once', async () => {
    await mkdir(join(root, 'b/.hidden'), { recursive: true });
    await mkdir(join(root, 'node_modules'));
    for (const path of [
      'b/2.json',
      'b/1.json',
      'a.json',
      'b/.hidden/3.json',
      'node_modules/x.json',
    ]) {
      await writeFile(join(root, path), path);
    }
    expect(await texts('b/2.json', '**/*.json')).toEqual({
      files: ['b/2.json', 'a.json', 'b/1.json'],
      problems: [],
    });
    expect(await texts('{a,z}.json', 'b/.hidden/*.json')).toEqual({
      files: ['a.json', 'b/.hidden/3.json'],
      problems: [],
    });
    expect(await texts(`${root}/a.json`)).toEqual({ files: ['a.json'], problems: [] });
  });

  test('whose names look like a glob are taken as they stand', async () => {
    await writeFile(join(root, 'plan[1].json'), 'one');
    expect(await texts('plan[1].json')).toEqual({ files: ['one'], problems: [] });
  });

  test('that are packed are unpacked, whatever they are called, in any number of parts', async () => {
    await writeFile(join(root, 'plan.json'), Buffer.concat([gzipSync('one '), gzipSync('two')]));
    expect(await texts('plan.json')).toEqual({ files: ['one two'], problems: [] });
  });

  test('may come by standard input, packed or not', async () => {
    expect(await texts('-')).toEqual({ files: ['piped'], problems: [] });
    const packed = await readFiles(['-'], place(gzipSync('packed')));
    expect(Buffer.from(packed.files[0]?.bytes ?? []).toString()).toBe('packed');
    expect(packed.files[0]?.path).toBe('-');
  });

  test('that cannot be read are problems beside those that can', async () => {
    await mkdir(join(root, 'folder'));
    await symlink('loop', join(root, 'loop'));
    await writeFile(join(root, 'empty.json'), '');
    await writeFile(join(root, 'packed-nothing'), gzipSync(''));
    await writeFile(join(root, 'cut.gz'), gzipSync('a long text '.repeat(99)).subarray(0, -20));
    await writeFile(join(root, 'bad.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]));
    await writeFile(join(root, 'good.json'), 'good');
    expect(
      await texts(
        'missing.json',
        'good.json/x',
        'folder',
        'loop',
        'empty.json',
        'packed-nothing',
        'cut.gz',
        'bad.gz',
        'good.json',
        'none/*.json',
      ),
    ).toEqual({
      files: ['good'],
      problems: [
        'none/*.json: No file matches this glob. Check it and the working directory; folders whose names begin with a dot must be named.',
        'missing.json: There is no such file. Check the path and the working directory.',
        'good.json/x: A part of this path is no folder. Check the path.',
        'folder: This is a folder. Name the file in it, or write folder/**/*.json.',
        'loop: This link leads back to itself. Mend the link.',
        'empty.json: The file is empty. Check the step that should have written it.',
        'packed-nothing: The file is empty. Check the step that should have written it.',
        'cut.gz: The gzip data ends too early. Write or copy the file again.',
        'bad.gz: The gzip data is damaged. Write or copy the file again.',
      ],
    });
  });

  test('are not waited for where nothing is piped in', async () => {
    const terminal = Object.assign(Readable.from([]), { isTTY: true });
    const found = await readFiles(['-'], { workingDirectory: root, standardInput: () => terminal });
    expect(found.problems.map(printProblem)).toEqual([
      'standard input: Nothing is piped in. Pipe a file into the command, or name one.',
    ]);
  });

  test.skipIf(isRoot)('that we may not read say so', async () => {
    await writeFile(join(root, 'secret.json'), 'x', { mode: 0 });
    expect(await texts('secret.json')).toEqual({
      files: [],
      problems: ['secret.json: There is no permission to read this file. Change its permissions.'],
    });
  });
});

describe('outputs', () => {
  test('are written in folders that they make, over what was there, with its mode', async () => {
    await writeFile(join(root, 'old.md'), 'old');
    await chmod(join(root, 'old.md'), 0o640);
    const wrong = await writeFiles([out('a/b/new.json'), out('old.md')], root);
    expect(wrong).toEqual([]);
    expect(await readFile(join(root, 'a/b/new.json'), 'utf8')).toBe('text of a/b/new.json');
    expect(await readFile(join(root, 'old.md'), 'utf8')).toBe('text of old.md');
    expect((await stat(join(root, 'old.md'))).mode & 0o777).toBe(0o640);
    expect(await everything()).toEqual(['a', 'a/b', 'a/b/new.json', 'old.md']);
  });

  test('are written all or not at all, and leave nothing half-written', async () => {
    await writeFile(join(root, 'kept.json'), 'kept');
    await mkdir(join(root, 'folder.md'));
    await writeFile(join(root, 'file'), '');
    const wrong = await writeFiles([out('kept.json'), out('folder.md'), out('file/x.md')], root);
    expect(wrong.map(printProblem)).toEqual([
      'folder.md: This is a folder. Give a file.',
      'file/x.md: A part of this path is no folder. Check the path.',
    ]);
    expect(await readFile(join(root, 'kept.json'), 'utf8')).toBe('kept');
    expect(await everything()).toEqual(['file', 'folder.md', 'kept.json']);
  });

  test('go where a link points; a second name of the old file keeps the old words', async () => {
    await writeFile(join(root, 'real.md'), 'old');
    await link(join(root, 'real.md'), join(root, 'copy.md'));
    await symlink('real.md', join(root, 'link.md'));
    expect(await writeFiles([out('link.md')], root)).toEqual([]);
    expect(await readFile(join(root, 'real.md'), 'utf8')).toBe('text of link.md');
    expect(await readFile(join(root, 'copy.md'), 'utf8')).toBe('old');
    expect(await everything()).toEqual(['copy.md', 'link.md', 'real.md']);
  });

  test('may be a device', async () => {
    expect(await writeFiles([out('/dev/null')], root)).toEqual([]);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});

function out(path: string) {
  return { path, text: `text of ${path}` };
}

function place(input: Uint8Array | string) {
  return { workingDirectory: root, standardInput: () => Readable.from([Buffer.from(input)]) };
}

async function texts(...patterns: readonly string[]) {
  const { files, problems } = await readFiles(patterns, place('piped'));
  return {
    files: files.map(({ bytes }) => Buffer.from(bytes).toString()),
    problems: problems.map(printProblem),
  };
}

async function everything(): Promise<readonly string[]> {
  return (await readdir(root, { recursive: true })).sort();
}
