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
      isOf(hazard.finding.origin.project, each.project) &&
      names.some((name) => endsIn(name, each.resource)),
  );
}

/** Whether something of `project` is one of `owner`, which may itself be several projects. */
export function isOf(project: string | undefined, owner: string | undefined): boolean {
  return owner === undefined || project === owner || project?.startsWith(`${owner}/`) === true;
}

/** Waivers that no longer count. */
function expired(waivers: readonly Waiver[], now: string): Waiver[] {
  return waivers.filter((each) => each.expires < now.slice(0, 10));
}

/** A sentence for each waiver that no longer counts. */
export function expiredSaid(waivers: readonly Waiver[], now: string): string[] {
  return expired(waivers, now).map(
    ({ rule, resource, expires }) =>
      `The waiver of ${rule} for ${resource} expired on ${expires}: the hazard counts again.`,
  );
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
