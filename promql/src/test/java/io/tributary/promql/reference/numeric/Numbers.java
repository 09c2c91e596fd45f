package io.tributary.promql.reference.numeric;

/// Go's arithmetic where it is not Java's, and sums that keep what rounding loses.
public final class Numbers {
    private static final double LN_2 = Math.log(2);

    /// From here on 1 + x² is x².
    private static final double LARGE = 0x1p28;

    private Numbers() {}

    public static double max(double a, double b) {
        boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(a, b);
    }

    public static double min(double a, double b) {
        boolean infinite = a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(a, b);
    }

    public static double power(double base, double exponent) {
        boolean one = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return one ? 1 : Math.pow(base, exponent);
    }

    public static double asinh(double x) {
        double size = Math.abs(x);
        double result =
                size > LARGE
                        ? Math.log(size) + LN_2
                        : Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
        return Math.copySign(result, x);
    }

    public static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double above = x - 1;
        return x > LARGE
                ? Math.log(x) + LN_2
                : Math.log1p(above + Math.sqrt(2 * above + above * above));
    }

    public static double atanh(double x) {
        return Math.copySign(
                Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))) / 2, Double.isNaN(x) ? 1 : x);
    }

    /// A running sum with what was lost beside it (Neumaier's; Prometheus: `util/kahansum`).
    public record Sum(double sum, double lost) {
        public static final Sum ZERO = new Sum(0, 0);

        public Sum plus(double number) {
            double total = sum + number;
            if (Double.isInfinite(total)) {
                return new Sum(total, 0);
            }
            return Math.abs(sum) >= Math.abs(number)
                    ? new Sum(total, lost + ((sum - total) + number))
                    : new Sum(total, lost + ((number - total) + sum));
        }

        public double total() {
            return sum + lost;
        }
    }

    /// The mean of at least one number: from the sum as long as it does not overflow, then from
    /// mean to mean.
    public static double mean(double[] numbers) {
        Sum sum = new Sum(numbers[0], 0);
        boolean incremental = false;
        for (int i = 1; i < numbers.length; i++) {
            double count = i + 1;
            if (!incremental) {
                Sum next = sum.plus(numbers[i]);
                if (!Double.isInfinite(next.sum)) {
                    sum = next;
                    continue;
                }
                incremental = true;
                sum = new Sum(sum.sum / i, sum.lost / i);
            }
            double share = i / count;
            sum = new Sum(share * sum.sum, share * sum.lost).plus(numbers[i] / count);
        }
        return incremental ? sum.total() : sum.sum / numbers.length + sum.lost / numbers.length;
    }
}
