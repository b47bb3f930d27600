import type { Flow } from '../../core/flow.ts';
import { isKnown } from '../../core/known.ts';
import { endpointsOf } from '../../core/lookup.ts';
import type { NetworkModel, Target, TargetName } from '../../core/model.ts';
import { isWay, type Route } from '../../core/route.ts';
import { view } from '../../core/world.ts';
import { rowFor } from '../catalogue.ts';
import { placeOf, resourceOf } from '../places.ts';
import type { CheckRow, Service } from '../service.ts';
import { fill, tell, type Values } from '../shell.ts';
import { effectiveRoutes } from './network.ts';
import { anyReader, type Shown } from './shown.ts';

// What somebody sees who stands where a flow's client stands: what the name answers, whether the service lets the connection
// in, and with which source address.

/** A flow to one target, and where its client stands. */
interface Seat {
  readonly flow: Flow;
  readonly target: Target;
  readonly model: NetworkModel;
  readonly service: Service | undefined;
  readonly from: string;
}

export function reach(
  flow: Flow,
  route: Route,
  model: NetworkModel,
  service: Service | undefined,
): readonly Shown[] {
  const target = model.targets[flow.target];
  if (target === undefined) return [];
  const seat = { flow, target, model, service, from: standsAt(flow, model) };
  if (route.by === 'none') return refused(seat, route);
  if (!isWay(route)) return connection(seat);
  return [...names(seat, route), ...connection(seat), ...source(seat, route)];
}

/** Where a client stands, in words. */
export function standsAt(flow: Flow, model: NetworkModel): string {
  const { clientKind, clientName } = flow;
  switch (clientKind) {
    case 'subnet':
      return `a machine in ${clientName}`;
    case 'on-premises':
      return `a machine of ${clientName}`;
    case 'pipeline':
      return model.clients[flow.client] === undefined
        ? 'the runner of the pipeline'
        : `the runner of ${clientName}`;
    case 'internet':
      return flow.range === undefined
        ? 'a machine on the internet, outside Azure'
        : `a machine with an address in ${flow.range}`;
    case 'trusted-service':
      return clientName;
  }
}

function namesOf({ target, flow }: Seat): readonly TargetName[] {
  const own = target.subresources[flow.subresource] ?? Object.values(target.subresources)[0];
  return own?.names ?? [];
}

function valuesFor({ target, model }: Seat, name: TargetName | undefined): Values {
  const { group, subscription, name: resource } = placeOf(resourceOf(model, target));
  return { group, subscription, name: resource, host: name?.host, record: name?.record };
}

/** Name checks: always on the private side; on the public side only where an endpoint could answer instead. */
function names(seat: Seat, route: Route): readonly Shown[] {
  if (route.by === 'private-endpoint') {
    return namesOf(seat).map((name) => nameCheck(seat, name, privateAnswer(seat, name, route)));
  }
  const { model, target } = seat;
  if (endpointsOf(view(model), target.resource).length === 0) return [];
  return namesOf(seat).map((name) => nameCheck(seat, name, publicAnswer(name)));
}

function nameCheck({ from }: Seat, { host }: TargetName, expect: string): Shown {
  return { from, run: fill('nslookup {host}', { host }), expect };
}

/** The row's words, with the endpoint's address before them where it is known. */
function privateAnswer(seat: Seat, name: TargetName, route: Route): string {
  const row = rowOf(seat, 'private-name');
  const words = tell(row?.expect ?? 'the private address of the endpoint', { record: name.record });
  const known = addressesOf(seat.model, route);
  return known.length === 0 ? words : `${known.join(' or ')}: ${words}`;
}

function addressesOf(model: NetworkModel, route: Route): readonly string[] {
  if (route.by !== 'private-endpoint') return [];
  const addresses = model.endpoints[route.endpoint ?? '']?.addresses;
  if (addresses !== undefined && isKnown(addresses)) return addresses;
  return route.address === undefined ? [] : [route.address];
}

