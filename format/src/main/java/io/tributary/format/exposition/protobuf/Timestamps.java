package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;

/// Reads a `Timestamp`, whose length is to come. Stateless.
final class Timestamps {
    private static final int SECONDS = 1;
    private static final int NANOS = 2;

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long SECONDS_MAX = Long.MAX_VALUE / MILLIS_PER_SECOND - 1;

    private Timestamps() {}

    /// In milliseconds since 1970; 0, which is none, where these do not fit 64 bits.
    static long read(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        int outer = in.enter(tag, message);
        long seconds = 0;
        int nanos = 0;
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case SECONDS -> seconds = in.readVarint(field, "Timestamp");
                case NANOS -> nanos = (int) in.readVarint(field, "Timestamp");
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        return Math.abs(seconds) <= SECONDS_MAX && seconds != Long.MIN_VALUE
                ? seconds * MILLIS_PER_SECOND + nanos / NANOS_PER_MILLI
                : 0;
    }
}
