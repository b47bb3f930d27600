import { type Problem, problem } from '../../core/problem.ts';
import { eachDocument } from '../json/documents.ts';
import { position } from '../json/position.ts';
import { isObject, Malformed, skipSpace } from '../json/scan.ts';
import { syntaxFault } from '../json/syntax.ts';
import { asUtf8, text, textStart } from '../json/text.ts';
import type { Interest, Reading } from '../resource.ts';
import { isAzapi } from './azapi.ts';
import { type PlanFile, readingOf } from './document.ts';
import { type Outline, outline } from './outline.ts';
import { notAPlan, recogniseText, show } from './recognise.ts';
import type { Misshape } from './walk.ts';

export interface PlanReadings {
  readonly readings: readonly Reading[];
  /** At most one of a kind and file. A document that has one gives no reading. */
  readonly problems: readonly Problem[];
}

/** A file to read. */
export interface PlanBytes extends PlanFile {
  /** In UTF-8 or UTF-16. */
  readonly bytes: Uint8Array;
}

/**
 * Reads what `terraform show -json` or `tofu show -json` wrote: in each file one plan, several one after another, one per line,
 * or a list of them. All that is of no interest is stepped over. Never throws.
 */
export function readTerraformPlans(files: readonly PlanBytes[], interest: Interest): PlanReadings {
  const seen = files.map((file) => outlined(file, interest));
  const wants = busy(
    interest,
    seen.flatMap(({ documents }) => documents),
  );
  const read = seen.map(({ documents, problems }) => {
    const each = documents.map((found) => reading(found, { ...interest, wants }));
    return {
      readings: each.flatMap((one) => ('kind' in one ? one : [])),
      // What cannot be outlined comes last: nothing is read beyond it.
      problems: onePerCode([...each.flatMap((one) => ('kind' in one ? [] : one)), ...problems]),
    };
  });
  return {
    readings: read.flatMap(({ readings }) => readings),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** A plan of which only the outline is known. */
interface Outlined extends Place {
  readonly outline: Outline;
}

function outlined({ bytes: input, ...file }: PlanBytes, { wants }: Interest) {
  const bytes = asUtf8(input);
  const documents: Outlined[] = [];
  const problems: Problem[] = [];
  let documentAt = textStart(bytes);
  try {
    eachDocument(bytes, (at) => {
      documentAt = at;
      if (!isObject(bytes, at)) throw new Malformed();
      const found = outline(bytes, at, (type) => isAzapi(type) || wants(type));
      const place = { bytes, at, file: numbered(file, documents.length) };
      const wrong = notAPlan(bytes, found);
      if (wrong === undefined) documents.push({ ...place, outline: found });
      else problems.push(faulty(wrong, { ...place, file }));
      return found.end;
    });
    if (documents.length + problems.length === 0) problems.push(emptyFile(file));
  } catch (error) {
    problems.push(malformed(error, { bytes, at: documentAt, file }));
  }
  return { documents, problems };
}

/** The types that say something beside all others that are there. */
function busy(
  { wants, idle = () => false }: Interest,
  documents: readonly Outlined[],
): Interest['wants'] {
  const spans = documents.flatMap(({ outline }) => lists.flatMap((list) => outline[list]));
  const present = new Set(spans.map(({ type }) => type));
  // What azapi manages may be of any type.
  if ([...present].some(isAzapi)) return wants;
  const silent = new Set([...present].filter((type) => idle(type, present)));
  return (type) => !silent.has(type) && wants(type);
}

const lists = ['changes', 'drift', 'prior', 'planned'] as const;

const none: ReadonlySet<string> = new Set();

function reading(
  document: Outlined,
  { wants, keep = () => true, telling = () => undefined, contested = () => none }: Interest,
): Reading | Problem {
  const wanted = lists.map((list) => [
    list,
    document.outline[list].filter(({ type }) => isAzapi(type) || wants(type)),
  ]);
  const outline: Outline = { ...document.outline, ...Object.fromEntries(wanted) };
  try {
    const read = readingOf({ ...document, outline, interest: wants, keep, telling, contested });
    return 'kind' in read ? read : faulty(shapeProblem(read), document);
  } catch (error) {
    return malformed(error, document);
  }
}

/** Several plans in one file are projects of their own: their addresses may repeat. */
function numbered(file: PlanFile, before: number): PlanFile {
  return before === 0 ? file : { ...file, project: `${file.project ?? ''}#${before + 1}` };
}

interface Place {
  readonly bytes: Uint8Array;
  readonly file: PlanFile;
  readonly at: number;
}

/** What the scanner stepped over may be broken: that is the thing to say then. */
function faulty(wrong: Problem, place: Place): Problem {
  const { bytes, at } = place;
  return syntaxFault(bytes, at) === undefined ? placed(wrong, place) : broken(place);
}

function placed(wrong: Problem, { bytes, file, at }: Place): Problem {
  return { ...position(bytes, wrong.byte ?? at), ...wrong, file: file.path };
}

function shapeProblem(misshapen: readonly Misshape[]): Problem {
  const [first] = misshapen;
  const others = misshapen.length - 1;
  const more = others > 0 ? ` (and ${others} more like it)` : '';
  return problem(
    'terraform-plan-shape',
    `${first?.place} is not ${first?.wants}${more}: this is not a plan as Terraform writes it.`,
    show,
    { byte: first?.at ?? 0 },
  );
}

function emptyFile(file: PlanFile): Problem {
  return problem('input-empty', 'The file is empty.', show, { file: file.path });
}

function malformed(error: unknown, place: Place): Problem {
  if (!(error instanceof Malformed)) throw error;
  return broken(place);
}

function broken({ bytes, at, file }: Place): Problem {
  const start = skipSpace(bytes, at);
  const recognised = recogniseText(text(bytes, start, start + 4096));
  if (recognised !== undefined) return placed(recognised, { bytes, file, at: start });
  const fault = syntaxFault(bytes, start);
  if (fault === undefined) {
    const says = 'This is JSON, but no Terraform plan: it is not an object.';
    return placed(problem('not-a-terraform-plan', says, show), { bytes, file, at: start });
  }
  const wrong = fault.truncated
    ? problem('input-truncated', 'The file ends in the middle of a value: it is truncated.', show)
    : problem('input-not-json', 'The file is not JSON from here on.', show);
  return placed(wrong, { bytes, file, at: fault.at });
}

function onePerCode(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ code }, index) => problems.findIndex((other) => other.code === code) === index,
  );
}
