package io.tributary.bench.tenants;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// Requests at fixed moments, whatever became of those before: one each `1 / perSecond`. How long
/// one took is counted from the moment that was meant, so that a server that stands still is seen
/// in every request that it kept from being sent.
///
/// @param perSecond arrivals
/// @param inFlightMax so many are on their way at most; one more is not sent, and counted
record OpenLoop(double perSecond, int inFlightMax) {
    /// Makes the request of an arrival, before it is due.
    @FunctionalInterface
    interface Maker {
        /// The request of one arrival.
        ///
        /// @param number of the arrival, from 0 on
        /// @param wallMillis the moment that is meant
        Request make(long number, long wallMillis);
    }

    /// Sends it and waits for the answer; its status.
    @FunctionalInterface
    interface Request {
        int send() throws IOException, InterruptedException;
    }

    /// Runs until the end and waits for the answers that are due then.
    ///
    /// @param endNanos of `System.nanoTime()`
    void run(Maker maker, Tally tally, long endNanos) throws InterruptedException {
        Semaphore free = new Semaphore(inFlightMax);
        long beginNanos = System.nanoTime();
        long beginMillis = System.currentTimeMillis();
        for (long number = 0; ; number++) {
            long due = beginNanos + (long) (number * 1e9 / perSecond);
            if (due >= endNanos) {
                break;
            }
            Request request = maker.make(number, beginMillis + (due - beginNanos) / 1_000_000);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (free.tryAcquire()) {
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                send(request, due, tally);
                            } finally {
                                free.release();
                            }
                        });
            } else {
                tally.unsent();
            }
        }
        free.acquire(inFlightMax);
    }

    /// Sends one after the other until the end.
    static void runClosed(Maker maker, Tally tally, long endNanos) {
        for (long number = 0; System.nanoTime() < endNanos; number++) {
            send(maker.make(number, System.currentTimeMillis()), System.nanoTime(), tally);
        }
    }

    private static void send(Request request, long due, Tally tally) {
        try {
            int status = request.send();
            tally.answered(status, System.nanoTime() - due);
        } catch (IOException e) {
            tally.failed(System.nanoTime() - due);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
