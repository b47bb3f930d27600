// The strict judge of JSON, after RFC 8259. It is asked where a text goes wrong once the scanner or JSON.parse has stumbled,
// because neither says so reliably: messages of JSON.parse differ between runtimes, and some have no position.

export interface SyntaxFault {
  /** Byte at which the text stops being JSON. */
  readonly at: number;
  /** The text ends before the value does. */
  readonly truncated: boolean;
}

/** The first fault of the value that begins at `start`, or `undefined` when it is well-formed. */
export function syntaxFault(bytes: Uint8Array, start: number): SyntaxFault | undefined {
  // The closing brackets still owed, innermost last.
  const open: number[] = [];
  let at = space(bytes, start);
  for (;;) {
    const byte = bytes[at];
    if (byte === brace || byte === bracket) {
      open.push(byte + 2);
      at = space(bytes, at + 1);
      if (bytes[at] !== byte + 2) {
        if (byte === brace) {
          const value = afterKey(bytes, at);
          if (value < 0) return fault(bytes, -value - 1);
          at = value;
        }
        continue;
      }
    } else {
      const end = scalarEnd(bytes, at);
      if (end < 0) return fault(bytes, -end - 1);
      at = space(bytes, end);
      if (open.length === 0) return undefined;
    }
    // After a value: brackets close, or a comma leads to the next one.
    while (open.length > 0 && bytes[at] === open.at(-1)) {
      open.pop();
      if (open.length === 0) return undefined;
      at = space(bytes, at + 1);
    }
    if (bytes[at] !== 0x2c) return fault(bytes, at);
    at = space(bytes, at + 1);
    if (open.at(-1) === brace + 2) {
      const value = afterKey(bytes, at);
      if (value < 0) return fault(bytes, -value - 1);
      at = value;
    }
  }
}

const brace = 0x7b;
const bracket = 0x5b;
const quote = 0x22;

function fault(bytes: Uint8Array, at: number): SyntaxFault {
  return { at: Math.min(at, bytes.length), truncated: at >= bytes.length };
}

function space(bytes: Uint8Array, at: number): number {
  let i = at;
  while (isSpace(bytes[i])) i++;
  return i;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

// Below, a position p that is a fault is returned as -p - 1, so that one number tells both.

/** Where the value begins after a key and its colon. */
function afterKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return -at - 1;
  const end = stringEnd(bytes, at);
  if (end < 0) return end;
  const colon = space(bytes, end);
  return bytes[colon] === 0x3a ? space(bytes, colon + 1) : -colon - 1;
}

function scalarEnd(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === quote) return stringEnd(bytes, at);
  if (byte === 0x74) return wordEnd(bytes, at, 'true');
  if (byte === 0x66) return wordEnd(bytes, at, 'false');
  if (byte === 0x6e) return wordEnd(bytes, at, 'null');
  return numberEnd(bytes, at);
}

function stringEnd(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === quote) return i + 1;
    if (byte < 0x20) return -i - 1;
    if (byte !== 0x5c) continue;
    const escaped = bytes[i + 1];
    if (escaped === undefined) break;
    if (!'"\\/bfnrtu'.includes(String.fromCharCode(escaped))) return -i - 1;
    if (escaped !== 0x75) i += 1;
    else {
      for (let n = 2; n < 6; n++) if (!isHex(bytes[i + n])) return -(i + n) - 1;
      i += 5;
    }
  }
  return -bytes.length - 1;
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && /^[0-9a-fA-F]$/.test(String.fromCharCode(byte));
}

function wordEnd(bytes: Uint8Array, at: number, word: string): number {
  for (let n = 0; n < word.length; n++) {
    if (bytes[at + n] !== word.charCodeAt(n)) return -(at + n) - 1;
  }
  return at + word.length;
}

function numberEnd(bytes: Uint8Array, at: number): number {
  let i = bytes[at] === 0x2d ? at + 1 : at;
  const integer = digits(bytes, i);
  if (integer === i) return -i - 1;
  if (bytes[i] === 0x30 && integer > i + 1) return -(i + 1) - 1;
  i = integer;
  if (bytes[i] === 0x2e) {
    const fraction = digits(bytes, i + 1);
    if (fraction === i + 1) return -fraction - 1;
    i = fraction;
  }
  if (bytes[i] === 0x65 || bytes[i] === 0x45) {
    const sign = bytes[i + 1] === 0x2b || bytes[i + 1] === 0x2d ? i + 2 : i + 1;
    const exponent = digits(bytes, sign);
    if (exponent === sign) return -exponent - 1;
    i = exponent;
  }
  return i;
}

function digits(bytes: Uint8Array, at: number): number {
  let i = at;
  for (;;) {
    const byte = bytes[i];
    if (byte === undefined || byte < 0x30 || byte > 0x39) return i;
    i++;
  }
}
