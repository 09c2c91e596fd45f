package io.tributary.gateway.labels;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;

/// How many labels a series may have, and how long they may be. Mimir's names.
///
/// @param namesPerSeries labels of one series, the metric name included
/// @param nameBytes a label name
/// @param valueBytes a label value
public record LabelLimits(int namesPerSeries, int nameBytes, int valueBytes) {
    private static final Setting<Integer> NAMES_PER_SERIES =
            Setting.integer(
                    "limits.max_label_names_per_series",
                    32,
                    1,
                    1_000,
                    "Labels a series may have, the metric name included");

    private static final Setting<Integer> NAME_BYTES =
            Setting.integer(
                    "limits.max_label_name_length",
                    1_024,
                    1,
                    65_536,
                    "Longest label name, in bytes");

    private static final Setting<Integer> VALUE_BYTES =
            Setting.integer(
                    "limits.max_label_value_length",
                    2_048,
                    1,
                    65_536,
                    "Longest label value, in bytes");

    public static final Settings SETTINGS = Settings.of(NAMES_PER_SERIES, NAME_BYTES, VALUE_BYTES);

    public static LabelLimits of(Config config) {
        return new LabelLimits(
                config.value(NAMES_PER_SERIES),
                config.value(NAME_BYTES),
                config.value(VALUE_BYTES));
    }
}
