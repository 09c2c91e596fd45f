package io.tributary.promql.engine;

import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.Expr;
import java.util.function.Supplier;

/// What the selectors being planned need of native histograms: only count and sum where a function
/// asks for these and nothing around the selector needs buckets (Prometheus:
/// `detectHistogramStatsDecoding` in `promql/engine.go`).
final class HistogramNeed {
    private int countsOnly;
    private int whole;

    boolean isCountsOnly() {
        return countsOnly > 0 && whole == 0;
    }

    /// Plans a call.
    <T> T of(Expr.Call call, Supplier<T> plan) {
        return switch (call.function().name()) {
            case "histogram_count", "histogram_sum", "histogram_avg" -> {
                countsOnly++;
                T planned = plan.get();
                countsOnly--;
                yield planned;
            }
            case "histogram_quantile", "histogram_quantiles", "histogram_fraction" -> whole(plan);
            default -> plan.get();
        };
    }

    /// Plans operators in a row.
    <T> T of(Chain chain, Supplier<T> plan) {
        boolean trims =
                chain.links().stream()
                        .anyMatch(link -> link.operator().kind() == BinaryOperator.Kind.TRIM);
        return trims ? whole(plan) : plan.get();
    }

    /// Plans what needs the buckets.
    <T> T whole(Supplier<T> plan) {
        whole++;
        T planned = plan.get();
        whole--;
        return planned;
    }
}
