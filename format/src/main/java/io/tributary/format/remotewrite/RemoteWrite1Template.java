package io.tributary.format.remotewrite;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/// A remote write 1.0 message of series of one sample each, written once; times and values are then
/// set in place, as one scrape follows another.
///
/// ```
/// series  0a LEN label* 12 10 (09 value:8 10 time:6)
/// ```
///
/// Times are varints of always six bytes: 0 to 2^42 − 1 milliseconds. Owned by one thread at a
/// time.
public final class RemoteWrite1Template {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SERIES_TAG = 0x0a;
    private static final int SAMPLE_TAG = 0x12;
    private static final int VALUE_TAG = 0x09;
    private static final int TIME_TAG = 0x10;
    private static final int TIME_BYTES = 6;
    private static final int SAMPLE_BYTES = 1 + Long.BYTES + 1 + TIME_BYTES;

    private final byte[] message;
    private final int[] valueOffsets;

    /// @param labels of each series, as {@link RemoteWrite1LabelWriter} writes them
    public RemoteWrite1Template(List<byte[]> labels) {
        valueOffsets = new int[labels.size()];
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 * labels.size());
        for (int i = 0; i < valueOffsets.length; i++) {
            byte[] own = labels.get(i);
            out.write(SERIES_TAG);
            RemoteWrite1LabelWriter.writeVarint(out, own.length + 2 + SAMPLE_BYTES);
            out.writeBytes(own);
            out.write(SAMPLE_TAG);
            out.write(SAMPLE_BYTES);
            out.write(VALUE_TAG);
            valueOffsets[i] = out.size();
            out.writeBytes(new byte[Long.BYTES]);
            out.write(TIME_TAG);
            out.writeBytes(new byte[TIME_BYTES]);
        }
        message = out.toByteArray();
    }

    /// Series.
    public int count() {
        return valueOffsets.length;
    }

    /// The message as it stands; changed by the next {@link #set}.
    public byte[] message() {
        return message;
    }

    /// Sets the sample of a series.
    public void set(int series, long timeMillis, double value) {
        LONG.set(message, valueOffsets[series], Double.doubleToRawLongBits(value));
        int at = valueOffsets[series] + Long.BYTES + 1;
        for (int i = 0; i < TIME_BYTES; i++) {
            int more = i < TIME_BYTES - 1 ? 0x80 : 0;
            message[at + i] = (byte) (((timeMillis >>> (7 * i)) & 0x7f) | more);
        }
    }
}
