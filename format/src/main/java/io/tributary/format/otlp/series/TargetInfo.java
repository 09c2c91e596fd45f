package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.model.notes.MetricType;
import java.util.List;

/// Writes `target_info`: a series of ones that says what a resource says of itself, from the first
/// of its data points to the last, with a sample each half of queries' lookback and one at the end.
///
/// Bounds: {@link #SAMPLES_MAX} a resource, the latest; a sender could name a span of centuries.
///
/// Reused; owned by one thread at a time.
final class TargetInfo {
    /// Of one resource; 41 hours at half of five minutes.
    static final int SAMPLES_MAX = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long ONE = Double.doubleToRawLongBits(1);

    private final Word name = Word.of("target_info");
    private final AttributeLabels attributeLabels;
    private final LabelSet labels = new LabelSet();
    private long earliestNanos;
    private long latestNanos;
    private boolean told;

    TargetInfo(Texts texts) {
        attributeLabels = new AttributeLabels(texts);
    }

    /// Before each request.
    void beginRequest() {
        told = false;
    }

    /// Before each resource.
    void beginResource() {
        earliestNanos = -1;
        latestNanos = 0;
    }

    /// Takes note of a point of the resource, whether it is translated or not.
    ///
    /// @param timeNanos since 1970, unsigned
    void see(long timeNanos) {
        if (Long.compareUnsigned(timeNanos, earliestNanos) < 0) {
            earliestNanos = timeNanos;
        }
        if (Long.compareUnsigned(timeNanos, latestNanos) > 0) {
            latestNanos = timeNanos;
        }
    }

    /// After the points of the resource. Nothing is written for one that had none, that has only
    /// what is `job` and `instance`, or neither of these; nor where its attributes make no labels.
    void write(
            ResourceLabels resource, OtlpSettings settings, Vocabulary words, SeriesWriter writer) {
        if (earliestNanos == -1 || !resource.hasOthers()) {
            return;
        }
        AttributeList attributes = resource.attributes();
        List<byte[]> ignored =
                settings.keepIdentifyingAttributes() ? List.of() : ResourceLabels.IDENTIFYING;
        OtlpRefusal fault = attributeLabels.fill(attributes, ignored, words, labels);
        if (fault != OtlpRefusal.NONE) {
            return;
        }
        resource.setIdentity(words, labels);
        if ((hasValue(words.job()) || hasValue(words.instance())) && writer.take(1, labels)) {
            writer.endPoint();
            writer.beginSeries(labels, name);
            writeSamples(settings.lookback().toNanos() / 2, writer);
            if (!told) {
                told = true;
                writer.tell(name, MetricType.GAUGE.number(), "Target metadata");
            }
        }
    }

    private boolean hasValue(Word label) {
        int place = labels.find(label);
        return place >= 0 && labels.length(place) > 0;
    }

    private void writeSamples(long stepNanos, SeriesWriter writer) {
        long steps = latestNanos > earliestNanos ? stepsBefore(latestNanos, stepNanos) : 0;
        for (long step = Math.max(0, steps - (SAMPLES_MAX - 1)); step < steps; step++) {
            if (!writer.takeSample()) {
                break;
            }
            writer.add(millis(earliestNanos + step * stepNanos), ONE);
        }
        writer.add(millis(latestNanos), ONE);
    }

    /// How many steps from the first moment on lie before `nanos`; the span, unsigned, may be as
    /// wide as all of time.
    private long stepsBefore(long nanos, long stepNanos) {
        return Long.divideUnsigned(nanos - earliestNanos - 1, stepNanos) + 1;
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MILLI);
    }
}
