package io.tributary.model.histogram;

/// Adds two native histograms of integers up: what both counted, in buckets that both have.
///
/// Of two exponential schemas the coarser one is the sum's: the buckets of the finer one are
/// merged, each `2^(difference)` of them into one. Reused; owned by one thread at a time.
public final class IntegerHistogramSum {
    private final Buckets left = new Buckets();
    private final Buckets right = new Buckets();

    /// Whether two have a sum: both are of integers, neither is a stale marker, and their bounds,
    /// or their zero thresholds, are the same.
    public static boolean exists(HistogramParts one, HistogramParts other) {
        if (one.isStale()
                || other.isStale()
                || one.kind() != Histogram.Kind.INTEGER
                || other.kind() != Histogram.Kind.INTEGER) {
            return false;
        }
        if (isCustom(one) || isCustom(other)) {
            return isCustom(one) && isCustom(other) && hasSameBounds(one, other);
        }
        return one.zeroThresholdBits() == other.zeroThresholdBits();
    }

    /// Fills `into` with the sum of two that have one.
    ///
    /// @param schemaMax of exponential ones, the finest schema that the sum may have; at least
    ///   {@link Histogram#SCHEMA_MIN}
    /// @param into another than both
    public void add(HistogramParts one, HistogramParts other, int schemaMax, HistogramParts into) {
        int schema = Math.min(schemaMax, Math.min(one.schema(), other.schema()));
        double sum =
                Double.longBitsToDouble(one.sumBits()) + Double.longBitsToDouble(other.sumBits());
        into.begin(
                Histogram.Kind.INTEGER,
                schema,
                one.zeroThresholdBits(),
                one.zeroCount() + other.zeroCount(),
                one.count() + other.count(),
                Double.doubleToRawLongBits(sum));
        for (int i = 0; i < one.boundCount(); i++) {
            into.addBound(one.boundBits(i));
        }
        merge(one.positive(), one.schema() - schema, left);
        merge(other.positive(), other.schema() - schema, right);
        addTo(into.positive());
        merge(one.negative(), one.schema() - schema, left);
        merge(other.negative(), other.schema() - schema, right);
        addTo(into.negative());
    }

    private static boolean isCustom(HistogramParts parts) {
        return parts.schema() == Histogram.CUSTOM_BOUNDS;
    }

    private static boolean hasSameBounds(HistogramParts one, HistogramParts other) {
        if (one.boundCount() != other.boundCount()) {
            return false;
        }
        for (int i = 0; i < one.boundCount(); i++) {
            if (one.boundBits(i) != other.boundBits(i)) {
                return false;
            }
        }
        return true;
    }

    /// Copies buckets as those of a schema coarser by so many steps: `i` counted up to `i/2^s`, so
    /// each goes to the bucket that is not below.
    private static void merge(Buckets from, int steps, Buckets into) {
        into.clear();
        for (int i = 0; i < from.size(); i++) {
            int index = (int) ((((long) from.index(i) - 1) >> steps) + 1);
            if (into.size() > 0 && into.index(into.size() - 1) == index) {
                into.addToLast(from.count(i));
            } else {
                into.add(index, from.count(i));
            }
        }
    }

    private void addTo(Buckets into) {
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            int leftIndex = l < left.size() ? left.index(l) : Integer.MAX_VALUE;
            int rightIndex = r < right.size() ? right.index(r) : Integer.MAX_VALUE;
            int index = Math.min(leftIndex, rightIndex);
            long count = 0;
            if (l < left.size() && leftIndex == index) {
                count += left.count(l++);
            }
            if (r < right.size() && rightIndex == index) {
                count += right.count(r++);
            }
            if (count != 0) {
                into.add(index, count);
            }
        }
    }
}
