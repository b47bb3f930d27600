// IPv4 only: Azure's service firewalls and user routes on the public side take nothing else.

/** First and last address of a range, as unsigned 32-bit numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const dotted = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`);

function address(text: string): number | undefined {
  const parts = dotted.exec(text.trim());
  return parts?.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** `10.0.0.1`, `10.0.0.0/24` or `10.0.0.1-10.0.0.9`; undefined when it is none of these. */
export function range(text: string): AddressRange | undefined {
  const [from = '', to] = text.split('-');
  if (to !== undefined) {
    const [first, last] = [address(from), address(to)];
    return first === undefined || last === undefined ? undefined : { first, last };
  }
  const [base = '', bits] = from.split('/');
  const first = address(base);
  if (first === undefined) return undefined;
  if (bits === undefined) return { first, last: first };
  const length = Number(bits);
  if (!/^\d+$/.test(bits) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const start = Math.floor(first / size) * size;
  return { first: start, last: start + size - 1 };
}

/** Whether every address of `inner` lies in `outer`; undefined when one of them cannot be read. */
export function covers(outer: string, inner: string): boolean | undefined {
  const [wide, narrow] = [range(outer), range(inner)];
  if (wide === undefined || narrow === undefined) return undefined;
  return wide.first <= narrow.first && narrow.last <= wide.last;
}

/** Whether two ranges share an address; undefined when one of them cannot be read. */
export function overlaps(one: string, other: string): boolean | undefined {
  const [a, b] = [range(one), range(other)];
  if (a === undefined || b === undefined) return undefined;
  return a.first <= b.last && b.first <= a.last;
}

/** Number of leading bits of a CIDR, 32 for a single address. */
export function prefixLength(cidr: string): number {
  const bits = cidr.split('/')[1];
  return bits === undefined ? 32 : Number(bits);
}
