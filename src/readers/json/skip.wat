;; Finds where a JSON value ends, 64 bytes at a time, as simdjson does (Langdale and Lemire, "Parsing gigabytes of JSON per
;; second", 2019, sections 3.1.1 and 3.1.2). The caller lays a piece of the text into the memory, and 64 spaces behind it.
(module
  (memory (export "memory") 2)

  ;; What one piece leaves to the next.
  (global $depth (mut i32) (i32.const 0))
  ;; All ones inside a string, else zero.
  (global $inside (mut i64) (i64.const 0))
  ;; 1: the first byte follows a backslash that counts.
  (global $escaped (mut i64) (i64.const 0))

  ;; A bit for each of the 64 bytes at $at that is $byte.
  (func $equal (param $at i32) (param $byte v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $byte))))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $byte))))
          (i64.const 16)))
      (i64.or
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $byte))))
          (i64.const 32))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $byte))))
          (i64.const 48)))))

  ;; The same without a difference between [ and {, or ] and }: they differ in one bit, which is set here.
  (func $bracket (param $at i32) (param $byte v128) (result i64)
    (local $bit v128)
    (local.set $bit (i8x16.splat (i32.const 0x20)))
    (i64.or
      (i64.or
        (i64.extend_i32_u
          (i8x16.bitmask
            (i8x16.eq (v128.or (v128.load (local.get $at)) (local.get $bit)) (local.get $byte))))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask
              (i8x16.eq
                (v128.or (v128.load offset=16 (local.get $at)) (local.get $bit))
                (local.get $byte))))
          (i64.const 16)))
      (i64.or
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask
              (i8x16.eq
                (v128.or (v128.load offset=32 (local.get $at)) (local.get $bit))
                (local.get $byte))))
          (i64.const 32))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask
              (i8x16.eq
                (v128.or (v128.load offset=48 (local.get $at)) (local.get $bit))
                (local.get $byte))))
          (i64.const 48)))))

  ;; Of the bytes at $at the quotes that no backslash escapes.
  (func $quotes (param $at i32) (result i64)
    (local $quotes i64) (local $slashes i64) (local $after i64) (local $odd i64) (local $sum i64)
    (local.set $quotes (call $equal (local.get $at) (i8x16.splat (i32.const 0x22))))
    (local.set $slashes (call $equal (local.get $at) (i8x16.splat (i32.const 0x5c))))
    (if (i64.eqz (i64.or (local.get $slashes) (global.get $escaped)))
      (then (return (local.get $quotes))))
    (local.set $slashes
      (i64.and (local.get $slashes) (i64.xor (global.get $escaped) (i64.const -1))))
    (local.set $after
      (i64.or (i64.shl (local.get $slashes) (i64.const 1)) (global.get $escaped)))
    ;; Runs of backslashes that begin at an odd place; adding carries each to its end.
    (local.set $odd
      (i64.and
        (local.get $slashes)
        (i64.xor (i64.or (i64.const 0x5555555555555555) (local.get $after)) (i64.const -1))))
    (local.set $sum (i64.add (local.get $odd) (local.get $slashes)))
    (global.set $escaped
      (i64.extend_i32_u (i64.lt_u (local.get $sum) (local.get $slashes))))
    (i64.and
      (local.get $quotes)
      (i64.xor
        (i64.and
          (i64.xor (i64.const 0x5555555555555555) (i64.shl (local.get $sum) (i64.const 1)))
          (local.get $after))
        (i64.const -1))))

  ;; Where, from $at to before $end, the last open bracket is closed: the place after it, or -1. With $depth it begins outside
  ;; of strings inside so many brackets; with zero it goes on where the call before it ended.
  (func (export "close") (param $at i32) (param $end i32) (param $depth i32) (result i32)
    (local $inside i64) (local $open i64) (local $shut i64) (local $bit i64)
    (if (local.get $depth)
      (then
        (global.set $inside (i64.const 0))
        (global.set $escaped (i64.const 0)))
      (else (local.set $depth (global.get $depth))))
    (loop $blocks
      (local.set $inside (call $quotes (local.get $at)))
      ;; From each quote to the next.
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 1))))
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 2))))
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 4))))
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 8))))
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 16))))
      (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 32))))
      (local.set $inside (i64.xor (local.get $inside) (global.get $inside)))
      (global.set $inside (i64.shr_s (local.get $inside) (i64.const 63)))
      (local.set $inside (i64.xor (local.get $inside) (i64.const -1)))
      (local.set $open
        (i64.and (local.get $inside) (call $bracket (local.get $at) (i8x16.splat (i32.const 0x7b)))))
      (local.set $shut
        (i64.and (local.get $inside) (call $bracket (local.get $at) (i8x16.splat (i32.const 0x7d)))))
      (if (i32.gt_s (local.get $depth) (i32.wrap_i64 (i64.popcnt (local.get $shut))))
        (then
          (local.set $depth
            (i32.add
              (local.get $depth)
              (i32.sub
                (i32.wrap_i64 (i64.popcnt (local.get $open)))
                (i32.wrap_i64 (i64.popcnt (local.get $shut)))))))
        (else
          ;; It may be closed in this block: one closing bracket after another.
          (loop $brackets
            (if (i64.ne (local.get $shut) (i64.const 0))
              (then
                (local.set $bit
                  (i64.and (local.get $shut) (i64.sub (i64.const 0) (local.get $shut))))
                (local.set $depth
                  (i32.sub
                    (i32.add
                      (local.get $depth)
                      (i32.wrap_i64
                        (i64.popcnt
                          (i64.and (local.get $open) (i64.sub (local.get $bit) (i64.const 1))))))
                    (i32.const 1)))
                (if (i32.eqz (local.get $depth))
                  (then
                    (return
                      (i32.add
                        (local.get $at)
                        (i32.add (i32.wrap_i64 (i64.ctz (local.get $bit))) (i32.const 1))))))
                (local.set $open
                  (i64.and
                    (local.get $open)
                    (i64.xor (i64.sub (local.get $bit) (i64.const 1)) (i64.const -1))))
                (local.set $shut (i64.xor (local.get $shut) (local.get $bit)))
                (br $brackets))))
          (local.set $depth
            (i32.add (local.get $depth) (i32.wrap_i64 (i64.popcnt (local.get $open)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $blocks (i32.lt_u (local.get $at) (local.get $end))))
    (global.set $depth (local.get $depth))
    (i32.const -1)))
