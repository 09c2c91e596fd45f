package io.tributary.cli;

import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connections that all send a body of 4 MiB at once: half of them as fast as they can, a quarter
/// half of it and then nothing, a quarter half of it and then a trickle. Each writes a series of
/// its own, and takes the answer as soon as it comes.
final class Crowd {
    static final String METRIC = "big";
    static final String TENANT = "crowd";

    private static final int SAMPLE_BYTES = 18;

    /// Samples of a body.
    static final int SAMPLES = ((4 << 20) - 100) / SAMPLE_BYTES;

    private static final long STEP_MILLIS = 100;

    /// So many samples have the same value.
    private static final int VALUE_RUN = 50;

    /// Where the server closed a connection without a word.
    static final int NO_ANSWER = 0;

    /// Stands where a connection's number will be.
    private static final String NUMBER = "######";

    private static final int BEGINNING_BYTES = 256;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int TRICKLE_BYTES = 1 << 10;
    private static final int TRICKLE_EVERY_MILLIS = 200;
    private static final long WITHIN_SECONDS = 300;

    /// The body, the same for all but for the digits of the number.
    private final byte[] body;

    private final int numberAt;

    /// How a connection sends.
    enum Manner {
        FAST,
        STALLS,
        TRICKLES;

        static Manner of(int number) {
            if (number % 2 == 0) {
                return FAST;
            }
            return number % 4 == 1 ? STALLS : TRICKLES;
        }
    }

    /// @param status of the answer, or {@link #NO_ANSWER}
    record Outcome(int number, int status) {
        Manner manner() {
            return Manner.of(number);
        }
    }

    /// @param startMillis time of the first sample; the last is some seven hours later
    Crowd(long startMillis) {
        byte[] labels = labels();
        ByteArrayOutputStream message = new ByteArrayOutputStream(4 << 20);
        message.write(0x0a);
        varint(message, labels.length + SAMPLE_BYTES * SAMPLES);
        message.writeBytes(labels);
        ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SAMPLES; i++) {
            sample.clear();
            sample.put((byte) 0x12).put((byte) (SAMPLE_BYTES - 2));
            sample.put((byte) 0x09).putDouble(Math.floorDiv(i, VALUE_RUN));
            sample.put((byte) 0x10);
            putTime(sample, startMillis + i * STEP_MILLIS);
            message.writeBytes(sample.array());
        }
        body = literal(message.toByteArray());
        numberAt =
                new String(body, 0, BEGINNING_BYTES, StandardCharsets.ISO_8859_1).indexOf(NUMBER);
    }

    private static void putTime(ByteBuffer into, long millis) {
        for (int i = 0; i < 6; i++) {
            into.put((byte) (((millis >>> (7 * i)) & 0x7f) | (i < 5 ? 0x80 : 0)));
        }
    }

    /// A connection's label, as a matcher has it.
    static String label(int number) {
        return ("%0" + NUMBER.length() + "d").formatted(number);
    }

    /// Sends all of them at once, and returns when each was answered or cut off.
    List<Outcome> send(int port, int connections) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int number = 0; number < connections; number++) {
                int own = number;
                statuses.add(threads.submit(() -> status(port, own)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (int number = 0; number < connections; number++) {
                int status = statuses.get(number).get(WITHIN_SECONDS, TimeUnit.SECONDS);
                outcomes.add(new Outcome(number, status));
            }
            return outcomes;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a connection was not answered", e);
        }
    }

    private int status(int port, int number) {
        Manner manner = Manner.of(number);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(TRICKLE_EVERY_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(head());
            out.write(beginning(number));
            boolean open = true;
            int sent = BEGINNING_BYTES;
            int to = manner == Manner.FAST ? body.length : body.length / 2;
            while (open && sent < to && in.available() == 0) {
                int length = Math.min(PIECE_BYTES, to - sent);
                open = write(out, body, sent, length);
                sent += length;
            }
            while (true) {
                try {
                    byte[] line = in.readNBytes("HTTP/1.1 204".length());
                    return line.length == 0 ? NO_ANSWER : status(line);
                } catch (SocketTimeoutException e) {
                    if (open && manner == Manner.TRICKLES) {
                        open = write(out, body, sent, TRICKLE_BYTES);
                        sent += TRICKLE_BYTES;
                    }
                }
            }
        } catch (IOException e) {
            return NO_ANSWER;
        }
    }

    private static int status(byte[] line) {
        String[] words = new String(line, StandardCharsets.US_ASCII).split(" ", 2);
        return Integer.parseInt(words[1]);
    }

    /// False where nobody listens any more; there may be an answer none the less.
    private static boolean write(OutputStream out, byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] head() {
        return """
        POST /api/v1/push HTTP/1.1\r
        host: tributary\r
        x-scope-orgid: %s\r
        content-type: application/x-protobuf\r
        content-encoding: snappy\r
        content-length: %d\r
        \r
        """
                .formatted(TENANT, body.length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] beginning(int number) {
        byte[] beginning = Arrays.copyOf(body, BEGINNING_BYTES);
        byte[] label = label(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(label, 0, beginning, numberAt, label.length);
        return beginning;
    }

    private static byte[] labels() {
        RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();
        labels.add("__name__", METRIC);
        labels.add("connection", NUMBER);
        return labels.toByteArray();
    }

    /// The message as one literal, so that its bytes stand in the body as they are.
    private static byte[] literal(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 16);
        varint(out, message.length);
        ByteBuffer length = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(length.put((byte) (63 << 2)).putInt(message.length - 1).array());
        out.writeBytes(message);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
