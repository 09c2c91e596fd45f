package io.tributary.tsdb.wal;

import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes frames durable, one at a time, in order: one write, one sync, then everybody who waits for
/// it is let go. A platform thread that nobody interrupts.
final class Committer {
    private static final int FIRST_BYTES = 256 << 10;

    private final Wal wal;
    private final Clock clock;
    private final Consumer<IOException> onFatal;
    private final Frame header = new Frame();
    private final Thread thread;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
    private int crcBefore;

    /// @param crcBefore header CRC of the frame before the first
    Committer(Wal wal, Clock clock, int crcBefore, Consumer<IOException> onFatal) {
        this.wal = wal;
        this.clock = clock;
        this.crcBefore = crcBefore;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("wal-committer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Waits until it has stopped, which it does when the wal has ended and nothing is pending.
    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while a wal is closed", e);
        }
    }

    private void run() {
        while (true) {
            Optional<PendingFrame> taken = wal.takeFrame();
            if (taken.isEmpty()) {
                return;
            }
            PendingFrame frame = taken.get();
            try {
                commit(frame);
            } catch (IOException e) {
                wal.fail();
                onFatal.accept(e);
                return;
            } catch (RuntimeException | Error e) {
                wal.fail();
                onFatal.accept(new IOException("cannot commit: " + e, e));
                return;
            }
            wal.frameDurable(frame);
        }
    }

    private void commit(PendingFrame frame) throws IOException {
        RecordWriter payload = frame.payload();
        header.set(
                frame.isResetPoint() ? Frame.FLAG_RESET_POINT : 0,
                frame.segment().nonce(),
                frame.sequence(),
                clock.wallMillis(),
                frame.offset(),
                payload.array(),
                payload.position(),
                crcBefore);
        int length = Math.toIntExact(Frame.spaceBytes(payload.position()));
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(Math.max(length, 2 * buffer.capacity()));
        }
        buffer.clear();
        buffer.put(header.bytes()).put(payload.array(), 0, payload.position());
        while (buffer.position() < length) {
            buffer.put((byte) 0);
        }
        frame.segment().file().write(buffer.flip(), frame.offset());
        frame.segment().file().sync();
        crcBefore = header.crc();
    }
}
