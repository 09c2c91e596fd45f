package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.SampleBits;
import java.util.Arrays;
import java.util.List;

/// What all data points have: attributes, times, flags, and where their exemplars stand.
///
/// ```
/// start  2 fixed64 (ns)    time  3 fixed64 (ns)    flags  uint32, 1: no value was recorded
/// ```
///
/// Reused; owned by one thread at a time. Hot path.
public final class PointFrame {
    public static final int START = 2;
    public static final int TIME = 3;

    private static final int NO_RECORDED_VALUE = 1;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int EXEMPLARS_START = 8;

    private final AttributeList attributes;
    private final AttributeLabels attributeLabels;
    private final LabelSet labels = new LabelSet();
    private int[] exemplars = new int[2 * EXEMPLARS_START];
    private int exemplarCount;
    private long startNanos;
    private long timeNanos;
    private long flags;

    public PointFrame(Texts texts) {
        attributes = new AttributeList(texts);
        attributeLabels = new AttributeLabels(texts);
    }

    /// A point of which nothing is known.
    public void begin() {
        attributes.clear();
        exemplarCount = 0;
        startNanos = 0;
        timeNanos = 0;
        flags = 0;
    }

    /// Reads the attribute just begun, and those that stand behind it: mostly all others.
    public void readAttribute(ProtoCursor in, int tag, String message)
            throws MalformedRequestException {
        int outer = in.enter(tag, message);
        attributes.read(in);
        in.leave(outer);
        attributes.readPlain(in, ProtoCursor.fieldNumber(tag));
    }

    public void readStart(ProtoCursor in, int tag, String message)
            throws MalformedRequestException {
        startNanos = in.readFixed64(tag, message);
    }

    public void readTime(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        timeNanos = in.readFixed64(tag, message);
    }

    public void readFlags(ProtoCursor in, int tag, String message)
            throws MalformedRequestException {
        flags = in.readVarint(tag, message);
    }

    /// Passes over an exemplar, to be read when its series is there.
    public void noteExemplar(ProtoCursor in, int tag, String message)
            throws MalformedRequestException {
        in.expect(ProtoCursor.LENGTH_DELIMITED, tag, message);
        if (2 * exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, 2 * exemplars.length);
        }
        int length = in.readLength();
        exemplars[2 * exemplarCount] = in.position();
        exemplars[2 * exemplarCount + 1] = in.position() + length;
        exemplarCount++;
        in.moveTo(in.position() + length);
    }

    /// Makes the point's labels: of its attributes, resource and scope.
    OtlpRefusal settle(
            ResourceLabels resource, ScopeLabels scope, Vocabulary words, ValueSymbols values) {
        OtlpRefusal fault = attributeLabels.fill(attributes, List.of(), words, labels);
        if (fault == OtlpRefusal.NONE) {
            values.give(labels);
            labels.addMissing(resource.promoted());
            labels.setAll(scope.labels());
        }
        return fault;
    }

    /// All but the metric's name and those of a part of a histogram or a summary.
    public LabelSet labels() {
        return labels;
    }

    /// None of a point that says only that there is none.
    public int exemplarCount() {
        return isStale() ? 0 : exemplarCount;
    }

    public int exemplarStart(int exemplar) {
        return exemplars[2 * exemplar];
    }

    public int exemplarEnd(int exemplar) {
        return exemplars[2 * exemplar + 1];
    }

    public long timeNanos() {
        return timeNanos;
    }

    public long timeMillis() {
        return timeNanos / NANOS_PER_MILLI;
    }

    /// 0 where it is not told.
    public long startMillis() {
        return startNanos / NANOS_PER_MILLI;
    }

    /// Whether the point says only that there is none.
    public boolean isStale() {
        return (flags & NO_RECORDED_VALUE) != 0;
    }

    /// The bits of a value, or of the stale marker.
    public long bits(double value) {
        return isStale() ? SampleBits.STALE_NAN : Double.doubleToRawLongBits(value);
    }
}
