package io.tributary.runtime.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Moves the body of one request into one pooled array.
///
/// Room is reserved before bytes are kept: all of a declared length at once, else in steps of 64
/// KiB as they come. The event loop copies; the request's thread waits, at most for the body
/// timeout. A body that is given up leaves its array to the garbage collector, as the event loop
/// may still be copying into it.
final class BodyReader implements Subscriber<HttpObject> {
    private static final int STEP_BYTES = 64 * 1024;

    private final BytePool pool;
    private final BodyReservation reservation;
    private final int maxBytes;
    private final CompletableFuture<HttpBody> done = new CompletableFuture<>();

    private byte[] bytes;
    private int length;
    private long reservedBytes;
    private @Nullable Subscription subscription;

    private BodyReader(BytePool pool, BodyReservation reservation, int maxBytes, long declared) {
        this.pool = pool;
        this.reservation = reservation;
        this.maxBytes = maxBytes;
        this.reservedBytes = Math.max(declared, 0);
        this.bytes = pool.take(declared < 0 ? STEP_BYTES : (int) declared);
    }

    /// Reads the whole body.
    ///
    /// @param declared the `Content-Length`, -1 where there is none
    /// @throws HttpRefusalException 413 above `maxBytes`, 503 without room or after the timeout
    static HttpBody read(
            HttpRequest request,
            EventExecutor eventLoop,
            BytePool pool,
            BodyReservation reservation,
            int maxBytes,
            long declared,
            long timeoutMillis)
            throws InterruptedException {
        if (declared > maxBytes) {
            throw tooLarge(declared + " bytes", maxBytes);
        }
        if (declared > 0 && !reservation.take(declared)) {
            throw noRoom();
        }
        BodyReader reader = new BodyReader(pool, reservation, maxBytes, declared);
        request.subscribe(reader, eventLoop, SubscriptionOption.WITH_POOLED_OBJECTS);
        return reader.await(request, timeoutMillis);
    }

    @Override
    public void onSubscribe(Subscription toRequest) {
        subscription = toRequest;
        toRequest.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject part) {
        if (!(part instanceof HttpData data)) {
            return;
        }
        try (data) {
            if (!done.isDone()) {
                keep(data.byteBuf());
            }
        } catch (HttpRefusalException e) {
            done.completeExceptionally(e);
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        done.completeExceptionally(new DisconnectedException());
    }

    @Override
    public void onComplete() {
        if (!done.complete(new HttpBody(pool, bytes, length))) {
            pool.giveBack(bytes);
        }
    }

    private void keep(ByteBuf part) {
        int more = part.readableBytes();
        long total = (long) length + more;
        if (total > maxBytes) {
            throw tooLarge("more than " + maxBytes + " bytes", maxBytes);
        }
        while (reservedBytes < total) {
            if (!reservation.take(STEP_BYTES)) {
                throw noRoom();
            }
            reservedBytes += STEP_BYTES;
        }
        if (total > bytes.length) {
            grow((int) total);
        }
        part.readBytes(bytes, length, more);
        length += more;
    }

    private void grow(int needed) {
        byte[] larger = pool.take(Math.max(needed, Math.min(bytes.length * 2, maxBytes)));
        System.arraycopy(bytes, 0, larger, 0, length);
        pool.giveBack(bytes);
        bytes = larger;
    }

    private HttpBody await(HttpRequest request, long timeoutMillis) throws InterruptedException {
        try {
            return done.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            HttpRefusalException late =
                    HttpRefusalException.unavailable(
                            "the body did not arrive within " + timeoutMillis + " ms", 1);
            if (done.completeExceptionally(late)) {
                request.abort(late);
                throw late;
            }
            return done.join();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case HttpRefusalException refusal -> refusal;
                case DisconnectedException gone -> gone;
                case null, default -> new IllegalStateException("BUG: body reader failed", e);
            };
        }
    }

    private static HttpRefusalException tooLarge(String size, int maxBytes) {
        return new HttpRefusalException(
                413, "body of " + size + " is too large, at most " + maxBytes + " are taken");
    }

    private static HttpRefusalException noRoom() {
        return HttpRefusalException.unavailable(
                "no room for the body now: too many bytes in flight", 1);
    }
}
