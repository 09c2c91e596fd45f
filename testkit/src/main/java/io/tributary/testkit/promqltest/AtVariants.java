package io.tributary.testkit.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes `@ <time>` after each selector and subquery of an expression that has none, which pins
/// its answer: it must then be the same whenever it is evaluated.
///
/// As upstream's test does: nothing is written inside a subquery (pinning that is enough), `@
/// start()` and `@ end()` become the time, and an expression that calls a function whose answer
/// depends on the evaluation's time has no variants.
///
/// Works on the text, not on a tree: operands (selector, call, parenthesis, number, string) are
/// recognised with the modifiers that follow them; operators between operands are stepped over, for
/// modifiers bind tighter than any of them. Valid expressions only.
final class AtVariants {
    /// An expression to evaluate at a time.
    record Variant(String expression, long tMillis) {}

    /// Functions whose answer follows the evaluation's time, or the time of the samples they get.
    private static final Set<String> TIME_FUNCTIONS =
            Set.of(
                    "day_of_month",
                    "day_of_week",
                    "day_of_year",
                    "days_in_month",
                    "end",
                    "hour",
                    "minute",
                    "month",
                    "predict_linear",
                    "range",
                    "start",
                    "step",
                    "time",
                    "timestamp",
                    "year");

    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "atan2", "bool");
    private static final Set<String> GROUPINGS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> NUMBERS = Set.of("inf", "nan");

    /// Put `text` in place of what stands from `start` until `end`.
    private record Edit(int start, int end, String text) {}

    private final String expression;
    private final TextCursor cursor;
    private final String pin;
    private final List<Edit> edits = new ArrayList<>();
    private boolean dependsOnTime;

    private AtVariants(String expression, long tMillis) {
        this.expression = expression;
        this.cursor = new TextCursor(expression);
        this.pin = "@ %d.%03d".formatted(tMillis / 1000, tMillis % 1000);
    }

    /// The pinned expression at several times; none if it has no pinned form.
    ///
    /// @param tMillis not negative
    static List<Variant> of(String expression, long tMillis) {
        AtVariants variants = new AtVariants(expression, tMillis);
        variants.list();
        if (variants.dependsOnTime) {
            return List.of();
        }
        String pinned = variants.apply();
        List<Long> times =
                tMillis == 0
                        ? List.of(-1000L, 0L, 1000L)
                        : List.of(-10 * tMillis, 0L, tMillis / 5, tMillis, 10 * tMillis);
        return times.stream().map(t -> new Variant(pinned, t)).toList();
    }

    private String apply() {
        StringBuilder text = new StringBuilder(expression);
        for (int i = edits.size() - 1; i >= 0; i--) {
            text.replace(edits.get(i).start, edits.get(i).end, edits.get(i).text);
        }
        return text.toString();
    }

    /// Expressions with commas between, until a closing parenthesis or the end.
    private void list() {
        cursor.skipSpace();
        while (!cursor.atEnd() && cursor.peek() != ')') {
            operandOrOperator();
            cursor.skipSpace();
        }
    }

    private void operandOrOperator() {
        int firstEdit = edits.size();
        boolean dependedBefore = dependsOnTime;
        if (cursor.atIdentifier()) {
            if (!word()) {
                return;
            }
        } else if (cursor.peek() == '{') {
            balanced();
            modifiers(firstEdit, dependedBefore, true);
            return;
        } else if (cursor.atQuote()) {
            cursor.quoted();
        } else if (TextCursor.isDigit(cursor.peek()) || cursor.peek() == '.') {
            number();
        } else if (cursor.peek() == '(') {
            parenthesis();
        } else {
            cursor.next();
            return;
        }
        modifiers(firstEdit, dependedBefore, false);
    }

    /// What begins with a name; false if it needs no look at modifiers any more.
    private boolean word() {
        int firstEdit = edits.size();
        boolean dependedBefore = dependsOnTime;
        String name = cursor.identifier();
        String lower = name.toLowerCase(Locale.ROOT);
        cursor.skipSpace();
        if (OPERATORS.contains(lower)) {
            return false;
        }
        if (GROUPINGS.contains(lower)) {
            grouping();
            return false;
        }
        boolean aggregation = acceptGrouping();
        if (cursor.peek() == '(') {
            dependsOnTime |= !aggregation && TIME_FUNCTIONS.contains(lower);
            parenthesis();
            acceptGrouping();
            return true;
        }
        if (NUMBERS.contains(lower)) {
            return true;
        }
        if (cursor.peek() == '{') {
            balanced();
        }
        modifiers(firstEdit, dependedBefore, true);
        return false;
    }

    /// Steps over `by (…)` or `without (…)`.
    private boolean acceptGrouping() {
        TextCursor ahead = new TextCursor(cursor.rest());
        ahead.skipSpace();
        if (!ahead.atIdentifier()
                || !Set.of("by", "without").contains(ahead.identifier().toLowerCase(Locale.ROOT))) {
            return false;
        }
        cursor.moveTo(cursor.position() + ahead.position());
        grouping();
        return true;
    }

    private void grouping() {
        cursor.skipSpace();
        if (cursor.peek() == '(') {
            balanced();
            cursor.skipSpace();
        }
    }

    private void parenthesis() {
        cursor.expect("(");
        list();
        cursor.expect(")");
    }

    /// The modifiers after an operand. A subquery takes back what was found within it.
    ///
    /// @param pinnable whether the operand is a selector
    private void modifiers(int firstEdit, boolean dependedBefore, boolean pinnable) {
        boolean canPin = pinnable;
        boolean pinned = false;
        int pinAt = endOfText();
        while (true) {
            int before = cursor.position();
            cursor.skipSpace();
            if (cursor.peek() == '[') {
                if (balanced().contains(":")) {
                    edits.subList(firstEdit, edits.size()).clear();
                    dependsOnTime = dependedBefore;
                    canPin = true;
                    pinned = false;
                }
                pinAt = cursor.position();
            } else if (cursor.peek() == '@') {
                at();
                pinned = true;
            } else if (!acceptModifier()) {
                cursor.moveTo(before);
                break;
            }
        }
        if (canPin && !pinned) {
            edits.add(new Edit(pinAt, pinAt, " " + pin));
            edits.sort((a, b) -> Integer.compare(a.start, b.start));
        }
    }

    /// Where the text before the cursor ends, without the white space.
    private int endOfText() {
        int end = cursor.position();
        while (end > 0 && Character.isWhitespace(expression.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private void at() {
        int start = cursor.position();
        cursor.expect("@");
        cursor.skipSpace();
        if (cursor.atIdentifier() && !isNumberWord()) {
            cursor.identifier();
            cursor.skipSpace();
            balanced();
            edits.add(new Edit(start, cursor.position(), pin));
        } else {
            signedNumber();
        }
    }

    private boolean isNumberWord() {
        return NUMBERS.contains(
                new TextCursor(cursor.rest()).identifier().toLowerCase(Locale.ROOT));
    }

    private boolean acceptModifier() {
        if (!cursor.atIdentifier()) {
            return false;
        }
        int before = cursor.position();
        switch (cursor.identifier().toLowerCase(Locale.ROOT)) {
            case "anchored", "smoothed" -> {}
            case "offset" -> {
                cursor.skipSpace();
                signedNumber();
            }
            default -> {
                cursor.moveTo(before);
                return false;
            }
        }
        return true;
    }

    /// A number, a duration, a call such as `step()`, or a parenthesis; with a sign or without.
    private void signedNumber() {
        if (cursor.peek() == '-' || cursor.peek() == '+') {
            cursor.next();
            cursor.skipSpace();
        }
        if (cursor.peek() == '(') {
            balanced();
        } else if (cursor.atIdentifier()) {
            cursor.identifier();
            cursor.skipSpace();
            if (cursor.peek() == '(') {
                balanced();
            }
        } else {
            number();
        }
    }

    /// Digits, units and exponents: `1h30m`, `0x1f`, `1.5e-3`.
    private void number() {
        char previous = 0;
        while (Character.isLetterOrDigit(cursor.peek())
                || cursor.peek() == '.'
                || cursor.peek() == '_'
                || ((previous == 'e' || previous == 'E')
                        && (cursor.peek() == '-' || cursor.peek() == '+'))) {
            previous = cursor.next();
        }
    }

    /// Steps over brackets and all within them, strings whole; returns what was between.
    private String balanced() {
        int start = cursor.position() + 1;
        int depth = 0;
        do {
            if (cursor.atEnd()) {
                throw cursor.wrong("a bracket does not end");
            }
            if (cursor.atQuote()) {
                cursor.quoted();
                continue;
            }
            char c = cursor.next();
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
        } while (depth > 0);
        return expression.substring(start, cursor.position() - 1);
    }
}
