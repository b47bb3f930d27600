import { later } from '../../core/later.ts';
import { skipCode } from './skip-code.ts';

// Nine tenths of a plan are stepped over. A loop over the bytes takes three times as long for it as skip.wat does, and thirty
// times while the runtime has not compiled the loop yet.

// Declared here because readers are compiled without the types of any platform.
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare function atob(base64: string): string;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly close: (at: number, end: number, depth: number) => number;
}

interface Skipper {
  readonly close: Exports['close'];
  readonly memory: Uint8Array;
  /** The piece of a text that lies in the memory, from its byte `from` to before `to`. */
  readonly piece: { of: WeakRef<Uint8Array>; from: number; to: number };
}

/** Absent where the runtime has no WebAssembly, or the processor no vectors. */
const skipper = later((): Skipper | undefined => {
  try {
    const code = Uint8Array.from(atob(skipCode), (letter) => letter.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
    const { close, memory } = exports as Exports;
    const nothing = new Uint8Array();
    const piece = { of: new WeakRef(nothing), from: 0, to: 0 };
    return { close, memory: new Uint8Array(memory.buffer), piece };
  } catch {
    return undefined;
  }
});

/** Bytes that are looked at together. */
const block = 64;
const pieceLength = 1024 * block;
const space = 0x20;

/**
 * The byte after the bracket that closes `depth` open ones, when `at` lies inside them and outside of strings; -1 where the text
 * ends before. `undefined`: not to be had in this process.
 */
export function skipped(bytes: Uint8Array, at: number, depth: number): number | undefined {
  const loaded = skipper();
  if (loaded === undefined) return undefined;
  const { close, piece } = loaded;
  // A text is walked from its beginning to its end: most of what is asked for lies there already.
  if (piece.of.deref() !== bytes || at < piece.from || at >= piece.to) lay(bytes, at, loaded);
  let next = at;
  let open = depth;
  for (;;) {
    const isLast = piece.to === bytes.length;
    // Whole blocks, but at the end of the text: a backslash may stand before the next piece.
    const length = isLast ? piece.to - next : (piece.to - next) & -block;
    if (length > 0) {
      const end = close(next - piece.from, next - piece.from + length, open);
      if (end >= 0) return piece.from + end;
      next += length;
      open = 0;
    }
    if (isLast) return -1;
    lay(bytes, next, loaded);
  }
}

/** Lays the piece that begins at `from` into the memory. */
function lay(bytes: Uint8Array, from: number, { memory, piece }: Skipper): void {
  const to = Math.min(from + pieceLength, bytes.length);
  memory.set(bytes.subarray(from, to));
  memory.fill(space, to - from, to - from + block);
  if (piece.of.deref() !== bytes) piece.of = new WeakRef(bytes);
  piece.from = from;
  piece.to = to;
}
