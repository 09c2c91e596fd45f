package io.tributary.promql.engine.functions;

import io.tributary.model.Utf8Order;
import java.util.ArrayList;
import java.util.List;

/// Orders texts as people do, by runs of digits and runs of other characters: `disk9` before
/// `disk10`.
final class NaturalOrder {
    /// Digits a run may have to be compared as a number.
    private static final int DIGITS_MAX = 18;

    private NaturalOrder() {}

    static int compare(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        List<String> leftRuns = runs(left);
        List<String> rightRuns = runs(right);
        int shared = Math.min(leftRuns.size(), rightRuns.size());
        for (int i = 0; i < shared; i++) {
            int order = compareRuns(leftRuns.get(i), rightRuns.get(i));
            if (order != 0) {
                return order;
            }
        }
        return leftRuns.size() - rightRuns.size();
    }

    private static int compareRuns(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        return Utf8Order.compare(left, right);
    }

    private static boolean isNumber(String run) {
        return !run.isEmpty() && isDigit(run.charAt(0)) && run.length() <= DIGITS_MAX;
    }

    private static List<String> runs(String text) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || isDigit(text.charAt(i)) != isDigit(text.charAt(i - 1))) {
                runs.add(text.substring(start, i));
                start = i;
            }
        }
        return runs;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
