package io.tributary.format.otlp.rules;

import io.tributary.format.otlp.name.LabelNaming;
import io.tributary.format.otlp.name.MetricNaming;
import java.time.Duration;
import java.util.List;

/// How OTLP is translated, with the choices that Prometheus' `otlp` section has.
///
/// @param strategy `translation_strategy`
/// @param promotion `promote_resource_attributes`, or `promote_all_resource_attributes` less
///   `ignore_resource_attributes`
/// @param promotedMax attributes of one resource that may be promoted; the points of a resource
///   that has more are refused
/// @param keepIdentifyingAttributes whether `target_info` has `service.name`, `service.namespace`
///   and `service.instance.id` beside `job` and `instance`
/// @param customBuckets `convert_histograms_to_nhcb`: explicit histograms become native ones with
///   custom buckets
/// @param promoteScope `promote_scope_metadata`: labels `otel_scope_…`
/// @param prefixesUnderscore `label_name_underscore_sanitization`
/// @param keepsUnderscores `label_name_preserve_multiple_underscores`
/// @param deltas what becomes of points of delta temporality
/// @param lookback of queries: `target_info` has a sample each half of it
public record OtlpSettings(
        TranslationStrategy strategy,
        Promotion promotion,
        int promotedMax,
        boolean keepIdentifyingAttributes,
        boolean customBuckets,
        boolean promoteScope,
        boolean prefixesUnderscore,
        boolean keepsUnderscores,
        Deltas deltas,
        Duration lookback) {
    private static final Duration LOOKBACK_MIN = Duration.ofSeconds(1);

    /// What Prometheus 3.14 does unless told otherwise, and 24 promoted attributes at most: a
    /// series has room for 32 labels unless told otherwise, and its own must fit beside them.
    public static final OtlpSettings DEFAULT =
            new OtlpSettings(
                    TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                    new Promotion.Only(List.of()),
                    24,
                    false,
                    false,
                    false,
                    true,
                    true,
                    Deltas.REFUSE,
                    Duration.ofMinutes(5));

    public OtlpSettings {
        if (promotedMax < 0) {
            throw new IllegalArgumentException("promoted attributes at most: " + promotedMax);
        }
        if (lookback.compareTo(LOOKBACK_MIN) < 0) {
            throw new IllegalArgumentException(
                    "lookback " + lookback + ", at least " + LOOKBACK_MIN);
        }
    }

    public OtlpSettings withStrategy(TranslationStrategy newStrategy) {
        return new OtlpSettings(
                newStrategy,
                promotion,
                promotedMax,
                keepIdentifyingAttributes,
                customBuckets,
                promoteScope,
                prefixesUnderscore,
                keepsUnderscores,
                deltas,
                lookback);
    }

    public OtlpSettings withDeltas(Deltas newDeltas) {
        return new OtlpSettings(
                strategy,
                promotion,
                promotedMax,
                keepIdentifyingAttributes,
                customBuckets,
                promoteScope,
                prefixesUnderscore,
                keepsUnderscores,
                newDeltas,
                lookback);
    }

    public LabelNaming labelNaming() {
        return new LabelNaming(strategy.escapes(), prefixesUnderscore, keepsUnderscores);
    }

    public MetricNaming metricNaming() {
        return new MetricNaming(strategy.escapes(), strategy.addsSuffixes());
    }
}
