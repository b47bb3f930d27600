import * as v from 'valibot';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Problem, problem } from '../core/problem.ts';
import { closest } from './closest.ts';
import { type Fault, meaningFaults, type Path, printPath } from './config-meaning.ts';
import { type ConfigFile, configFile } from './config-schema.ts';
import { field } from './field.ts';

/** What the text of a config file says (YAML, and so JSON too), or everything that is wrong with it. */
export function parseConfig(
  text: string,
  file: string,
): { readonly written: ConfigFile } | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map((error) =>
    problem('config-syntax', `${firstLine(error.message)}.`, 'Mend the file.', {
      file,
      ...position(lines, error.pos[0]),
    }),
  );
  if (broken.length > 0) return { problems: broken };

  const said = toData(document);
  if (said instanceof Error) {
    return {
      problems: [problem('config-syntax', `${firstLine(said.message)}.`, 'Mend it.', { file })],
    };
  }
  const parsed = v.safeParse(configFile, said);
  const faults = parsed.success ? meaningFaults(parsed.output) : parsed.issues.map(shapeFault);
  const distinct = faults.filter(({ says }, at) => faults.findIndex((f) => f.says === says) === at);
  const problems = distinct.map(({ path, says, mend }) =>
    problem('config', says, mend, {
      file,
      ...position(lines, offsetOf(document.contents, path)),
    }),
  );
  return parsed.success && problems.length === 0 ? { written: parsed.output } : { problems };
}

/** What the document holds; an alias that leads nowhere, or to too much, is an error. */
function toData(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/[.:\s]+$/, '');
}

function position(lines: LineCounter, offset: number | undefined): Partial<Problem> {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Where the last key of `path` stands, or the item that it numbers. */
function offsetOf(root: unknown, path: Path): number | undefined {
  let node = root;
  let offset: number | undefined;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : undefined;
    if (pair === undefined && typeof step === 'string') break;
    node = pair === undefined ? field(field(node, 'items'), String(step)) : pair.value;
    const place = pair === undefined ? node : pair.key;
    offset = isNode(place) ? place.range?.[0] : offset;
  }
  return offset;
}

function shapeFault(issue: v.BaseIssue<unknown>): Fault {
  const path = pathOf(issue);
  const parent = path.slice(0, -1);
  if (issue.type !== 'strict_object' || path.length === 0) {
    return mistaken(path, received(issue), mendOf(issue));
  }
  // To the schema a list is an object with keys 0, 1, ….
  if (Array.isArray(issue.path?.at(-1)?.input))
    return mistaken(parent, 'a list', 'Write keys and values.');
  const where = `"${printPath(path)}"`;
  if (issue.expected !== 'never')
    return { path: parent, says: `${where} is missing.`, mend: 'Add it.' };
  const known = keysAt(configFile, parent);
  const near = closest(String(path.at(-1)), known);
  const mend = near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean "${near}"?`;
  return { path, says: `There is no key ${where}.`, mend };
}

/** What stands there: of a length the schema tells only that it is 0. */
function received(issue: v.BaseIssue<unknown>): string {
  return issue.type === 'min_length' ? 'empty' : issue.received;
}

/** The word that was probably meant, else what may stand there, by the schema's own words where it has some. */
function mendOf({ type, kind, message, expected: notation, input }: v.BaseIssue<unknown>): string {
  const own = kind === 'validation' || !message.startsWith('Invalid ');
  const words = (notation ?? '').match(/(?<=")[^"]+(?=")/g) ?? [];
  const near = type === 'picklist' && typeof input === 'string' ? closest(input, words) : undefined;
  if (near !== undefined) return `Did you mean "${near}"?`;
  return `Write ${own ? message : expected(notation ?? '')}.`;
}

function mistaken(path: Path, received: string, mend: string): Fault {
  const where = path.length === 0 ? 'The file' : `"${printPath(path)}"`;
  const shown = received.length > 80 ? `${received.slice(0, 80)}…` : received;
  return { path, says: `${where} is ${shown}.`, mend };
}

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

/** valibot's notation in words: `("a" | "b")` → `"a" or "b"`. */
function expected(notation: string): string {
  const words: Readonly<Record<string, string>> = {
    Array: 'a list',
    Object: 'keys and values',
    '': 'keys and values',
    string: 'text',
    boolean: 'true or false',
  };
  const parts = notation.replace(/^\(|\)$/g, '').split(' | ');
  return parts.map((part) => words[part] ?? part).join(' or ');
}

function keysAt(schema: v.GenericSchema, path: Path): readonly string[] {
  let at: unknown = schema;
  for (const step of path) {
    const here = unwrapped(at);
    at = typeof step === 'number' ? field(here, 'item') : field(field(here, 'entries'), step);
  }
  const entries = field(unwrapped(at), 'entries');
  return typeof entries === 'object' && entries !== null
    ? Object.keys(entries).filter((key) => key !== '$schema')
    : [];
}

/** The schema inside `exactOptional(pipe(…))`. */
function unwrapped(schema: unknown): unknown {
  const inner = field(schema, 'wrapped') ?? firstOf(field(schema, 'pipe'));
  return inner === undefined || inner === schema ? schema : unwrapped(inner);
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}
