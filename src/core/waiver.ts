import type { Waiver } from './config.ts';
import type { Hazard } from './hazard.ts';
import { canonicalId } from './resource-id.ts';

/** The waiver that covers a hazard on the day of `now` (an instant, ISO 8601), if any. An expired one covers nothing. */
export function waiverOf(
  hazard: Hazard,
  waivers: readonly Waiver[],
  now: string,
): Waiver | undefined {
  const names = [...hazard.finding.subjects, hazard.finding.origin.address];
  return waivers.find(
    (each) =>
      each.rule === hazard.rule.id &&
      each.expires >= now.slice(0, 10) &&
      names.some((name) => endsIn(name, each.resource)),
  );
}

/** Waivers that no longer count. */
export function expired(waivers: readonly Waiver[], now: string): Waiver[] {
  return waivers.filter((each) => each.expires < now.slice(0, 10));
}

/** Whether `tail` is the ID or address itself, its end, or the end of its names: `vnet-hub/snet-app`. */
export function endsIn(name: string, tail: string): boolean {
  const end = canonicalId(tail).replace(/^\//, '');
  return [canonicalId(name), namesOf(name)].some(
    (each) =>
      each.replace(/^\//, '') === end || each.endsWith(`/${end}`) || each.endsWith(`.${end}`),
  );
}

/** The names in an ID, outermost first: `vnet-hub/snet-app`. */
function namesOf(id: string): string {
  const parts = canonicalId(id).split('/');
  const at = parts.indexOf('providers');
  return at < 0
    ? ''
    : parts
        .slice(at + 2)
        .filter((_, n) => n % 2 === 1)
        .join('/');
}
