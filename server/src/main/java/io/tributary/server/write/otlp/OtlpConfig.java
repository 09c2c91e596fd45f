package io.tributary.server.write.otlp;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How a tenant's OTLP is translated: Prometheus' `otlp` section, by its words.
public final class OtlpConfig {
    private static final OtlpSettings DEFAULT = OtlpSettings.DEFAULT;
    private static final int ATTRIBUTES_MAX = 1_000;
    private static final int PROMOTED_MAX = 1_000;

    private static final Setting<TranslationStrategy> STRATEGY =
            Setting.choice(
                    "otlp.translationStrategy",
                    DEFAULT.strategy(),
                    "How names of metrics and attributes become names of series and labels, as Prometheus' otlp.translation_strategy");

    private static final Setting<List<String>> PROMOTED =
            attributes(
                    "otlp.promoteResourceAttributes",
                    "Attributes of resources, a line each, that become labels of all their series");

    private static final Setting<Boolean> PROMOTE_ALL =
            Setting.flag(
                    "otlp.promoteAllResourceAttributes",
                    false,
                    "Whether all attributes of resources become labels, but those of otlp.ignoreResourceAttributes");

    private static final Setting<List<String>> IGNORED =
            attributes(
                    "otlp.ignoreResourceAttributes",
                    "Attributes, a line each, that do not become labels where all others do");

    private static final Setting<Integer> PROMOTED_COUNT_MAX =
            Setting.integer(
                    "otlp.promotedMax",
                    DEFAULT.promotedMax(),
                    0,
                    PROMOTED_MAX,
                    "Attributes of one resource that may become labels; points of one with more are refused");

    private static final Setting<Boolean> KEEP_IDENTIFYING =
            Setting.flag(
                    "otlp.keepIdentifyingResourceAttributes",
                    DEFAULT.keepIdentifyingAttributes(),
                    "Whether target_info has service.name, service.namespace and service.instance.id beside job and instance");

    private static final Setting<Boolean> CUSTOM_BUCKETS =
            Setting.flag(
                    "otlp.convertHistogramsToNhcb",
                    DEFAULT.customBuckets(),
                    "Whether explicit histograms become native ones with custom buckets, instead of classic ones");

    private static final Setting<Boolean> PROMOTE_SCOPE =
            Setting.flag(
                    "otlp.promoteScopeMetadata",
                    DEFAULT.promoteScope(),
                    "Whether name, version, schema URL and attributes of scopes become labels");

    private static final Setting<Boolean> PREFIX_UNDERSCORE =
            Setting.flag(
                    "otlp.labelNameUnderscoreSanitization",
                    DEFAULT.prefixesUnderscore(),
                    "Whether names of labels that begin with one underscore get \"key\" before it, where names are escaped");

    private static final Setting<Boolean> KEEP_UNDERSCORES =
            Setting.flag(
                    "otlp.labelNamePreserveMultipleUnderscores",
                    DEFAULT.keepsUnderscores(),
                    "Whether several underscores in a row stay in names of labels, where names are escaped");

    private static final Setting<Deltas> DELTAS =
            Setting.choice(
                    "otlp.deltas",
                    DEFAULT.deltas(),
                    "What becomes of points of delta temporality: they are refused, as by Prometheus, or added up to what a counter that never began anew would show");

    public static final Settings SETTINGS =
            Settings.of(
                    STRATEGY,
                    PROMOTED,
                    PROMOTE_ALL,
                    IGNORED,
                    PROMOTED_COUNT_MAX,
                    KEEP_IDENTIFYING,
                    CUSTOM_BUCKETS,
                    PROMOTE_SCOPE,
                    PREFIX_UNDERSCORE,
                    KEEP_UNDERSCORES,
                    DELTAS);

    /// Those that decide names and labels of series: they stay as they were when a tenant had its
    /// first point.
    public static final Settings FROZEN =
            Settings.of(
                    STRATEGY,
                    PROMOTED,
                    PROMOTE_ALL,
                    IGNORED,
                    KEEP_IDENTIFYING,
                    CUSTOM_BUCKETS,
                    PROMOTE_SCOPE,
                    PREFIX_UNDERSCORE,
                    KEEP_UNDERSCORES);

    private OtlpConfig() {}

    /// What those that are frozen say: equal where series have the same names and labels, in
    /// whichever order attributes are listed.
    public static Object meaning(Config config) {
        boolean all = config.value(PROMOTE_ALL);
        return List.of(
                config.value(STRATEGY),
                all,
                Set.copyOf(config.value(all ? IGNORED : PROMOTED)),
                config.value(KEEP_IDENTIFYING),
                config.value(CUSTOM_BUCKETS),
                config.value(PROMOTE_SCOPE),
                config.value(PREFIX_UNDERSCORE),
                config.value(KEEP_UNDERSCORES));
    }

    /// @param lookback of queries
    static OtlpSettings read(Config config, Duration lookback) {
        Promotion promotion =
                config.value(PROMOTE_ALL)
                        ? new Promotion.AllBut(config.value(IGNORED))
                        : new Promotion.Only(config.value(PROMOTED));
        return new OtlpSettings(
                config.value(STRATEGY),
                promotion,
                config.value(PROMOTED_COUNT_MAX),
                config.value(KEEP_IDENTIFYING),
                config.value(CUSTOM_BUCKETS),
                config.value(PROMOTE_SCOPE),
                config.value(PREFIX_UNDERSCORE),
                config.value(KEEP_UNDERSCORES),
                config.value(DELTAS),
                lookback);
    }

    private static Setting<List<String>> attributes(String key, String description) {
        return Setting.lines(
                key,
                ATTRIBUTES_MAX,
                "the key of an attribute",
                line -> {
                    Promotion _ = new Promotion.Only(List.of(line));
                },
                description);
    }
}
