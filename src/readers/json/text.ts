// The two Web classes that readers use. They are declared here because readers are compiled without the types of any
// platform; every runtime has them.
declare class TextDecoder {
  constructor(label?: string, options?: { readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The bytes from `start` to before `end` as text; what is not UTF-8 becomes U+FFFD. */
export function text(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

export function ascii(word: string): Uint8Array {
  return encoder.encode(word);
}

/** What PowerShell's `>` writes is UTF-16; anything else comes back as it is, byte order mark included. */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const label = utf16(bytes);
  // A plain view: pieces of Node's own subclass of Uint8Array take far longer to make.
  return label === undefined
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : recoded(bytes, label);
}

/** Where the text begins: after the byte order mark, if there is one. */
export function textStart(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: two ASCII characters, each beside a zero.
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

/** In pieces, so that a large file never stands in one string. */
function recoded(bytes: Uint8Array, label: string): Uint8Array {
  const pieceBytes = 1 << 20;
  const decoder = new TextDecoder(label);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
    pieces.push(encoder.encode(piece));
  }
  pieces.push(encoder.encode(decoder.decode()));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
