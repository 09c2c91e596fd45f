package io.tributary.tsdb.record;

import io.tributary.model.SampleBits;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Reads what {@link SampleEncoder} wrote. Every count and length is checked; a record that is not
/// one is an exception naming the place, after the samples before it were delivered.
public final class SampleDecoder {
    private static final byte[] NOTHING = {};

    private final RecordReader refs = new RecordReader(NOTHING, 0, 0);
    private final RecordReader times = new RecordReader(NOTHING, 0, 0);
    private final RecordReader runs = new RecordReader(NOTHING, 0, 0);

    private long ref;
    private int refRest;
    private int refStride;

    private long time;
    private long timeDelta;
    private long timeRest;

    private boolean changing;
    private long runRest;

    private long bits;
    private int exponent;

    /// Delivers the samples of one body in the order they were accepted.
    public void decode(RecordReader body, SampleTarget target) throws CorruptRecordException {
        int count = body.count(Integer.MAX_VALUE, "sample count");
        body.slice(body.count(body.remaining(), "refs column"), refs);
        body.slice(body.count(body.remaining(), "times column"), times);
        body.slice(body.count(body.remaining(), "runs column"), runs);
        ref = 0;
        refRest = 0;
        refStride = 0;
        time = 0;
        timeRest = 0;
        changing = true;
        runRest = 0;
        for (int i = 0; i < count; i++) {
            nextRef();
            nextTime();
            boolean changed = nextChanged();
            int series = target.series(ref);
            if (series == SampleTarget.UNKNOWN) {
                if (changed) {
                    value(body, false, 0, 0);
                }
                target.unknown(ref, time);
                continue;
            }
            boolean known = target.isKnown(series);
            bits = target.lastBits(series);
            exponent = target.exponent(series);
            if (changed) {
                value(body, known, bits, exponent);
            } else if (!known) {
                throw body.corrupt("series " + ref + " refers back beyond the reset point");
            }
            target.sample(series, time, bits, exponent);
        }
        if (refRest != 0
                || timeRest != 0
                || runRest != 0
                || refs.remaining() + times.remaining() + runs.remaining() + body.remaining()
                        != 0) {
            throw body.corrupt("columns of unequal length");
        }
    }

    private void nextRef() throws CorruptRecordException {
        if (refRest > 0) {
            ref += refStride;
            refRest--;
            return;
        }
        long start = ref + refStride + refs.zigzag();
        long packed = refs.varint();
        refStride = (int) (packed & 1);
        long length = packed >>> 1;
        if (length == 0 || length > Integer.MAX_VALUE) {
            throw refs.corrupt("run of " + length + " refs");
        }
        ref = start;
        refRest = (int) length - 1;
    }

    private void nextTime() throws CorruptRecordException {
        if (timeRest == 0) {
            timeDelta = times.zigzag();
            timeRest = times.varint();
            if (timeRest <= 0) {
                throw times.corrupt("run of " + timeRest + " times");
            }
        }
        time += timeDelta;
        timeRest--;
    }

    private boolean nextChanged() throws CorruptRecordException {
        while (runRest == 0) {
            runRest = runs.varint();
            changing = !changing;
        }
        runRest--;
        return changing;
    }

    /// Leaves the value in `bits` and the series' exponent in `exponent`.
    private void value(RecordReader in, boolean known, long lastBits, int lastExponent)
            throws CorruptRecordException {
        long code = in.varint();
        if (code == ValueCodes.STALE) {
            bits = SampleBits.STALE_NAN;
        } else if (code == ValueCodes.RAW) {
            bits = raw(in) ^ (known ? lastBits : 0);
        } else if (code == ValueCodes.DECIMAL) {
            exponent = in.u8();
            if (exponent > Decimals.EXPONENT_MAX) {
                throw in.corrupt("decimal exponent " + exponent);
            }
            bits = Decimals.bits(in.zigzag(), exponent);
        } else if (known && lastExponent <= Decimals.EXPONENT_MAX) {
            long packed = code - ValueCodes.DELTA;
            long delta = (packed >>> 1) ^ -(packed & 1);
            long last = Decimals.mantissa(lastBits, lastExponent);
            if (last == Decimals.NONE) {
                throw in.corrupt("delta to a value that is no decimal");
            }
            bits = Decimals.bits(last + delta, lastExponent);
        } else {
            bits = 0; // A delta of a series nobody knows: its length was all that mattered.
            if (known) {
                throw in.corrupt("delta without an exponent");
            }
        }
    }

    private static long raw(RecordReader in) throws CorruptRecordException {
        int ends = in.u8();
        int leading = ends >>> 4;
        int trailing = ends & 15;
        int length = 8 - leading - trailing;
        if (length < 0) {
            throw in.corrupt("zero bytes " + leading + " and " + trailing);
        }
        long difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= (long) in.u8() << (8 * i);
        }
        return length == 0 ? 0 : difference << (8 * trailing);
    }
}
