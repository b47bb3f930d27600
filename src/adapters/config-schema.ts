import * as v from 'valibot';

// The config file as it is written. This definition validates the file and prints schema/config.schema.json, which an
// editor uses for hints. What one value alone cannot show (a date that exists, a time zone) is asked in config.ts.

const says = v.description;

const name = v.pipe(v.string(), v.minLength(1, 'some text'));
const durationForm = 'a duration such as 30m, 4h or 2d';
const duration = v.pipe(
  v.string(durationForm),
  v.regex(/^\d{1,5}[mhd]$/, durationForm),
  says('Minutes, hours or days: 30m, 4h, 2d.'),
);
const timeForm = 'a time of day such as "22:00", in quotes';
const timeOfDay = v.pipe(v.string(timeForm), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, timeForm));
const instantForm = 'a day such as 2026-12-18 or an instant such as 2026-12-18T22:00:00Z';
const dayOrInstant = v.pipe(
  v.string(instantForm),
  v.regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/, instantForm),
);
const dayForm = 'a day such as 2027-03-31';
const day = v.pipe(v.string(dayForm), v.regex(/^\d{4}-\d{2}-\d{2}$/, dayForm));
const names = v.array(name);

const opening = v.strictObject({
  days: v.pipe(
    v.array(
      v.picklist(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
    ),
    v.minLength(1, 'at least one day of the week'),
  ),
  weeks: v.exactOptional(
    v.pipe(
      v.array(v.picklist([1, 2, 3, 4, 5])),
      v.minLength(1, 'at least one number'),
      says('Which of these weekdays of a month: 2 is the second. Every one when left out.'),
    ),
  ),
  from: v.pipe(timeOfDay, says('Local time of day.')),
  lasts: duration,
});

const freeze = v.strictObject({
  from: v.pipe(dayOrInstant, says('First day, included, or an instant.')),
  to: v.pipe(dayOrInstant, says('Last day, included, or an instant.')),
  reason: name,
});

const calendar = v.pipe(
  v.strictObject({
    'time-zone': v.pipe(name, says('IANA name, such as Europe/Berlin.')),
    open: v.exactOptional(v.array(opening)),
    freezes: v.exactOptional(v.array(freeze)),
    'minimum-notice': v.exactOptional(duration),
    overrun: v.exactOptional(v.picklist(['never', 'allow'])),
  }),
  says('When disruptive work may be done.'),
);

const dns = v.strictObject({
  'custom-servers-forward': v.exactOptional(
    v.pipe(
      v.union([v.boolean(), names]),
      says('Whether custom DNS servers forward public suffixes to Azure, or which ones.'),
    ),
  ),
  'resolver-vnet': v.exactOptional(
    v.pipe(name, says('ID or name of the VNet whose zone links the resolvers see.')),
  ),
  'policy-writes-zone-groups': v.exactOptional(
    v.pipe(
      v.strictObject({ delay: duration }),
      says('An Azure Policy writes zone groups, this long after the endpoint.'),
    ),
  ),
});

const client = v.strictObject({
  name,
  kind: v.picklist(['on-premises', 'pipeline', 'internet', 'subnet', 'trusted-service']),
  ranges: v.exactOptional(v.pipe(names, says('Its own addresses, as CIDRs.'))),
  nat: v.exactOptional(v.pipe(names, says('The public addresses that it is seen with.'))),
  reaches: v.exactOptional(v.pipe(names, says('Targets: IDs, IaC addresses, or tails of either.'))),
  egress: v.exactOptional(
    v.pipe(
      v.union([v.literal('github-hosted'), names]),
      says('Where a pipeline comes from: github-hosted, or public addresses.'),
    ),
  ),
});

const waiver = v.strictObject({
  rule: name,
  resource: v.pipe(name, says('An ID, an IaC address, or an unambiguous tail of either.')),
  reason: name,
  owner: name,
  expires: v.pipe(day, says('The last day on which it counts.')),
});

/** The config file, unknown keys refused. */
export const configFile = v.pipe(
  v.strictObject({
    $schema: v.exactOptional(v.string()),
    'fail-on': v.exactOptional(
      v.pipe(
        v.picklist(['safe', 'window', 'incomplete', 'split', 'blocked', 'never']),
        says('The mildest verdict that fails a run.'),
      ),
    ),
    bridges: v.exactOptional(
      v.pipe(
        v.picklist(['allow', 'never']),
        says('Whether stages may open something for minutes to bridge a gap.'),
      ),
    ),
    windows: v.exactOptional(calendar),
    dns: v.exactOptional(v.pipe(dns, says('What no file shows of name resolution.'))),
    clients: v.exactOptional(v.pipe(v.array(client), says('Clients that no file shows.'))),
    cloud: v.exactOptional(v.picklist(['public', 'usgov', 'china'])),
    policy: v.exactOptional(
      v.strictObject({
        'service-endpoints': v.exactOptional(v.picklist(['allow', 'forbid'])),
        'private-endpoints': v.exactOptional(v.picklist(['prefer', 'require'])),
      }),
    ),
    waivers: v.exactOptional(
      v.pipe(v.array(waiver), says('Hazards that their owner has accepted.')),
    ),
    redact: v.exactOptional(
      v.pipe(
        v.picklist(['none', 'ids', 'ips', 'names']),
        says('What to leave out of every output.'),
      ),
    ),
  }),
  v.title('azure-endpoint-planner config'),
);

export type ConfigFile = v.InferOutput<typeof configFile>;