function publicAnswer({ zone }: TargetName): string {
  return `a public address; a private one means that ${zone} is visible here and leads to an endpoint, NXDOMAIN that it is visible and lacks the record`;
}

/** The check that the service lets the client in; its expectation names the errors of a wrong state. */
function connection(seat: Seat): readonly Shown[] {
  const row = rowOf(seat, 'reaches');
  if (row === undefined) return [];
  const [name] = namesOf(seat);
  return [{ from: seat.from, run: runOf(row, seat, name), expect: row.expect }];
}

function rowOf({ service, flow }: Seat, proves: CheckRow['proves']): CheckRow | undefined {
  return rowFor(service, proves, flow.subresource);
}

function runOf(row: CheckRow, seat: Seat, name: TargetName | undefined): string | undefined {
  return fill(row.run, valuesFor(seat, name));
}

/** That a private source arrives as one: by service endpoint or private endpoint. */
function source(seat: Seat, route: Route): readonly Shown[] {
  const row = rowOf(seat, 'private-source');
  if (!isWay(route) || route.source !== 'private' || row === undefined) return [];
  const from = row.from === 'client' ? seat.from : whereRun(row);
  const [name] = namesOf(seat);
  return [{ from, run: runOf(row, seat, name), expect: row.expect }];
}

// A query of logs is no command of a shell.
function whereRun({ run }: CheckRow): string {
  return run.startsWith('az ') ? anyReader : 'the Log Analytics workspace of its resource logs';
}

/** What a client sees that is meant to be refused, or must not be surprised to be. */
function refused(seat: Seat, route: Route & { readonly by: 'none' }): readonly Shown[] {
  const [name] = namesOf(seat);
  switch (route.because) {
    case 'absent':
      return [];
    case 'name':
      return name === undefined
        ? []
        : [nameCheck(seat, name, 'NXDOMAIN, or an address that is not in use')];
    case 'path':
      return timeout(seat, name);
    case 'admission':
      return [refusal(seat, name)].filter((each) => each !== undefined);
  }
}

function timeout({ from, target, flow }: Seat, name: TargetName | undefined): readonly Shown[] {
  const own = target.subresources[flow.subresource] ?? Object.values(target.subresources)[0];
  const port = [...(own?.privatePorts ?? []), ...(own?.publicPorts ?? [])][0]?.split('-')[0];
  const run = fill('nc -vz -w 5 {host} {port}', { host: name?.host, port });
  return [{ from, run, expect: 'no connection: the attempt times out' }];
}

/**
 * The other half of what the connection check expects: the errors and what each means. From the internet the row has a check of
 * its own.
 */
function refusal(seat: Seat, name: TargetName | undefined): Shown | undefined {
  const reaches = rowOf(seat, 'reaches');
  const row = seat.flow.clientKind === 'internet' ? (rowOf(seat, 'closed') ?? reaches) : reaches;
  if (row === undefined) return undefined;
  const errors = row.expect.split('; ').slice(1).join('; ');
  const expect = row.proves === 'closed' ? row.expect : `refused: ${errors}`;
  return { from: seat.from, run: runOf(row, seat, name), expect };
}

/** A flow to everything of a kind: which way a machine's routes point, or what a zone does to names that it lacks. */
export function reachAll(flow: Flow, route: Route): readonly Shown[] {
  if (flow.zone !== undefined) return [namesUnder(flow, flow.zone)];
  if (flow.family === undefined || !isWay(route)) return [];
  return [effectiveRoutes(flow.clientName, flow.family, route.by === 'service-endpoint')];
}

/** https://learn.microsoft.com/azure/dns/private-dns-fallback */
function namesUnder(flow: Flow, zone: string): Shown {
  const suffix = zone.replace(/^privatelink\./, '');
  return {
    from: `a machine in ${flow.clientName}`,
    run: fill('nslookup {host}', { host: `<a name in use under ${suffix}>` }),
    expect: `an address; NXDOMAIN means that ${zone} hides a name whose endpoint is registered elsewhere: NxDomainRedirect on the link brings its public address back`,
  };
}
