package io.tributary.promql.reference;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.promql.ast.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Functions that look at labels only.
final class LabelFunctions {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)}|(\\$))");

    private static final Pattern RUNS = Pattern.compile("\\d+|\\D+");

    /// Longer ones are no 64-bit integers, and are compared as texts.
    private static final int DIGITS_MAX = 18;

    private LabelFunctions() {}

    static List<Series> apply(String name, List<Expr> arguments, List<Series> input) {
        List<String> texts = texts(arguments);
        String target = texts.getFirst();
        List<Series> results = new ArrayList<>();
        for (Series series : input) {
            Labels labels =
                    name.equals("label_join")
                            ? joined(series.labels(), texts)
                            : replaced(series.labels(), texts);
            boolean kept =
                    target.equals(Label.METRIC_NAME)
                            && (name.equals("label_join") || matches(series.labels(), texts));
            results.add(new Series(labels, series.dropName() && !kept, series.points()));
        }
        return results;
    }

    private static List<String> texts(List<Expr> arguments) {
        return arguments.stream().skip(1).map(Trees::text).toList();
    }

    private static boolean matches(Labels labels, List<String> texts) {
        return matcher(labels, texts).matches();
    }

    private static Matcher matcher(Labels labels, List<String> texts) {
        return Pattern.compile(texts.get(3), Pattern.DOTALL).matcher(labels.value(texts.get(2)));
    }

    private static Labels replaced(Labels labels, List<String> texts) {
        Matcher matcher = matcher(labels, texts);
        if (!matcher.matches()) {
            return labels;
        }
        String value =
                REFERENCE
                        .matcher(texts.get(1))
                        .replaceAll(r -> Matcher.quoteReplacement(expansion(matcher, r.group())));
        return labels.toBuilder().set(texts.getFirst(), value).build();
    }

    /// Of `$1`, `${name}`, `$$`; what is no group is empty.
    private static String expansion(Matcher matcher, String reference) {
        if (reference.equals("$$")) {
            return "$";
        }
        String group = reference.replaceAll("[${}]", "");
        try {
            String found =
                    group.chars().allMatch(Character::isDigit)
                            ? matcher.group(Integer.parseInt(group))
                            : matcher.group(group);
            return String.valueOf(found).equals("null") ? "" : found;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "";
        }
    }

    private static Labels joined(Labels labels, List<String> texts) {
        String value =
                texts.stream().skip(2).map(labels::value).collect(Collectors.joining(texts.get(1)));
        return labels.toBuilder().set(texts.getFirst(), value).build();
    }

    /// `sort_by_label`: numbers in the labels by their size; all labels where these are equal.
    static List<Sample> sorted(String name, List<Expr> arguments, List<Sample> vector) {
        Comparator<Sample> order = (_, _) -> 0;
        for (String label : texts(arguments)) {
            order = order.thenComparing(s -> s.labels().value(label), LabelFunctions::natural);
        }
        order = order.thenComparing(Sample::labels);
        return vector.stream().sorted(name.endsWith("_desc") ? order.reversed() : order).toList();
    }

    /// An empty value is before and behind all others, as one looks at it.
    private static int natural(String left, String right) {
        if (left.isEmpty() != right.isEmpty()) {
            throw Refusal.open("the order of series with and without a label");
        }
        List<String> lefts = RUNS.matcher(left).results().map(r -> r.group()).toList();
        List<String> rights = RUNS.matcher(right).results().map(r -> r.group()).toList();
        for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
            boolean numbers = isNumber(lefts.get(i)) && isNumber(rights.get(i));
            int order =
                    numbers
                            ? Long.compare(
                                    Long.parseLong(lefts.get(i)), Long.parseLong(rights.get(i)))
                            : lefts.get(i).compareTo(rights.get(i));
            if (order != 0) {
                return order;
            }
        }
        return lefts.size() - rights.size();
    }

    private static boolean isNumber(String run) {
        return Character.isDigit(run.charAt(0)) && run.length() <= DIGITS_MAX;
    }
}
