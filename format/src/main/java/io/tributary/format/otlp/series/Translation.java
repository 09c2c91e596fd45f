package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.Family;
import io.tributary.format.otlp.name.MetricKind;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpRefusals;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.flow.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A request while it is translated: where it is (resource, scope, metric), what is written to, and
/// what was refused. The readers of points share it. Reused; owned by one thread at a time.
public final class Translation {
    private final Texts texts;
    private final SeriesWriter writer;
    private final ResourceLabels resource;
    private final ScopeLabels scope;
    private final TargetInfo targetInfo;
    private final ValueSymbols values;
    private final OtlpRefusals refusals = new OtlpRefusals();

    /// By how names are made: a few, whatever settings there are.
    private final Map<List<Object>, Vocabulary> vocabularies = new HashMap<>();

    private OtlpSettings settings = OtlpSettings.DEFAULT;
    private PromotedKeys promoted = new PromotedKeys(settings);
    private Vocabulary words = new Vocabulary(settings);

    // The metric.
    private Family family;
    private TextRange metricName = new TextRange();

    /// @param texts begun anew with each request, before {@link #begin}
    public Translation(Texts texts) {
        this.texts = texts;
        writer = new SeriesWriter(texts);
        resource = new ResourceLabels(texts);
        scope = new ScopeLabels(texts);
        targetInfo = new TargetInfo(texts);
        values = new ValueSymbols(texts, writer);
        family = words.families().none();
        vocabularies.put(namings(settings), words);
    }

    /// Before each request, which the texts have begun with: empties the batch.
    public void begin(OtlpSettings newSettings, WriteBatch into) {
        if (!settings.equals(newSettings)) {
            settings = newSettings;
            promoted = new PromotedKeys(newSettings);
            words =
                    vocabularies.computeIfAbsent(
                            namings(newSettings), _ -> new Vocabulary(newSettings));
        }
        words.begin();
        writer.begin(into);
        refusals.clear();
        targetInfo.beginRequest();
        values.begin();
    }

    /// After all was read.
    public void end() {
        writer.end();
    }

    /// Those of the resource, to be filled before {@link #beginResource}.
    public AttributeList resourceAttributes() {
        return resource.attributes();
    }

    /// When the attributes of the resource are there.
    public void beginResource() {
        resource.settle(promoted, words, writer);
        targetInfo.beginResource();
    }

    /// When the scope is there.
    public void beginScope() {
        scope.settle(settings.promoteScope(), resource, words, writer);
    }

    public void endResource() {
        if (resource.fault() == OtlpRefusal.NONE) {
            targetInfo.write(resource, settings, words, writer);
        }
    }

    /// Before each metric.
    ///
    /// @param name good until the next metric
    public void beginMetric(TextRange name) {
        metricName = name;
    }

    /// Finds the family of the metric, by its name, kind and unit.
    ///
    /// @return why its points cannot be translated
    public OtlpRefusal findFamily(MetricKind kind, TextRange unit) {
        family =
                words.families()
                        .of(
                                texts.bytes(),
                                metricName.offset(),
                                metricName.length(),
                                unit.offset(),
                                unit.length(),
                                kind);
        if (family.hasName()) {
            return OtlpRefusal.NONE;
        }
        return words.families().isFull() ? OtlpRefusal.TOO_MANY_METRICS : OtlpRefusal.METRIC_NAME;
    }

    /// Why no point of the resource or the scope can be translated.
    public OtlpRefusal fault() {
        return resource.fault() == OtlpRefusal.NONE ? scope.fault() : resource.fault();
    }

    /// The label of a bucket's upper bound.
    public Word boundName() {
        return words.bound();
    }

    public Word quantileName() {
        return words.quantile();
    }

    /// Makes the labels of a point, for so many series; refuses it where it cannot.
    ///
    /// @return whether it can be written
    public boolean accept(PointFrame point, int seriesCount) {
        OtlpRefusal fault = point.settle(resource, scope, words, values);
        if (fault == OtlpRefusal.NONE && !writer.take(seriesCount, point.labels())) {
            fault = OtlpRefusal.TOO_LARGE;
        }
        if (fault != OtlpRefusal.NONE) {
            refuse(point, fault);
            return false;
        }
        see(point.timeNanos());
        writer.beginPoint();
        return true;
    }

    /// Refuses a point that was read.
    public void refuse(PointFrame point, OtlpRefusal reason) {
        see(point.timeNanos());
        refuse(reason, 1);
    }

    /// Refuses points of the metric.
    public void refuse(OtlpRefusal reason, long points) {
        refusals.add(reason, points, texts.bytes(), metricName.offset(), metricName.length());
    }

    /// Takes note of a point that is refused.
    public void see(long timeNanos) {
        targetInfo.see(timeNanos);
    }

    public SeriesWriter writer() {
        return writer;
    }

    public ScopeLabels scope() {
        return scope;
    }

    public OtlpRefusals refusals() {
        return refusals;
    }

    public OtlpSettings settings() {
        return settings;
    }

    public Family family() {
        return family;
    }

    private static List<Object> namings(OtlpSettings settings) {
        return List.of(settings.labelNaming(), settings.metricNaming());
    }
}
