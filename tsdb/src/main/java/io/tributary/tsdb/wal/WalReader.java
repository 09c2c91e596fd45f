package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.wal.RecoveredWal.SegmentSummary;
import io.tributary.tsdb.wal.RecoveredWal.WalDamage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a wal, for recovery and for people; changes nothing.
///
/// A frame counts if its checksums hold, its nonce is its segment's, and its number is the one
/// expected. Where such a frame does not stand, the next that would count decides: there is one of
/// a higher number, here or in a later segment → what lies between was durable and is *damage*;
/// there is none → the last commit did not finish, a *torn tail*. (One frame is in flight at a
/// time, so a valid frame n + 1 proves that frame n was durable.)
public final class WalReader {
    /// One frame, as it was found.
    ///
    /// @param offset of its header in the segment
    /// @param commitMillis wall clock when it was committed
    /// @param resetPoint whether its records refer to nothing before it
    /// @param damages how many stretches of damage were found before it
    /// @param intact false where frames were lost since the last reset point: what it defines may
    ///   be used, what it refers back to may not
    public record WalFrame(
            long sequence,
            long segment,
            long offset,
            long commitMillis,
            boolean resetPoint,
            int damages,
            boolean intact) {}

    /// Takes frames in order.
    @FunctionalInterface
    public interface FrameConsumer {
        /// Takes one frame; `payload` and the array behind it are reused after the call.
        void accept(WalFrame frame, RecordReader payload) throws IOException;
    }

    private final Disk disk;
    private final Path directory;
    private final FrameConsumer consumer;
    private final List<SegmentSummary> segments = new ArrayList<>();
    private final List<WalDamage> damages = new ArrayList<>();
    private final List<String> readErrors = new ArrayList<>();
    private String reason = WalDamage.CHECKSUM;
    private long expected = RecoveredWal.FIRST_SEQUENCE;
    private boolean anyFrame;
    private boolean intact = true;
    private int lastCrc;
    private long lastCommitMillis = Long.MIN_VALUE;
    private long frames;
    private long payloadBytes;
    private SegmentEnd end = new SegmentEnd(0, 0, 0, 0, 0);

    /// Where frames stopped counting: behind the last one, or at the start of the first segment
    /// that has none and was written to.
    ///
    /// @param framesTo end of that segment's space for frames
    /// @param tornBytes written from there on, in later segments without a frame too
    private record SegmentEnd(
            long segment, long nonce, long offset, long framesTo, long tornBytes) {
        SegmentEnd plus(long bytes) {
            return new SegmentEnd(segment, nonce, offset, framesTo, tornBytes + bytes);
        }
    }

    private WalReader(Disk disk, Path directory, FrameConsumer consumer) {
        this.disk = disk;
        this.directory = directory;
        this.consumer = consumer;
    }

    /// Reads all segments in order. Damage and a torn tail are values of the answer.
    ///
    /// @throws IOException if the disk fails, the consumer throws, or the wal was written by a
    ///   newer version
    public static RecoveredWal read(Disk disk, Path directory, FrameConsumer consumer)
            throws IOException {
        WalReader reader = new WalReader(disk, directory, consumer);
        for (long number : SegmentFiles.numbers(disk, directory)) {
            reader.readSegment(number);
        }
        return reader.result();
    }

    private void readSegment(long number) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(disk, directory, number)) {
            long first = expected;
            long at = Segment.FRAMES_FROM;
            long used = at;
            long last = 0;
            while (scanner.isUsable()) {
                long found = scanner.find(at, anyFrame ? expected : 0);
                keepErrors(scanner);
                if (found < 0) {
                    break;
                }
                first = at == Segment.FRAMES_FROM ? scanner.sequence() : first;
                take(scanner, number, at, found);
                last = found;
                at = found + Frame.spaceBytes(scanner.payloadBytes());
                used = at;
            }
            boolean hasFrames = used > Segment.FRAMES_FROM;
            segments.add(
                    new SegmentSummary(
                            number,
                            scanner.nonce(),
                            scanner.sizeBytes(),
                            hasFrames ? first : expected,
                            expected - 1,
                            used,
                            last,
                            endSegment(scanner, number, used)));
        }
    }

    /// Notes where frames stopped counting; answers how much was written behind.
    private long endSegment(SegmentScanner scanner, long number, long used) throws IOException {
        long torn = scanner.writtenBytes(used);
        keepErrors(scanner);
        if (used == Segment.FRAMES_FROM && end.tornBytes() > 0) {
            end = end.plus(torn);
        } else if (used > Segment.FRAMES_FROM || torn > 0) {
            long framesTo = scanner.sizeBytes() - Frame.PAGE_BYTES;
            end = new SegmentEnd(number, scanner.nonce(), used, framesTo, torn);
        }
        return torn;
    }

    /// Takes the frame the scanner found at `found`, having looked from `from` on.
    private void take(SegmentScanner scanner, long segment, long from, long found)
            throws IOException {
        if (!follows(scanner) || found != from) {
            damages.add(damage(scanner, segment, from, found));
            intact = false;
        }
        reason = WalDamage.CHECKSUM;
        anyFrame = true;
        expected = scanner.sequence() + 1;
        lastCrc = scanner.crc();
        lastCommitMillis = scanner.commitMillis();
        boolean reset = scanner.isResetPoint();
        intact |= reset;
        frames++;
        payloadBytes += scanner.payloadBytes();
        consumer.accept(
                new WalFrame(
                        scanner.sequence(),
                        segment,
                        found,
                        scanner.commitMillis(),
                        reset,
                        damages.size(),
                        intact),
                scanner.payload());
    }

    /// Whether the frame is the one expected. The first that is found may have any number: what
    /// came before is released; unless bytes stand before it that are no frame.
    private boolean follows(SegmentScanner scanner) {
        return anyFrame
                ? scanner.sequence() == expected && scanner.crcBefore() == lastCrc
                : scanner.sequence() == RecoveredWal.FIRST_SEQUENCE || end.tornBytes() == 0;
    }

    private WalDamage damage(SegmentScanner scanner, long segment, long from, long found) {
        long firstLost = anyFrame ? expected : RecoveredWal.FIRST_SEQUENCE;
        boolean here = found != from || from > Segment.FRAMES_FROM;
        return new WalDamage(
                here ? segment : end.segment(),
                here ? scanner.nonce() : end.nonce(),
                here ? from : end.offset(),
                here ? found : end.framesTo(),
                firstLost,
                scanner.sequence() - 1,
                reason);
    }

    private void keepErrors(SegmentScanner scanner) {
        for (String error : scanner.takeReadErrors()) {
            reason = error;
            if (readErrors.size() < RecoveredWal.READ_ERRORS_MAX) {
                readErrors.add(error);
            }
        }
    }

    private RecoveredWal result() {
        return new RecoveredWal(
                expected,
                lastCrc,
                lastCommitMillis,
                segments,
                damages,
                end.tornBytes(),
                frames,
                payloadBytes,
                readErrors);
    }
}
