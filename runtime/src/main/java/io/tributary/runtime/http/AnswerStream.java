package io.tributary.runtime.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer while they are made: kept until they are more than 64 KiB, so that a
/// short answer goes out whole with its length, and sent in pieces from then on, each when the one
/// before has been taken.
final class AnswerStream extends OutputStream {
    private static final int BUFFER_START_BYTES = 2 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// How long a client may leave a piece lying, in seconds.
    private static final int PIECE_TIMEOUT_SECONDS = 60;

    private final AnswerHeaders headers;
    private final boolean gzip;
    private final Consumer<HttpResponse> send;

    private byte[] buffer = new byte[BUFFER_START_BYTES];
    private int used;
    private @Nullable OutputStream pieces;
    private @Nullable HttpResponseWriter writer;

    AnswerStream(AnswerHeaders headers, boolean gzip, Consumer<HttpResponse> send) {
        this.headers = headers;
        this.gzip = gzip;
        this.send = send;
    }

    @Override
    public void write(int b) throws IOException {
        if (used == buffer.length) {
            makeRoom();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                makeRoom();
            }
            int now = Math.min(length - done, buffer.length - used);
            System.arraycopy(from, offset + done, buffer, used, now);
            used += now;
            done += now;
        }
    }

    /// The answer is complete.
    void finish() throws IOException {
        if (pieces == null) {
            send.accept(headers.whole(Arrays.copyOf(buffer, used), gzip));
            return;
        }
        pieces.write(buffer, 0, used);
        HttpResponseWriter started = writer;
        if (started != null && !headers.trailers().isEmpty()) {
            boolean _ = started.tryWrite(headers.trailers());
        }
        pieces.close();
    }

    /// The answer cannot be completed; the client must notice.
    void abort(Throwable cause) {
        if (writer != null) {
            writer.close(cause);
        }
    }

    /// Whether a status has gone out, so that no other can.
    boolean isStarted() {
        return writer != null;
    }

    private void makeRoom() throws IOException {
        if (buffer.length < BUFFER_BYTES) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 4, BUFFER_BYTES));
            return;
        }
        OutputStream out = pieces;
        if (out == null) {
            HttpResponseWriter started = HttpResponse.streaming();
            started.write(headers.streamed(gzip));
            writer = started;
            send.accept(started);
            OutputStream plain = new Pieces(started);
            out = gzip ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
            pieces = out;
        }
        out.write(buffer, 0, used);
        used = 0;
    }

    /// Hands over one piece at a time.
    private static final class Pieces extends OutputStream {
        private final HttpResponseWriter writer;

        Pieces(HttpResponseWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            awaitTaken();
            if (!writer.tryWrite(HttpData.copyOf(from, offset, length))) {
                throw new DisconnectedException();
            }
        }

        @Override
        public void close() {
            writer.close();
        }

        private void awaitTaken() throws IOException {
            try {
                writer.whenConsumed().get(PIECE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new DisconnectedException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while sending an answer", e);
            }
        }
    }
}
