package io.tributary.cli;

import io.tributary.format.compress.SnappyBlock;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// One scrape of one made-up host as a remote write 1.0 request, written once and then filled with
/// the next moment's times and values: counters, gauges, histograms; more than half never change.
///
/// ```
/// series  0a LEN (0a LEN (0a LEN name 12 LEN value))* 12 10 (09 value:8 10 time:6)
/// ```
///
/// Owned by one thread at a time.
final class TrainingRequest {
    /// Series of one host.
    static final int SERIES = 1_000;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BYTES_FIELD = 0x0a;
    private static final int SECOND_BYTES_FIELD = 0x12;
    private static final int FIXED64_FIELD = 0x09;
    private static final int SECOND_VARINT_FIELD = 0x10;

    /// Milliseconds of 2004 to 2109 take so many bytes as a varint.
    private static final int TIME_BYTES = 6;

    private static final int SAMPLE_BYTES = 1 + Long.BYTES + 1 + TIME_BYTES;

    private final byte[] message;
    private final int[] valueOffsets = new int[SERIES];

    TrainingRequest(int host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 * SERIES);
        for (int i = 0; i < SERIES; i++) {
            byte[] labels = labels(host, i);
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
    }

    /// The request of one moment, packed.
    ///
    /// @param step counts the moments
    byte[] snappy(int step, long timeMillis) {
        for (int i = 0; i < SERIES; i++) {
            LONG.set(message, valueOffsets[i], Double.doubleToRawLongBits(value(i, step)));
            int at = valueOffsets[i] + Long.BYTES + 1;
            for (int j = 0; j < TIME_BYTES; j++) {
                int more = j < TIME_BYTES - 1 ? 0x80 : 0;
                message[at + j] = (byte) (((timeMillis >>> (7 * j)) & 0x7f) | more);
            }
        }
        return SnappyBlock.encode(message);
    }

    private static double value(int series, int step) {
        return switch (series % 5) {
            case 0 -> (double) step * (series % 17 + 1);
            case 1 -> (step * 31 + series) % 1_000 / 10.0;
            default -> series;
        };
    }

    private static byte[] labels(int host, int series) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean bucket = series % 10 == 0;
        writeLabel(out, "__name__", bucket ? "trained_seconds_bucket" : "trained_" + series % 40);
        writeLabel(out, "cluster", "training");
        writeLabel(out, "code", Integer.toString(200 + series % 7));
        writeLabel(out, "instance", "host-" + host);
        writeLabel(out, "job", "job-" + series % 3);
        if (bucket) {
            writeLabel(out, "le", series % 100 == 90 ? "+Inf" : series % 100 / 10 + ".5");
        }
        writeLabel(out, "path", "/path/" + series / 40);
        writeLabel(out, "pod", "pod-" + host + "-" + series / 500);
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
