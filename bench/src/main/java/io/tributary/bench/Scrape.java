package io.tributary.bench;

import io.tributary.format.remotewrite.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Series of made-up hosts as a remote write 1.0 message, one sample each: ten labels, of which two
/// or three differ from one series to the next; a fifth of the values are counters, a fifth gauges,
/// the others stay as they are.
///
/// ```
/// series  0a LEN (0a LEN (0a LEN name 12 LEN value))* 12 10 (09 value:8 10 time:6)
/// ```
///
/// Owned by one thread at a time.
public final class Scrape {
    /// Series of one host.
    public static final int HOST_SERIES = 1_000;

    /// Between two moments.
    public static final long STEP_MILLIS = 15_000;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BYTES_FIELD = 0x0a;
    private static final int SECOND_BYTES_FIELD = 0x12;
    private static final int FIXED64_FIELD = 0x09;
    private static final int SECOND_VARINT_FIELD = 0x10;
    private static final int TIME_BYTES = 6;
    private static final int SAMPLE_BYTES = 1 + Long.BYTES + 1 + TIME_BYTES;

    private final byte[] message;
    private final int[] valueOffsets;
    private final RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
    private final WriteBatch batch = new WriteBatch();

    /// The series `from .. from + count - 1`.
    public Scrape(int from, int count) {
        valueOffsets = new int[count];
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 * count);
        for (int i = 0; i < count; i++) {
            byte[] labels = labels(from + i);
            out.write(BYTES_FIELD);
            writeVarint(out, labels.length + 2 + SAMPLE_BYTES);
            out.writeBytes(labels);
            out.write(SECOND_BYTES_FIELD);
            out.write(SAMPLE_BYTES);
            out.write(FIXED64_FIELD);
            valueOffsets[i] = out.size();
            out.writeBytes(new byte[Long.BYTES]);
            out.write(SECOND_VARINT_FIELD);
            out.writeBytes(new byte[TIME_BYTES]);
        }
        message = out.toByteArray();
        set(0, STEP_MILLIS);
    }

    public int count() {
        return valueOffsets.length;
    }

    /// The message as it stands.
    public byte[] message() {
        return message;
    }

    /// Gives all samples the values of another moment, and its time.
    public void set(int step, long timeMillis) {
        for (int i = 0; i < valueOffsets.length; i++) {
            LONG.set(message, valueOffsets[i], Double.doubleToRawLongBits(value(i, step)));
            int at = valueOffsets[i] + Long.BYTES + 1;
            for (int j = 0; j < TIME_BYTES; j++) {
                int more = j < TIME_BYTES - 1 ? 0x80 : 0;
                message[at + j] = (byte) (((timeMillis >>> (7 * j)) & 0x7f) | more);
            }
        }
    }

    /// The message, decoded into a batch that is used again.
    public WriteBatch batch() {
        try {
            decoder.decode(message, 0, message.length, batch);
        } catch (MalformedRequestException e) {
            throw new IllegalStateException("BUG: a message of ours", e);
        }
        return batch;
    }

    /// The value of a series at a step.
    public static double value(int series, int step) {
        return switch (series % 5) {
            case 0 -> (double) step * (series % 17 + 1);
            case 1 -> (step * 31 + series) % 1_000 / 10.0;
            default -> series;
        };
    }

    private static byte[] labels(int number) {
        int host = number / HOST_SERIES;
        int series = number % HOST_SERIES;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeLabel(out, "__name__", "bench_metric_" + series / 10 + "_total");
        writeLabel(out, "cluster", "cluster-" + host % 4);
        writeLabel(out, "code", Integer.toString(200 + series % 10));
        writeLabel(out, "instance", "10.0." + host / 250 + "." + host % 250 + ":9100");
        writeLabel(out, "job", "job-" + series / 200);
        writeLabel(out, "namespace", "namespace-" + host % 20);
        writeLabel(out, "node", "node-" + host + ".example.org");
        writeLabel(out, "path", "/api/path/" + series % 10);
        writeLabel(out, "pod", "pod-" + host + "-" + series / 200 + "-7d4b9c6f5");
        writeLabel(out, "zone", "zone-" + host % 3);
        return out.toByteArray();
    }

    private static void writeLabel(ByteArrayOutputStream out, String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        out.write(BYTES_FIELD);
        writeVarint(out, nameBytes.length + valueBytes.length + 4); // all shorter than 128 bytes
        writeField(out, BYTES_FIELD, nameBytes);
        writeField(out, SECOND_BYTES_FIELD, valueBytes);
    }

    private static void writeField(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        writeVarint(out, content.length);
        out.writeBytes(content);
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
