package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.SampleValue.Written;
import io.tributary.testkit.promqltest.Script.Annotations;
import io.tributary.testkit.promqltest.Script.Eval;
import io.tributary.testkit.promqltest.Script.Expectation;
import io.tributary.testkit.promqltest.Script.Matching;
import io.tributary.testkit.promqltest.Script.Result;
import io.tributary.testkit.promqltest.Script.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One `eval` block: its first line, then line by line what is expected.
final class EvalParser {
    private static final String RANGE_VECTOR = "expect range vector ";
    private static final String STRING = "expect string ";
    private static final String OLD_FAIL_MESSAGE = "expected_fail_message";
    private static final String OLD_FAIL_REGEX = "expected_fail_regexp";

    private final int line;
    private final String expression;
    private final Map<LabelSet, List<Optional<Written>>> series = new LinkedHashMap<>();
    private final List<Matching> warnings = new ArrayList<>();
    private final List<Matching> infos = new ArrayList<>();
    private Times times;
    private Annotations warningRule = new Annotations.Any();
    private Annotations infoRule = new Annotations.Any();
    private Optional<Matching> fail = Optional.empty();
    private Optional<Double> number = Optional.empty();
    private Optional<String> string = Optional.empty();
    private boolean ordered;
    private boolean complete;

    EvalParser(int line, String text) {
        this.line = line;
        String[] words = text.split("\\s+", 2);
        olderForm(words[0]);
        String rest = words.length == 2 ? words[1] : "";
        if (rest.startsWith("instant")) {
            String[] parts = split(rest, 4, "instant", "at");
            times = new Times.Instant(DurationText.parse(parts[2]), Optional.empty());
            expression = parts[3];
        } else {
            String[] parts = split(rest, 8, "range", "from", "", "to", "", "step");
            times = range(parts[2], parts[4], parts[6]);
            expression = parts[7];
        }
    }

    private void olderForm(String word) {
        switch (word) {
            case "eval" -> {}
            case "eval_fail" -> fail = Optional.of(new Matching.Anything());
            case "eval_warn" -> warningRule = new Annotations.Some();
            case "eval_info" -> infoRule = new Annotations.Some();
            case "eval_ordered" -> ordered = true;
            default -> throw new IllegalArgumentException("no command is called " + word);
        }
    }

    /// Words of a line, the last being all that is left; an empty wanted word may be anything.
    private static String[] split(String text, int count, String... wanted) {
        String[] words = text.split("\\s+", count);
        boolean fits = words.length == count;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = wanted[i].isEmpty() || wanted[i].equals(words[i]);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "want: instant at <t> <query>, or: range from <t> to <t> step <d> <query>");
        }
        return words;
    }

    private static Times.Range range(String from, String to, String step) {
        Times.Range range =
                new Times.Range(
                        DurationText.parse(from), DurationText.parse(to), DurationText.parse(step));
        if (range.endMillis() < range.startMillis()) {
            throw new IllegalArgumentException("end " + to + " is before start " + from);
        }
        return range;
    }

    /// Takes the next line of the block; false where the block ended before it.
    boolean add(String text) {
        if (complete) {
            return false;
        }
        if (fail.isPresent() && text.startsWith(OLD_FAIL_MESSAGE)) {
            fail = Optional.of(new Matching.Message(after(text, OLD_FAIL_MESSAGE)));
            complete = true;
        } else if (fail.isPresent() && text.startsWith(OLD_FAIL_REGEX)) {
            fail = Optional.of(regex(after(text, OLD_FAIL_REGEX)));
            complete = true;
        } else if (text.startsWith(RANGE_VECTOR)) {
            rangeVector(after(text, RANGE_VECTOR));
        } else if (text.startsWith(STRING)) {
            string = Optional.of(string(after(text, STRING)));
        } else if (text.split("\\s", 2)[0].equals("expect")) {
            expect(after(text, "expect"));
        } else if (isNumber(text)) {
            number = Optional.of(new TextCursor(text).number());
            complete = true;
        } else {
            series(text);
        }
        return true;
    }

    private static String after(String text, String prefix) {
        return text.substring(prefix.length()).strip();
    }

    private static Matching regex(String pattern) {
        return new Matching.Regex(Pattern.compile(pattern));
    }

    private void rangeVector(String text) {
        String[] words = text.split("\\s+", -1);
        if (words.length != 6 || !(times instanceof Times.Instant)) {
            throw new IllegalArgumentException(
                    "want, after an instant: " + RANGE_VECTOR + "from <t> to <t> step <d>");
        }
        Times.Range range = range(words[1], words[3], words[5]);
        times = new Times.Instant(range.endMillis(), Optional.of(range));
    }

    private static String string(String text) {
        TextCursor cursor = new TextCursor(text);
        if (cursor.peek() != '"' && cursor.peek() != '`') {
            throw cursor.wrong("want a string in double or back quotes");
        }
        String value = cursor.quoted();
        if (!cursor.atEnd()) {
            throw cursor.wrong("want nothing after the string");
        }
        return value;
    }

    private void expect(String text) {
        String[] words = text.split("\\s+", 2);
        Matching matching = words.length == 1 ? new Matching.Anything() : matching(words[1]);
        switch (words[0]) {
            case "ordered" -> ordered = true;
            case "fail" -> {
                if (fail.isPresent()) {
                    throw new IllegalArgumentException("fail is expected twice");
                }
                fail = Optional.of(matching);
            }
            case "warn" -> warnings.add(matching);
            case "info" -> infos.add(matching);
            case "no_warn" -> warningRule = new Annotations.None();
            case "no_info" -> infoRule = new Annotations.None();
            default -> throw new IllegalArgumentException("nothing to expect is called " + text);
        }
    }

    private static Matching matching(String text) {
        if (text.startsWith("msg:")) {
            return new Matching.Message(after(text, "msg:"));
        }
        if (text.startsWith("regex:")) {
            return regex(after(text, "regex:"));
        }
        throw new IllegalArgumentException("want msg: or regex: and not " + text);
    }

    private static boolean isNumber(String text) {
        TextCursor cursor = new TextCursor(text);
        try {
            cursor.number();
            return cursor.atEnd();
        } catch (IllegalArgumentException e) {
            return false; // then it is a series
        }
    }

    private void series(String text) {
        TextCursor cursor = new TextCursor(text);
        LabelSet labels = cursor.metric();
        List<Optional<Written>> values = PointSequence.values(cursor);
        boolean oneValue = times instanceof Times.Instant(_, var range) && range.isEmpty();
        if (oneValue && values.size() != 1) {
            throw cursor.wrong("want one value at one time, or " + RANGE_VECTOR + "before it");
        }
        series.put(labels, values);
    }

    Eval finish() {
        if (number.isPresent() && !series.isEmpty()) {
            throw new IllegalArgumentException("a scalar and series are expected at once");
        }
        Expectation expectation =
                new Expectation(
                        ordered,
                        fail,
                        rule(warningRule, warnings),
                        rule(infoRule, infos),
                        result());
        return new Eval(line, expression, times, expectation);
    }

    private static Annotations rule(Annotations rule, List<Matching> wanted) {
        if (wanted.isEmpty()) {
            return rule;
        }
        if (rule instanceof Annotations.None) {
            throw new IllegalArgumentException("annotations are both expected and excluded");
        }
        return new Annotations.Exactly(wanted);
    }

    private Result result() {
        if (string.isPresent()) {
            return new Result.Text(string.get());
        }
        return number.<Result>map(Result.Real::new).orElseGet(() -> new Result.SeriesSet(series));
    }
}
