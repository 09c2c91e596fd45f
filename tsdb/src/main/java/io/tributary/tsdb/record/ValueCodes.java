package io.tributary.tsdb.record;

/// How a changed value begins: a varint.
///
/// ```
/// 0            exponent (1 byte), mantissa (zigzag): from here on the series' exponent is this one
/// 1            the bits XOR the bits before, without zero bytes at both ends: (leading << 4 | trailing) (1 byte), the rest
/// 2            a staleness marker
/// 2 + u, u ≥ 1 the mantissa differs from the one before by the zigzag number u, at the series' exponent
/// ```
final class ValueCodes {
    static final int DECIMAL = 0;
    static final int RAW = 1;
    static final int STALE = 2;
    static final int DELTA = 2;

    private ValueCodes() {}
}
