package io.tributary.promql.ast;

import java.util.Locale;

/// An aggregation over series.
public enum AggregateOperator {
    SUM(Parameter.NONE),
    AVG(Parameter.NONE),
    COUNT(Parameter.NONE),
    MIN(Parameter.NONE),
    MAX(Parameter.NONE),
    GROUP(Parameter.NONE),
    STDDEV(Parameter.NONE),
    STDVAR(Parameter.NONE),
    TOPK(Parameter.SCALAR),
    BOTTOMK(Parameter.SCALAR),
    COUNT_VALUES(Parameter.STRING),
    QUANTILE(Parameter.SCALAR),
    LIMITK(Parameter.SCALAR),
    LIMIT_RATIO(Parameter.SCALAR);

    /// What stands before the aggregated expression.
    public enum Parameter {
        NONE,
        SCALAR,
        STRING
    }

    private final Parameter parameter;

    AggregateOperator(Parameter parameter) {
        this.parameter = parameter;
    }

    public Parameter parameter() {
        return parameter;
    }

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it needs the switch for experimental functions.
    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
