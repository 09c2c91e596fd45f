package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A wal on a simulated disk, and records that prove themselves: each has a number, and its bytes
/// follow from that number.
final class WalFixture implements AutoCloseable {
    static final Path DIRECTORY = Path.of("wal");
    static final long NOW = 1_790_000_000_000L;
    static final int RECORD_HEADER_BYTES = 12;

    /// Segments of a few pages, so that they are left often; a record may be larger than any.
    static final WalSettings SETTINGS =
            new WalSettings(16 << 10, 64 << 10, 16 << 20, 256 << 10, 200, 8 << 10, 20 << 10);

    /// What a reader was given.
    record Found(List<WalReader.WalFrame> frames, List<byte[]> payloads, RecoveredWal wal) {
        /// The numbers of all records; fails where a record is not, bit for bit, what was written.
        List<Long> records() {
            List<Long> numbers = new ArrayList<>();
            payloads.forEach(payload -> numbers.addAll(recordsOf(payload)));
            return numbers;
        }

        /// Payloads by sequence number.
        NavigableMap<Long, byte[]> bySequence() {
            NavigableMap<Long, byte[]> all = new TreeMap<>();
            for (int i = 0; i < frames.size(); i++) {
                all.put(frames.get(i).sequence(), payloads.get(i));
            }
            return all;
        }
    }

    final List<IOException> fatal = new CopyOnWriteArrayList<>();
    private final WalSettings settings;
    private SimulatedDisk disk;
    private Wal wal;
    private volatile boolean clockFails;
    private final Clock clock =
            new Clock() {
                @Override
                public long wallMillis() {
                    if (clockFails) {
                        throw new IllegalStateException("a clock that fails");
                    }
                    return NOW;
                }

                @Override
                public long monotonicNanos() {
                    return 0;
                }
            };

    WalFixture(long seed, WalSettings settings) throws IOException {
        this.settings = settings;
        disk = new SimulatedDisk(seed);
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(Path.of(""));
        wal = start();
    }

    WalFixture(long seed) throws IOException {
        this(seed, SETTINGS);
    }

    Wal wal() {
        return wal;
    }

    SimulatedDisk disk() {
        return disk;
    }

    /// Bytes of all files in the wal's directory.
    long filesBytes() throws IOException {
        long bytes = 0;
        for (String name : disk.list(DIRECTORY)) {
            try (DiskFile file = disk.open(DIRECTORY.resolve(name), Disk.Mode.READ)) {
                bytes += file.sizeBytes();
            }
        }
        return bytes;
    }

    /// The file of a segment.
    static Path path(long segment) {
        return SegmentFiles.path(DIRECTORY, segment);
    }

    /// Turns a bit of a segment over.
    void flipBit(long segment, int offset, int bit) throws IOException {
        disk.flipBit(path(segment), offset, bit);
    }

    /// Whether a segment has a file.
    boolean exists(long segment) {
        try {
            return disk.exists(path(segment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a segment was written anew over an earlier one.
    boolean isRecycled(long segment) throws IOException {
        try (DiskFile file = disk.open(path(segment), Disk.Mode.READ)) {
            byte[] page = new byte[Frame.PAGE_BYTES];
            file.read(ByteBuffer.wrap(page), 0);
            return SegmentHeader.read(page).orElseThrow().recycled();
        }
    }

    /// Reads what stands on the disk.
    Found read() throws IOException {
        List<WalReader.WalFrame> frames = new ArrayList<>();
        List<byte[]> payloads = new ArrayList<>();
        RecoveredWal found =
                WalReader.read(
                        disk,
                        DIRECTORY,
                        (frame, payload) -> {
                            byte[] copy = new byte[payload.remaining()];
                            payload.bytes(copy, 0, copy.length);
                            frames.add(frame);
                            payloads.add(copy);
                        });
        return new Found(frames, payloads, found);
    }

    /// Ends the machine; what the next one finds is not read yet.
    void crash() throws IOException {
        SimulatedDisk after = disk.crash();
        wal.close();
        disk = after;
    }

    /// Begins anew behind what is there.
    Found restart() throws IOException {
        wal.close();
        Found found = read();
        wal = start();
        return found;
    }

    /// Writes a record without waiting; answers its position.
    long write(long number, int bodyBytes) {
        Reservation reservation = reserve(RECORD_HEADER_BYTES + bodyBytes);
        return write(reservation, number, bodyBytes);
    }

    long write(Reservation reservation, long number, int bodyBytes) {
        RecordWriter out = wal.begin(reservation);
        writeRecord(out, number, bodyBytes);
        return wal.finish(reservation);
    }

    /// Writes a record and waits until it is durable.
    void writeDurable(long number, int bodyBytes) {
        wal.awaitDurable(write(number, bodyBytes));
    }

    /// Space for a record; must be granted.
    Reservation reserve(int maxBytes) {
        Reservation reservation = wal.reserve(maxBytes);
        assertThat(reservation.outcome()).isEqualTo(Reservation.Outcome.GRANTED);
        return reservation;
    }

    /// Waits until the next segment is ready: from then on only commits touch the disk.
    void awaitPrepared() {
        long ready = settings.segmentBytesMin() + 2 * settings.segmentBytesMin();
        await("a prepared segment", () -> wal.sizeBytes() >= ready);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    static void writeRecord(RecordWriter out, long number, int bodyBytes) {
        out.fixed64(number);
        out.fixed32(bodyBytes);
        byte[] body = body(number, bodyBytes);
        out.bytes(body, 0, body.length);
    }

    static List<Long> recordsOf(byte[] payload) {
        List<Long> numbers = new ArrayList<>();
        RecordReader reader = new RecordReader(payload, 0, payload.length);
        try {
            while (reader.remaining() > 0) {
                long number = reader.fixed64();
                byte[] body = new byte[reader.fixed32()];
                reader.bytes(body, 0, body.length);
                assertThat(body).as("record %d", number).isEqualTo(body(number, body.length));
                numbers.add(number);
            }
        } catch (CorruptRecordException e) {
            throw new AssertionError("not what was written", e);
        }
        return numbers;
    }

    /// Stops in order; what is on the disk can be changed then.
    void stop() throws IOException {
        wal.close();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /// Makes every further commit throw what is no `IOException`.
    void failClock() {
        clockFails = true;
    }

    private Wal start() throws IOException {
        RecoveredWal found = read().wal();
        Wal.makeDurable(disk, DIRECTORY, found);
        return Wal.start(disk, DIRECTORY, clock, settings, found, fatal::add);
    }

    /// Bodies of negative numbers can be compressed, others cannot.
    private static byte[] body(long number, int bodyBytes) {
        byte[] body = new Random(number).bytes(bodyBytes, bodyBytes);
        for (int i = 16; number < 0 && i < bodyBytes; i++) {
            body[i] = body[i - 16];
        }
        return body;
    }
}
