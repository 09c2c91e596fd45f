package io.tributary.cli.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A scale of values whose marks are round numbers: multiples of 1, 2 or 5 times a power of ten.
///
/// @param low the lowest mark, at or below all values
/// @param step from mark to mark
/// @param count how many steps
record Ticks(double low, double step, int count) {
    private static final double[] ROUND = {1, 2, 5, 10};
    private static final String[] SUFFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final double THOUSAND = 1000;

    /// From this on, numbers carry a suffix.
    private static final double SUFFIXED = 10_000;

    private static final int DECIMALS_MAX = 9;

    /// A scale for values from `min` to `max`, both finite, of about `about` steps.
    static Ticks of(double min, double max, int about) {
        double span = max - min;
        if (span == 0) {
            span = min == 0 ? 1 : Math.abs(min);
        }
        double power = Math.pow(10, Math.floor(Math.log10(span / about)));
        double step = power;
        for (double round : ROUND) {
            step = round * power;
            if (span / step <= about) {
                break;
            }
        }
        double low = Math.floor(min / step) * step;
        int count = Math.max(1, (int) Math.ceil((max - low) / step - 1e-9));
        return new Ticks(low, step, count);
    }

    double high() {
        return low + count * step;
    }

    /// The labels of all marks, the lowest first.
    List<String> labels() {
        double largest = Math.max(Math.abs(low), Math.abs(high()));
        int thousands = 0;
        double unit = 1;
        while (largest / unit >= SUFFIXED && thousands < SUFFIXES.length - 1) {
            unit *= THOUSAND;
            thousands++;
        }
        int decimals =
                (int) Math.clamp(-Math.floor(Math.log10(step / unit) + 1e-9), 0, DECIMALS_MAX);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            double value = (low + i * step) / unit;
            labels.add(
                    String.format(Locale.ROOT, "%." + decimals + "f", value) + SUFFIXES[thousands]);
        }
        return labels;
    }
}
