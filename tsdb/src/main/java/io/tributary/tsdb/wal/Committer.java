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
    private final CompressedPayload.Packer packer = new CompressedPayload.Packer();
    private final Thread thread;
    private ByteBuffer buffer = pages(FIRST_BYTES);
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
        try (packer) {
            commitAll();
        }
    }

    private void commitAll() {
        while (true) {
            try {
                Optional<PendingFrame> taken = wal.takeFrame();
                if (taken.isEmpty()) {
                    return;
                }
                wal.frameDurable(taken.get(), commit(taken.get()));
            } catch (IOException e) {
                wal.fail();
                onFatal.accept(e);
                return;
            } catch (RuntimeException | Error e) {
                wal.fail();
                onFatal.accept(new IOException("cannot commit: " + e, e));
                return;
            }
        }
    }

    /// Answers where the frame ends in its segment.
    private long commit(PendingFrame frame) throws IOException {
        RecordWriter records = frame.payload();
        int packedBytes = packer.pack(records.array(), records.position());
        boolean packed = packedBytes > 0;
        byte[] payload = packed ? packer.bytes() : records.array();
        int payloadBytes = packed ? packedBytes : records.position();
        header.set(
                (frame.isResetPoint() ? Frame.FLAG_RESET_POINT : 0)
                        | (packed ? Frame.FLAG_COMPRESSED : 0),
                frame.segment().nonce(),
                frame.sequence(),
                clock.wallMillis(),
                frame.offset(),
                payload,
                payloadBytes,
                crcBefore);
        int length = Math.toIntExact(Frame.spaceBytes(payloadBytes));
        if (buffer.capacity() < length) {
            buffer = pages(Math.max(length, 2 * buffer.capacity()));
        }
        buffer.clear();
        buffer.put(header.bytes()).put(payload, 0, payloadBytes);
        while (buffer.position() < length) {
            buffer.put((byte) 0);
        }
        frame.segment().file().write(buffer.flip(), frame.offset());
        frame.segment().file().sync();
        crcBefore = header.crc();
        return frame.offset() + length;
    }

    /// A buffer that begins on a page, as direct writes need it.
    private static ByteBuffer pages(int bytes) {
        return ByteBuffer.allocateDirect(bytes + Frame.PAGE_BYTES).alignedSlice(Frame.PAGE_BYTES);
    }
}
