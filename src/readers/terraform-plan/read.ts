import { type Problem, problem } from '../../core/problem.ts';
import { eachDocument } from '../json/documents.ts';
import { position } from '../json/position.ts';
import { isObject, Malformed, skipSpace } from '../json/scan.ts';
import { syntaxFault } from '../json/syntax.ts';
import { asUtf8, text, textStart } from '../json/text.ts';
import type { Reading } from '../resource.ts';
import { isAzapi } from './azapi.ts';
import { type PlanFile, readingOf } from './document.ts';
import { outline } from './outline.ts';
import { notAPlan, recogniseText, show } from './recognise.ts';
import type { Misshape } from './walk.ts';

export interface PlanReadings {
  readonly readings: readonly Reading[];
  /** At most one of a kind. A document that has one gives no reading. */
  readonly problems: readonly Problem[];
}

/**
 * Reads what `terraform show -json` or `tofu show -json` wrote, in UTF-8 or UTF-16: one plan, several one after another, one
 * per line, or a list of them. Never throws.
 *
 * `interest` tells which types carry network facts: Terraform's (`azurerm_subnet`) and, for what azapi manages, ARM's without
 * version. All else is stepped over. `keep` may drop attributes of azurerm types as well.
 */
export function readTerraformPlan(
  input: Uint8Array,
  file: PlanFile,
  interest: (type: string) => boolean,
  keep: (type: string, attribute: string) => boolean = () => true,
): PlanReadings {
  const bytes = asUtf8(input);
  const readings: Reading[] = [];
  const problems: Problem[] = [];
  let documentAt = textStart(bytes);
  try {
    eachDocument(bytes, (at) => {
      documentAt = at;
      if (!isObject(bytes, at)) throw new Malformed();
      const found = outline(bytes, at, (type) => isAzapi(type) || interest(type));
      const named = numbered(file, readings.length);
      const wrong = notAPlan(bytes, found);
      const read = wrong ?? readingOf({ bytes, outline: found, file: named, interest, keep });
      if ('kind' in read) readings.push(read);
      // What the scanner stepped over may be broken: that is the thing to say then.
      else if (syntaxFault(bytes, at) !== undefined) throw new Malformed();
      else problems.push(placed('code' in read ? read : shapeProblem(read), { bytes, file, at }));
      return found.end;
    });
    if (readings.length + problems.length === 0) problems.push(emptyFile(file));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    problems.push(malformed(bytes, documentAt, file));
  }
  return { readings, problems: onePerCode(problems) };
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

function malformed(bytes: Uint8Array, documentAt: number, file: PlanFile): Problem {
  const start = skipSpace(bytes, documentAt);
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
