package io.tributary.promql.fuzz.random;

import io.tributary.testkit.SeededCases.Random;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes well-typed queries of bounded depth over the whole grammar.
///
/// Not written: what upstream leaves to the hash of labels (`limit_ratio` with a real ratio),
/// `limitk` but for how many it picks, and `</` and `>/` behind a scalar, which mean nothing.
public final class RandomQuery {
    private final Random random;
    private final RandomData data;

    private final boolean histograms;

    /// @param histograms whether it asks for native histograms, mostly
    public RandomQuery(Random random, RandomData data, boolean histograms) {
        this.random = random;
        this.data = data;
        this.histograms = histograms;
    }

    public String make(int depth) {
        return switch (random.between(1, 25)) {
            case 1 -> scalar(depth);
            case 2 -> random.oneIn(3) ? extended() : range(depth);
            default -> vector(depth);
        };
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return selector();
        }
        int next = depth - 1;
        if (histograms && random.oneIn(5)) {
            return random.pick(Vocabulary.OF_HISTOGRAM) + "(" + vector(next) + ")";
        }
        return switch (random.between(1, 23)) {
            case 1 -> selector();
            case 2 -> random.pick(Vocabulary.OF_NUMBER) + "(" + vector(next) + ")";
            case 3, 4, 5, 6, 7 -> overRange(next);
            case 8, 9, 10 -> aggregation(next);
            case 11, 12 -> joined(next);
            case 13 -> grouped(next);
            case 14 -> withScalar(next);
            case 15 -> set(next);
            case 16 -> relabelled(next);
            case 17 -> "absent(" + vector(next) + ")";
            case 18 -> clamped(next);
            case 19 -> ofBuckets(next);
            case 20 -> ofTime(next);
            case 23 -> described(next);
            case 21 -> random.pick(List.of("-", "-", "+")) + parens(vector(next));
            default -> sorted(next);
        };
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return random.pick(Vocabulary.NUMBERS);
        }
        return switch (random.between(1, 10)) {
            case 1, 2, 3 -> random.pick(Vocabulary.NUMBERS);
            case 4, 5, 6 -> "scalar(" + vector(depth - 1) + ")";
            case 7 ->
                    random.pick(List.of("time()", "pi()", "start()", "end()", "step()", "range()"));
            case 8 ->
                    random.pick(List.of("min_of", "max_of"))
                            + "("
                            + scalar(depth - 1)
                            + ", "
                            + scalar(depth - 1)
                            + ")";
            case 9 ->
                    "("
                            + scalar(depth - 1)
                            + " "
                            + random.pick(Vocabulary.COMPARISONS)
                            + " bool "
                            + scalar(depth - 1)
                            + ")";
            default ->
                    "("
                            + scalar(depth - 1)
                            + " "
                            + random.pick(Vocabulary.ARITHMETIC)
                            + " "
                            + scalar(depth - 1)
                            + ")";
        };
    }

    /// Sometimes more than are needed.
    private String parens(String text) {
        return "(" + text + ")";
    }

    private String perhapsParens(String text) {
        return random.oneIn(6) ? parens(text) : text;
    }

    private String selector() {
        return bare() + modifiers();
    }

    private String bare() {
        List<String> matchers = new ArrayList<>();
        if (random.oneIn(3)) {
            matchers.add("job=\"" + random.pick(List.of("a", "b")) + "\"");
        }
        if (random.oneIn(4)) {
            matchers.add(
                    random.pick(
                            List.of(
                                    "inst=~\"1|2\"",
                                    "inst!=\"1\"",
                                    "inst=\"10\"",
                                    "env=\"\"",
                                    "env!~\"y.*\"",
                                    "job=\"nowhere\"")));
        }
        if (random.oneIn(8)) {
            String names = data.named(histograms ? "hist" : "temp") + "|" + data.named("mem");
            matchers.add("__name__=~\"" + names + "\"");
            return "{" + String.join(", ", matchers) + "}";
        }
        boolean ofNative = histograms && !random.oneIn(4);
        String name =
                data.named(random.pick(ofNative ? RandomData.NATIVE_NAMES : RandomData.NAMES));
        return matchers.isEmpty() ? name : name + "{" + String.join(", ", matchers) + "}";
    }

    private String modifiers() {
        StringBuilder text = new StringBuilder();
        if (random.oneIn(6)) {
            text.append(" offset ").append(offset());
        }
        if (random.oneIn(8)) {
            text.append(" @ ").append(moment());
        }
        return text.toString();
    }

    private String offset() {
        return random.pick(
                List.of("10s", "1m", "5m", "-1m", "-47s", "300", "(30s * 2)", "-(1m + 5s)"));
    }

    private String moment() {
        return random.oneIn(2)
                ? random.pick(List.of("start()", "end()"))
                : String.format(Locale.ROOT, "%.3f", random.between(500_000, 2_500_000) / 1000.0);
    }

    private String range(int depth) {
        if (depth <= 0 || !random.oneIn(4)) {
            String length =
                    random.oneIn(15)
                            ? random.pick(List.of("step() * 2", "1m + 30s", "max_of(step(), 1m)"))
                            : random.pick(Vocabulary.LENGTHS);
            return bare() + "[" + length + "]" + extension() + modifiers();
        }
        String step = random.oneIn(3) ? "" : random.pick(List.of("15s", "30s", "1m", "47s", "2m"));
        String inner = random.oneIn(2) ? selector() : parens(vector(depth - 1));
        String length = random.pick(List.of("1m", "2m", "5m", "10m", "150s"));
        return inner + "[" + length + ":" + step + "]" + modifiers();
    }

    /// A range as an answer, with its borders.
    private String extended() {
        return bare()
                + "["
                + random.pick(Vocabulary.LENGTHS)
                + "]"
                + random.pick(List.of(" anchored", " smoothed"))
                + modifiers();
    }

    private String extension() {
        return random.oneIn(12) ? random.pick(List.of(" anchored", " smoothed")) : "";
    }

    private String overRange(int depth) {
        return switch (random.between(1, 14)) {
            case 1 -> "quantile_over_time(" + scalar(depth) + ", " + range(depth) + ")";
            case 2 -> "predict_linear(" + range(depth) + ", " + scalar(depth) + ")";
            case 3 ->
                    "double_exponential_smoothing("
                            + range(depth)
                            + ", "
                            + random.pick(List.of("0.5", "0.1", scalar(depth)))
                            + ", 0.3)";
            default -> random.pick(Vocabulary.OF_RANGE) + "(" + range(depth) + ")";
        };
    }

    private String grouping() {
        return switch (random.between(1, 5)) {
            case 1 -> "";
            case 2 -> " by (job)";
            case 3 -> " by (" + labels() + ")";
            case 4 -> " without (" + labels() + ")";
            default -> random.oneIn(3) ? " by (__name__, inst)" : " without (inst)";
        };
    }

    private String labels() {
        return String.join(", ", Vocabulary.LABELS.stream().filter(l -> random.oneIn(2)).toList());
    }

    private String aggregation(int depth) {
        String by = grouping();
        String inner = "(" + vector(depth) + ")";
        return switch (random.between(1, 14)) {
            case 1 -> "topk" + by + " (" + few(depth) + ", " + vector(depth) + ")";
            case 2 -> "bottomk" + by + " (" + few(depth) + ", " + vector(depth) + ")";
            case 3 ->
                    "count"
                            + by
                            + " (limitk"
                            + by
                            + " ("
                            + few(depth)
                            + ", "
                            + vector(depth)
                            + "))";
            case 4 -> "quantile" + by + " (" + scalar(depth) + ", " + vector(depth) + ")";
            case 5 ->
                    "count_values"
                            + by
                            + " (\""
                            + random.pick(List.of("v", "job", "inst"))
                            + "\", "
                            + vector(depth)
                            + ")";
            case 6 ->
                    "limit_ratio"
                            + by
                            + " ("
                            + random.pick(List.of("1", "0", "-1", "2"))
                            + ", "
                            + vector(depth)
                            + ")";
            default ->
                    random.oneIn(2)
                            ? random.pick(Vocabulary.AGGREGATIONS) + inner + by
                            : random.pick(Vocabulary.AGGREGATIONS) + by + " " + inner;
        };
    }

    private String few(int depth) {
        return random.oneIn(4) ? scalar(depth) : random.pick(List.of("1", "2", "3", "0", "2.7"));
    }

    private String operator() {
        if (random.oneIn(histograms ? 5 : 40)) {
            return random.pick(Vocabulary.TRIMS);
        }
        if (random.oneIn(2)) {
            return random.pick(Vocabulary.ARITHMETIC);
        }
        return random.pick(Vocabulary.COMPARISONS) + (random.oneIn(2) ? " bool" : "");
    }

    private String fill() {
        return random.oneIn(8)
                ? random.pick(List.of(" fill(0)", " fill_left(1)", " fill_right(23)"))
                : "";
    }

    private String joined(int depth) {
        String matching =
                switch (random.between(1, 4)) {
                    case 1 -> " on (" + labels() + ")";
                    case 2 -> " ignoring (" + labels() + ")";
                    case 3 -> random.oneIn(4) ? " on (__name__, job, inst)" : " on (job, inst)";
                    default -> "";
                };
        return operand(depth) + " " + operator() + matching + fill() + " " + operand(depth);
    }

    private String operand(int depth) {
        return parens(vector(depth));
    }

    /// Many to one, mostly so that it can be.
    private String grouped(int depth) {
        String many = operand(depth);
        String one =
                random.oneIn(4)
                        ? operand(depth)
                        : random.pick(List.of("max", "sum", "count"))
                                + " by (job) "
                                + operand(depth);
        String include = random.pick(List.of("()", "(env)", "(inst, env)", "(__name__)"));
        String on = random.oneIn(5) ? " ignoring (inst, env)" : " on (job)";
        return random.oneIn(2)
                ? many + " " + operator() + on + " group_left " + include + fill() + " " + one
                : one + " " + operator() + on + " group_right " + include + fill() + " " + many;
    }

    private String withScalar(int depth) {
        String operator = operator();
        return random.oneIn(2) || Vocabulary.TRIMS.contains(operator)
                ? operand(depth) + " " + operator + " " + scalar(depth)
                : scalar(depth) + " " + operator + " " + operand(depth);
    }

    private String set(int depth) {
        String matching =
                random.oneIn(2)
                        ? ""
                        : random.pick(List.of(" on (", " ignoring (")) + labels() + ")";
        return operand(depth)
                + " "
                + random.pick(List.of("and", "or", "or", "unless"))
                + matching
                + " "
                + operand(depth);
    }

    private String relabelled(int depth) {
        String target = random.pick(List.of("job", "inst", "new", "__name__"));
        String source = random.pick(List.of("job", "inst", "env", "__name__", "none"));
        if (random.oneIn(3)) {
            return "label_join("
                    + vector(depth)
                    + ", \"%s\", \"-\", \"%s\", \"inst\")".formatted(target, source);
        }
        return "label_replace("
                + vector(depth)
                + ", \"%s\", \"%s\", \"%s\", \"%s\")"
                        .formatted(
                                target,
                                random.pick(Vocabulary.REPLACEMENTS),
                                source,
                                random.pick(Vocabulary.REGEXES));
    }

    private String clamped(int depth) {
        return switch (random.between(1, 4)) {
            case 1 -> "clamp(" + vector(depth) + ", " + scalar(depth) + ", " + scalar(depth) + ")";
            case 2 -> "clamp_min(" + vector(depth) + ", " + scalar(depth) + ")";
            case 3 -> "clamp_max(" + vector(depth) + ", " + scalar(depth) + ")";
            default ->
                    random.oneIn(2)
                            ? "round(" + vector(depth) + ")"
                            : "round(" + vector(depth) + ", " + scalar(depth) + ")";
        };
    }

    private String ofBuckets(int depth) {
        String name = data.named(RandomData.BUCKETS);
        String buckets =
                switch (random.between(1, 5)) {
                    case 1 -> "rate(" + name + "[" + random.pick(Vocabulary.LENGTHS) + "])";
                    case 2 -> "sum by (le) (" + name + ")";
                    case 3 -> name + modifiers();
                    case 4 -> "increase(" + name + "{job=\"a\"}[5m])";
                    default -> vector(depth);
                };
        String q = random.pick(List.of("0.5", "0.9", "0", "1", "-1", "NaN", scalar(depth)));
        return switch (random.between(1, 4)) {
            case 1 -> "histogram_fraction(" + q + ", " + scalar(depth) + ", " + buckets + ")";
            case 2 -> "histogram_quantiles(" + buckets + ", \"q\", 0.25, " + q + ")";
            default -> "histogram_quantile(" + q + ", " + buckets + ")";
        };
    }

    private String ofTime(int depth) {
        return switch (random.between(1, 6)) {
            case 1 -> "timestamp(" + perhapsParens(selector()) + ")";
            case 6 ->
                    "start_timestamp("
                            + (random.oneIn(4) ? vector(depth) : perhapsParens(selector()))
                            + ")";
            case 2 -> "timestamp(" + vector(depth) + ")";
            case 3 -> "vector(" + scalar(depth) + ")";
            case 4 -> random.pick(Vocabulary.OF_DATE) + "(" + vector(depth) + " * 1e5)";
            default -> random.pick(Vocabulary.OF_DATE) + "()";
        };
    }

    /// By `info`, of jobs or of instances.
    private String described(int depth) {
        String of =
                random.oneIn(2)
                        ? vector(depth)
                        : "label_replace("
                                + vector(depth)
                                + ", \"instance\", \"$1\", \"inst\", \"(.*)\")";
        String matchers =
                random.pick(
                        List.of(
                                "",
                                "data=~\".+\"",
                                "data=\"x\"",
                                "data=~\".*\"",
                                "env=\"x\", data!=\"y\"",
                                "none=~\".*\""));
        if (data.suffix().isEmpty() && random.oneIn(2)) {
            return matchers.isEmpty() ? "info(" + of + ")" : "info(" + of + ", {" + matchers + "})";
        }
        List<String> both = RandomData.DESCRIPTIONS.stream().map(data::named).toList();
        String name =
                random.oneIn(3)
                        ? "__name__=~\"" + String.join("|", both) + "\""
                        : "__name__=\"" + random.pick(both) + "\"";
        return "info(" + of + ", {" + name + (matchers.isEmpty() ? "" : ", " + matchers) + "})";
    }

    private String sorted(int depth) {
        return switch (random.between(1, 3)) {
            case 1 -> "sort(" + vector(depth) + ")";
            case 2 -> "sort_desc(" + vector(depth) + ")";
            default ->
                    random.pick(List.of("sort_by_label", "sort_by_label_desc"))
                            + "("
                            + vector(depth)
                            + ", \"inst\""
                            + (random.oneIn(2) ? ", \"job\"" : "")
                            + ")";
        };
    }
}
