package io.tributary.tsdb.record;

/// The numbers of the record types, fixed for ever. A record is `type (1 byte) | length of the body
/// (4 bytes) | body`.
///
/// Numbers named but without a codec yet are set aside: no version that stores samples ever gave
/// them another meaning.
public final class RecordType {
    public static final int TENANT = 1;
    public static final int PAIRS = 2;
    public static final int STAMPS = 3;
    public static final int SERIES = 4;
    public static final int SAMPLES = 5;
    public static final int LATE_SAMPLES = 6;
    public static final int HISTOGRAMS = 7;
    public static final int START_TIMES = 8;
    public static final int EXEMPLARS = 9;
    public static final int METADATA = 10;
    public static final int GAPS = 11;
    public static final int CARRY = 12;
    public static final int LOSS = 13;
    public static final int DEPARTED = 14;
    public static final int COMPLETE = 15;
    public static final int METADATA_OF = 16;

    /// Bytes before a body.
    public static final int HEADER_BYTES = 5;

    private RecordType() {}
}
