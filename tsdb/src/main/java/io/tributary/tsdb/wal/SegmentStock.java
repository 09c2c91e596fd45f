package io.tributary.tsdb.wal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Which segments there are, what they are for, and how many bytes they take: the arithmetic of a
/// wal's bound, without the files.
///
/// ```text
/// made ─► next ─► held ─► released ─► spare ─► next …
///                (the last is current)   └──► gone
/// ```
///
/// *Held* segments and the next one keep to the bound. Released and spare ones give way before
/// another file is made, so all files together keep to it too; but for the first segment of a start
/// on a wal that is at its bound already, without which nothing could ever be released.
///
/// Guarded by the wal's lock.
final class SegmentStock {
    /// How many spare files are kept ready.
    static final int SPARES_MAX = 2;

    /// A segment filled in less time is followed by one twice as large, as is the first of a start.
    /// (Zeroing ahead writes every byte of a wal once more, so segments are no larger than the
    /// writing needs.)
    static final long FILLED_FAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The file of a segment that is needed no more, kept to be written anew.
    ///
    /// @param number it had
    /// @param capacityBytes size of the file
    record Spare(long number, long capacityBytes) {}

    private final WalSettings settings;
    private final Deque<SegmentSpan> held = new ArrayDeque<>();
    private final Deque<SegmentSpan> released = new ArrayDeque<>();

    /// Segments without a frame that recovery found: only begun, or torn at once. Their making may
    /// have been interrupted too, so their files are never written anew.
    private final Set<Long> frameless = new HashSet<>();

    private final List<Spare> spares = new ArrayList<>();
    private Optional<Segment> next = Optional.empty();
    private long lastNumber;
    private long lastCapacity;
    private boolean begun;
    private boolean filledFast;
    private long heldBytes;
    private long fileBytes;
    private long releasedBefore;

    /// Segments of the newest durable frame and of the one before; 0: there is none. They are kept
    /// whoever releases them: a start takes the next number from the last frame it finds, and if
    /// that one rots, from the one before.
    private long newestFrame;

    private long frameBefore;

    SegmentStock(WalSettings settings) {
        this.settings = settings;
    }

    /// Takes in a segment that recovery found and that is kept.
    void hold(SegmentSpan found, boolean hasFrames) {
        held.addLast(found);
        if (!hasFrames) {
            frameless.add(found.number());
        }
        heldBytes += found.sizeBytes();
        fileBytes += found.sizeBytes();
    }

    /// Takes in a spare file.
    void add(Spare spare) {
        spares.add(spare);
        fileBytes += spare.capacityBytes();
    }

