package io.tributary.format.remotewrite;

import com.google.protobuf.DynamicMessage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A histogram as protobuf-java read it, checked and brought into normal form the plain way.
///
/// @param text as `Histogram.toString` has it, or `invalid`
record OracleHistogram(long timeMillis, int resetHint, String text) {
    private static final long STALE = 0x7ff0000000000002L;

    static OracleHistogram invalid(long timeMillis) {
        return new OracleHistogram(timeMillis, 0, "invalid");
    }

    static OracleHistogram of(DynamicMessage message) {
        long time = (Long) Oracle.value(message, "timestamp");
        String text = new Reading(message).text();
        if (text.equals("invalid")) {
            return invalid(time);
        }
        int hint = (Integer) Oracle.value(message, "reset_hint");
        return new OracleHistogram(time, hint < 0 || hint > 3 ? 0 : hint, text);
    }

    /// One side: bucket counts by index, as numbers and as text.
    private record Side(Map<Long, String> shown, BigInteger total, boolean valid) {}

    private static final class Reading {
        private final DynamicMessage message;
        private final boolean floats;
        private final int schema;

        private Reading(DynamicMessage message) {
            this.message = message;
            floats = has("count_float");
            schema = (Integer) Oracle.value(message, "schema");
        }

        private String text() {
            boolean custom = schema == -53;
            List<Double> bounds = doubles("custom_values");
            Side positive = side("positive");
            Side negative = side("negative");
            boolean valid =
                    positive.valid
                            && negative.valid
                            && (custom ? isCustom(bounds) : bounds.isEmpty())
                            && (custom || (schema >= -4 && schema <= 8))
                            && countIsRight(positive.total.add(negative.total));
            if (!valid) {
                return "invalid";
            }
            if (Oracle.bits(message, "sum") == STALE) {
                return "stale";
            }
            StringBuilder text = new StringBuilder(floats ? "floats" : "integers");
            text.append(" schema=").append(schema);
            text.append(" threshold=").append(hex(Oracle.bits(message, "zero_threshold")));
            text.append(" zero=").append(count("zero_count", true));
            text.append(" count=").append(count("count", false));
            text.append(" sum=").append(HexFormat.of().toHexDigits(Oracle.bits(message, "sum")));
            if (!bounds.isEmpty()) {
                text.append(" bounds=");
                text.append(
                        String.join(
                                ",",
                                bounds.stream()
                                        .map(b -> hex(Double.doubleToRawLongBits(b)))
                                        .toList()));
            }
            append(text, "positive", positive);
            append(text, "negative", negative);
            return text.toString();
        }

        private static void append(StringBuilder text, String name, Side side) {
            if (!side.shown.isEmpty()) {
                List<String> all = new ArrayList<>();
                side.shown.forEach((index, count) -> all.add(index + ":" + count));
                text.append(' ').append(name).append('=').append(String.join(",", all));
            }
        }

        private boolean isCustom(List<Double> bounds) {
            for (int i = 0; i < bounds.size(); i++) {
                if (bounds.get(i).isNaN()
                        || (i > 0 && bounds.get(i) <= bounds.get(i - 1))
                        || (i == bounds.size() - 1 && bounds.get(i) == Double.POSITIVE_INFINITY)) {
                    return false;
                }
            }
            long reach = 0;
            for (DynamicMessage span : Oracle.messages(message, "positive_spans")) {
                int offset = (Integer) Oracle.value(span, "offset");
                if (offset < 0) {
                    return false;
                }
                reach += offset + Integer.toUnsignedLong((Integer) Oracle.value(span, "length"));
            }
            double zero =
                    floats
                            ? (Double) Oracle.value(message, "zero_count_float")
                            : ((Long) Oracle.value(message, "zero_count_int")).doubleValue();
            return reach <= bounds.size() + 1
                    && zero == 0
                    && (Double) Oracle.value(message, "zero_threshold") == 0
                    && Oracle.messages(message, "negative_spans").isEmpty()
                    && ((List<?>)
                                    Oracle.value(
                                            message,
                                            floats ? "negative_counts" : "negative_deltas"))
                            .isEmpty();
        }

        private boolean countIsRight(BigInteger buckets) {
            if (floats) {
                return !((Double) Oracle.value(message, "count_float") < 0)
                        && !((Double) Oracle.value(message, "zero_count_float") < 0);
            }
            BigInteger observed = buckets.add(unsigned("zero_count_int"));
            BigInteger count = unsigned("count_int");
            boolean sawNaN = Double.isNaN((Double) Oracle.value(message, "sum"));
            return sawNaN ? observed.compareTo(count) <= 0 : observed.equals(count);
        }

        private Side side(String name) {
            List<DynamicMessage> spans = Oracle.messages(message, name + "_spans");
            List<Double> counts = doubles(name + "_counts");
            List<Long> deltas = longs(name + "_deltas");
            Map<Long, String> shown = new TreeMap<>();
            BigInteger total = BigInteger.ZERO;
            Side wrong = new Side(shown, total, false);
            long index = 0;
            long last = 0;
            int next = 0;
            for (int i = 0; i < spans.size(); i++) {
                int offset = (Integer) Oracle.value(spans.get(i), "offset");
                long length =
                        Integer.toUnsignedLong((Integer) Oracle.value(spans.get(i), "length"));
                if ((i > 0 && offset < 0)
                        || length > (floats ? counts.size() : deltas.size()) - next) {
                    return wrong;
                }
                index += offset;
                for (long end = index + length; index < end; index++, next++) {
                    last = floats ? 0 : last + deltas.get(next);
                    if (index != (int) index || (floats ? counts.get(next) < 0 : last < 0)) {
                        return wrong;
                    }
                    total = total.add(BigInteger.valueOf(last));
                    if (floats ? counts.get(next) != 0 : last != 0) {
                        shown.put(
                                index,
                                floats
                                        ? hex(Double.doubleToRawLongBits(counts.get(next)))
                                        : Long.toString(last));
                    }
                }
            }
            return new Side(shown, total, next == (floats ? counts.size() : deltas.size()));
        }

        private String count(String name, boolean bucket) {
            if (!floats) {
                return unsigned(name + "_int").toString();
            }
            long bits = Oracle.bits(message, name + "_float");
            return bucket ? hex(bits) : HexFormat.of().toHexDigits(bits);
        }

        private BigInteger unsigned(String field) {
            return new BigInteger(Long.toUnsignedString((Long) Oracle.value(message, field)));
        }

        private boolean has(String field) {
            return message.hasField(message.getDescriptorForType().findFieldByName(field));
        }

        private List<Double> doubles(String field) {
            return ((List<?>) Oracle.value(message, field)).stream().map(o -> (Double) o).toList();
        }

        private List<Long> longs(String field) {
            return ((List<?>) Oracle.value(message, field)).stream().map(o -> (Long) o).toList();
        }

        /// Without the sign of a zero.
        private static String hex(long bits) {
            return HexFormat.of().toHexDigits(bits == Long.MIN_VALUE ? 0 : bits);
        }
    }
}
