package io.tributary.server;

import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;

/// What of PromQL is switched on beyond what is stable, each as Prometheus has a feature flag for
/// it.
final class LanguageSwitches {
    private static final ParserOptions SYNTAX = ParserOptions.DEFAULTS;
    private static final Semantics SEMANTICS = Semantics.DEFAULTS;

    private static final Setting<Boolean> EXPERIMENTAL_FUNCTIONS =
            Setting.flag(
                    "query.experimentalFunctions",
                    SYNTAX.experimentalFunctions(),
                    "Functions and aggregations that Prometheus calls experimental"
                            + " (promql-experimental-functions)");

    private static final Setting<Boolean> EXTENDED_RANGE_SELECTORS =
            Setting.flag(
                    "query.extendedRangeSelectors",
                    SYNTAX.extendedRangeSelectors(),
                    "The modifiers anchored and smoothed (promql-extended-range-selectors)");

    private static final Setting<Boolean> FILL_MODIFIERS =
            Setting.flag(
                    "query.fillModifiers",
                    SYNTAX.fillModifiers(),
                    "The modifiers fill, fill_left and fill_right (promql-binop-fill-modifiers)");

    private static final Setting<Boolean> DURATION_EXPRESSIONS =
            Setting.flag(
                    "query.durationExpressions",
                    SYNTAX.durationExpressions(),
                    "Arithmetic in ranges, steps and offsets");

    private static final Setting<Boolean> DELAYED_NAME_REMOVAL =
            Setting.flag(
                    "query.delayedNameRemoval",
                    SEMANTICS.delayedNameRemoval(),
                    "Drop metric names at the end of a query only: changes ordinary answers"
                            + " (promql-delayed-name-removal)");

    private static final Setting<Boolean> START_TIMESTAMPS =
            Setting.flag(
                    "query.startTimestamps",
                    SEMANTICS.startTimestamps(),
                    "Look at since when samples count, in rate, increase, irate, resets and"
                            + " start_timestamp: changes ordinary answers (use-start-timestamps)");

    private static final Setting<Boolean> TYPE_AND_UNIT_LABELS =
            Setting.flag(
                    "query.typeAndUnitLabels",
                    SEMANTICS.typeAndUnitLabels(),
                    "Tell counters by the label __type__, not by the end of the name"
                            + " (type-and-unit-labels)");

    static final Settings SETTINGS =
            Settings.of(
                    EXPERIMENTAL_FUNCTIONS,
                    EXTENDED_RANGE_SELECTORS,
                    FILL_MODIFIERS,
                    DURATION_EXPRESSIONS,
                    DELAYED_NAME_REMOVAL,
                    START_TIMESTAMPS,
                    TYPE_AND_UNIT_LABELS);

    private LanguageSwitches() {}

    static ParserOptions syntax(Config config) {
        return new ParserOptions(
                config.value(EXPERIMENTAL_FUNCTIONS),
                config.value(EXTENDED_RANGE_SELECTORS),
                config.value(FILL_MODIFIERS),
                config.value(DURATION_EXPRESSIONS));
    }

    static Semantics semantics(Config config) {
        return new Semantics(
                config.value(DELAYED_NAME_REMOVAL),
                config.value(START_TIMESTAMPS),
                config.value(TYPE_AND_UNIT_LABELS));
    }
}
