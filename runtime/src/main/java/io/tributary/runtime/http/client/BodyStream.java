package io.tributary.runtime.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The body of an answer as it comes, whatever its length: read by one thread, which waits for the
/// next bytes no longer than it is told. As much of it is in memory as was asked for at once.
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
    private final Duration silence;
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

    /// Holds at most what one request of ours brings, and the end.
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private Optional<Part> last = Optional.empty();

    private sealed interface Part {
        record Bytes(List<ByteBuffer> buffers) implements Part {}

        record End() implements Part {}

        record Failure(Throwable why) implements Part {}
    }

    /// @param silence the longest that may pass without a byte while somebody waits for one
    BodyStream(Duration silence) {
        this.silence = silence;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscribed.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        parts.add(new Part.Bytes(item));
    }

    @Override
    public void onError(Throwable throwable) {
        parts.add(new Part.Failure(throwable));
    }

    @Override
    public void onComplete() {
        parts.add(new Part.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// @throws IOException if the body ends before it is whole, or nothing of it comes for too long
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            ByteBuffer next = buffers.peek();
            if (next != null && next.hasRemaining()) {
                int count = Math.min(length, next.remaining());
                next.get(into, offset, count);
                return count;
            }
            if (next != null) {
                buffers.remove();
            } else if (!awaitPart()) {
                return -1;
            }
        }
    }

    @Override
    public void close() {
        CompletionStage<Void> _ = subscribed.thenAccept(Flow.Subscription::cancel);
    }

    /// Waits for more; false where it is over.
    private boolean awaitPart() throws IOException {
        Part part = last.isPresent() ? last.get() : next();
        switch (part) {
            case Part.Bytes(var more) -> {
                buffers.addAll(more);
                CompletionStage<Void> _ =
                        subscribed.thenAccept(subscription -> subscription.request(1));
                return true;
            }
            case Part.End _ -> {
                last = Optional.of(part);
                return false;
            }
            case Part.Failure(var why) -> {
                last = Optional.of(part);
                throw new IOException("the answer broke off: " + why.getMessage(), why);
            }
        }
    }

    private Part next() throws IOException {
        Part part;
        try {
            part = parts.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an answer was read", e);
        }
        if (part == null) {
            close();
            throw new IOException(
                    "nothing more of the answer came for %d ms".formatted(silence.toMillis()));
        }
        return part;
    }
}