    /// Makes numbers begin behind `number`.
    void useNumber(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /// A number that no segment had.
    long newNumber() {
        return ++lastNumber;
    }

    /// Takes in a segment that is ready. One whose place it takes is released: no frame was ever
    /// written to it.
    void ready(Segment made) {
        if (next.isPresent()) {
            Segment replaced = next.get();
            released.addLast(new SegmentSpan(replaced.number(), 0, replaced.capacityBytes(), 0));
        }
        next = Optional.of(made);
        lastCapacity = Math.min(made.capacityBytes(), settings.segmentBytesMax());
        fileBytes += made.capacityBytes();
    }

    Optional<Segment> next() {
        return next;
    }

    /// Hands the ready segment over as the current one.
    Segment takeNext(long firstSequence, long nanos) {
        Segment taken =
                next.orElseThrow(
                        () -> new IllegalStateException("BUG: no segment ready for a reservation"));
        next = Optional.empty();
        filledFast = !begun || nanos - held.getLast().begunNanos() < FILLED_FAST_NANOS;
        begun = true;
        held.addLast(new SegmentSpan(taken.number(), firstSequence, taken.capacityBytes(), nanos));
        heldBytes += taken.capacityBytes();
        return taken;
    }

    List<SegmentSpan> held() {
        return List.copyOf(held);
    }

    /// Takes note of one more durable frame; answers whether that releases a segment.
    boolean frameDurable(long segment) {
        frameBefore = newestFrame;
        newestFrame = segment;
        return releaseWhatMayGo();
    }

    /// Releases held segments with a smaller number than `before`, those of the two newest frames
    /// once there are newer ones, the current one never; answers whether any goes now.
    boolean release(long before) {
        releasedBefore = Math.max(releasedBefore, Math.min(before, held.getLast().number()));
        return releaseWhatMayGo();
    }

    private boolean releaseWhatMayGo() {
        long before = Math.min(releasedBefore, frameBefore);
        boolean any = false;
        while (!held.isEmpty() && held.getFirst().number() < before) {
            SegmentSpan segment = held.removeFirst();
            heldBytes -= segment.sizeBytes();
            released.addLast(segment);
            any = true;
            releaseFrameless();
        }
        return any;
    }

    /// Those that stand first now go with the ones before them, and sooner: torn bytes before the
    /// first frame of all would be taken for damage.
    private void releaseFrameless() {
        while (frameless.contains(held.getFirst().number())) {
            SegmentSpan segment = held.removeFirst();
            heldBytes -= segment.sizeBytes();
            released.addFirst(segment);
        }
    }

    /// The released segment whose file goes first: the oldest, so that what a crash leaves has no
    /// gap.
    Optional<SegmentSpan> released() {
        return Optional.ofNullable(released.peekFirst());
    }

    /// Whether the file of a segment is worth keeping: as large as the next one would be made, and
    /// not larger than usual.
    boolean isWorthKeeping(SegmentSpan segment) {
        return !frameless.contains(segment.number()) && isWorthKeeping(segment.sizeBytes());
    }

    /// The same of a file of this size.
    boolean isWorthKeeping(long capacityBytes) {
        return spares.size() < SPARES_MAX
                && capacityBytes >= usualCapacity()
                && capacityBytes <= settings.segmentBytesMax()
                && capacityBytes % Frame.PAGE_BYTES == 0;
    }

    /// Notes that a released segment's file is gone, or is a spare one.
    void retired(SegmentSpan segment, boolean isSpare) {
        released.remove(segment);
        fileBytes -= segment.sizeBytes();
        if (isSpare) {
            add(new Spare(segment.number(), segment.sizeBytes()));
        }
    }

    /// Takes a spare file of at least so many bytes, if one is there and the wal keeps to its bound
    /// with it; it is no longer counted.
    Optional<Spare> takeSpare(long capacityBytesMin) {
        Iterator<Spare> all = spares.iterator();
        while (all.hasNext()) {
            Spare spare = all.next();
            if (spare.capacityBytes() >= capacityBytesMin
                    && heldBytes + spare.capacityBytes() <= settings.walBytesMax()) {
                all.remove();
                fileBytes -= spare.capacityBytes();
                return Optional.of(spare);
            }
        }
        return Optional.empty();
    }

    /// Takes a spare file that must go before a file of `capacityBytes` is made.
    Optional<Spare> takeSpareInTheWayOf(long capacityBytes) {
        boolean inTheWay = fileBytes - nextBytes() + capacityBytes > settings.walBytesMax();
        return inTheWay ? takeAnySpare() : Optional.empty();
    }

    Optional<Spare> takeAnySpare() {
        if (spares.isEmpty()) {
            return Optional.empty();
        }
        Spare spare = spares.removeLast();
        fileBytes -= spare.capacityBytes();
        return Optional.of(spare);
    }

    /// Whether the wal stays within its bound with so much space ready. While a larger segment
    /// takes the place of a ready one, both stand on the disk for a moment.
    boolean fits(long spaceBytes) {
        return heldBytes + neededCapacity(spaceBytes) <= settings.walBytesMax();
    }

    /// The size of the segment to be made so that so much space is ready; 0 if it is.
    long neededCapacity(long spaceBytes) {
        if (next.isPresent() && next.get().spaceBytes() >= spaceBytes) {
            return 0;
        }
        long left = (settings.walBytesMax() - heldBytes) & -Frame.PAGE_BYTES;
        long fitting = Math.min(usualCapacity(), Math.max(left, settings.segmentBytesMin()));
        return Math.max(fitting, Segment.capacityFor(spaceBytes));
    }

    /// Bytes of all files.
    long fileBytes() {
        return fileBytes;
    }

    private long usualCapacity() {
        return Math.clamp(
                filledFast ? 2 * lastCapacity : lastCapacity,
                settings.segmentBytesMin(),
                settings.segmentBytesMax());
    }

    private long nextBytes() {
        return next.map(Segment::capacityBytes).orElse(0L);
    }
}
