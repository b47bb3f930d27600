import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  read as readAt,
  type Stats,
} from 'node:fs';
import { resolve } from 'node:path';
import { type Problem, problem } from '../core/problem.ts';
import { expand } from './glob.ts';
import { errorCode, systemProblem } from './system-problem.ts';

/** A file as it was found, unpacked: bytes, for no reader needs the whole as text. */
export interface FoundFile {
  /** As the user knows it: relative where the pattern was; `-` is standard input. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/** Where files are looked for. */
export interface Place {
  readonly workingDirectory: string;
  /** Opened only if it is asked for. */
  readonly standardInput: () => AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
}

/** More than this is a mistake, or more than could be held. */
const maxBytes = 1024 ** 3;
const maxFiles = 500;

/**
 * Reads every file that `patterns` name, in their order and each once: paths, globs, or `-` for standard input. Gzip is
 * unpacked whatever the file is called. What cannot be read is a problem beside the files that can.
 */
export async function readFiles(patterns: readonly string[], place: Place): Promise<FoundFiles> {
  const named = await Promise.all(
    patterns.map((pattern) => expand(pattern, place.workingDirectory)),
  );
  const paths = [...new Set(named.flatMap((found) => found.paths))];
  const problems = named.flatMap((found) => found.problems);
  if (paths.length > maxFiles) {
    const says = `${paths.length} files match; at most ${maxFiles} are read at once.`;
    return {
      files: [],
      problems: [...problems, problem('too-many-files', says, 'Narrow the glob.')],
    };
  }
  const files: FoundFile[] = [];
  for (const path of paths) {
    const found = await read(path, place);
    if ('bytes' in found) files.push(found);
    else problems.push(found);
  }
  return { files, problems };
}

async function read(path: string, place: Place): Promise<FoundFile | Problem> {
  const file = path === '-' ? 'standard input' : path;
  try {
    const packed = path === '-' ? await fromInput(place) : await fromDisk(path, place);
    if (!(packed instanceof Uint8Array)) return { ...packed, file };
    const bytes = isGzip(packed) ? await unpack(packed) : packed;
    if (!(bytes instanceof Uint8Array)) return { ...bytes, file };
    return bytes.length === 0 ? empty(file) : { path, bytes };
  } catch (error) {
    return systemProblem(error, file, 'read');
  }
}

async function fromInput({ standardInput }: Place): Promise<Uint8Array | Problem> {
  const input = standardInput();
  if (input.isTTY === true) {
    const mend = 'Pipe a file into the command, or name one.';
    return problem('no-input', 'Nothing is piped in.', mend);
  }
  return collect(input);
}

async function fromDisk(path: string, place: Place): Promise<Uint8Array | Problem> {
  const handle = openSync(resolve(place.workingDirectory, path), 'r');
  try {
    const about = fstatSync(handle);
    if (about.isDirectory()) return folder(path);
    // A pipe, a device, and what the system makes up while it is read.
    if (!about.isFile() || about.size === 0) {
      return await collect(createReadStream('', { fd: handle, autoClose: false }));
    }
    return about.size > maxBytes ? tooLarge(about) : await whole(handle, about.size);
  } finally {
    closeSync(handle);
  }
}

/** In as few reads as the system allows, each beside whatever else there is to do. */
async function whole(handle: number, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const got = await part(handle, bytes, length);
    // It has become shorter since it was measured.
    if (got === 0) return bytes.subarray(0, length);
    length += got;
  }
  return bytes;
}

function part(handle: number, bytes: Buffer, at: number): Promise<number> {
  return new Promise((resolved, rejected) => {
    readAt(handle, bytes, at, bytes.length - at, at, (error, got) => {
      if (error === null) resolved(got);
      else rejected(error);
    });
  });
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | Problem> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) return tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function unpack(bytes: Uint8Array): Promise<Uint8Array | Problem> {
  const [{ gunzip }, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')]);
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge();
    if (code === 'Z_BUF_ERROR') {
      return problem('gzip-cut', 'The gzip data ends too early.', 'Write or copy the file again.');
    }
    return problem('gzip-broken', 'The gzip data is damaged.', 'Write or copy the file again.');
  }
}

function folder(path: string): Problem {
  const mend = `Name the file in it, or write ${path.replace(/[\\/]$/, '')}/**/*.json.`;
  return problem('is-folder', 'This is a folder.', mend);
}

function tooLarge(about?: Stats): Problem {
  const size = about === undefined ? 'is too large' : `has ${about.size} bytes`;
  const mend = 'Is this the right file?';
  return problem('too-large', `The file ${size}; at most ${maxBytes} bytes are read.`, mend);
}

function empty(file: string): Problem {
  const mend = 'Check the step that should have written it.';
  return problem('empty-file', 'The file is empty.', mend, { file });
}
