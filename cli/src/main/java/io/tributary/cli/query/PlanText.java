package io.tributary.cli.query;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a query would do, as an indented tree: an operator a line, below it what it selects, then
/// what it takes its input from.
///
/// ```
/// sum by (job): fold, 61 steps, 1 series, 568 bytes
///   rate: stream, 61 steps, 2 series, 568 bytes, ahead
///     m[5m]: stream, 61 steps, 2 series, 568 bytes
///       selects {__name__="m"}: 2 series, samples after 2023-11-14T21:08:20Z up to 2023-11-14T22:13:20Z
/// estimated memory: 3530 bytes of 67108864, 850 of them for the series selected; all steps at once
/// ```
final class PlanText {
    private static final String INDENT = "  ";

    private PlanText() {}

    /// Of an answer's `data`.
    static String of(Json plan) throws JsonException {
        StringBuilder text = new StringBuilder();
        append(plan, 0, text);
        if (plan.has("memory")) {
            line(0, memory(plan.member("memory")), text);
        }
        return text.toString();
    }

    /// An older server tells nothing of it.
    private static String memory(Json memory) throws JsonException {
        String slices = memory.member("slices").plain();
        String how =
                switch (slices) {
                    case "0" -> "it would be refused";
                    case "1" -> "all steps at once";
                    default -> "in " + slices + " slices of steps";
                };
        return "estimated memory: %s%s of %s, %s of them for the series selected; %s"
                .formatted(
                        memory.member("atLeast").plain().equals("true") ? "at least " : "",
                        number(memory.member("neededBytes"), "byte", "bytes"),
                        memory.member("limitBytes").plain(),
                        memory.member("selectedBytes").plain(),
                        how);
    }

    private static void append(Json node, int depth, StringBuilder text) throws JsonException {
        line(depth, SeriesNames.clean(node.member("name").plain()) + ": " + facts(node), text);
        if (node.has("selects")) {
            line(depth + 1, selects(node.member("selects")), text);
        }
        for (Json input : node.member("inputs").list()) {
            append(input, depth + 1, text);
        }
    }

    private static String facts(Json node) throws JsonException {
        List<String> facts = new ArrayList<>();
        facts.add(node.member("kind").plain());
        facts.add(number(node.member("steps"), "step", "steps"));
        facts.add(
                node.has("series")
                        ? number(node.member("series"), "series", "series")
                        : "series known from samples only");
        if (node.has("bytes")) {
            facts.add(number(node.member("bytes"), "byte", "bytes"));
        }
        if (node.member("ahead").plain().equals("true")) {
            facts.add("ahead");
        }
        return String.join(", ", facts);
    }

    private static String selects(Json selects) throws JsonException {
        StringBuilder text = new StringBuilder("selects ");
        text.append(SeriesNames.clean(selects.member("matchers").plain())).append(": ");
        if (selects.member("counted").plain().equals("true")) {
            return text.append(number(selects.member("series"), "group", "groups"))
                    .append(", counted from the index without samples")
                    .toString();
        }
        text.append(number(selects.member("series"), "series", "series"));
        text.append(", samples after ").append(time(selects.member("after")));
        text.append(" up to ").append(time(selects.member("to")));
        if (!selects.member("readers").plain().equals("1")) {
            text.append(", read once for ").append(selects.member("readers").plain());
        }
        return text.toString();
    }

    private static String number(Json number, String one, String many) throws JsonException {
        String plain = number.plain();
        return plain + " " + (plain.equals("1") ? one : many);
    }

    private static Instant time(Json seconds) throws JsonException {
        try {
            return Instant.ofEpochMilli(
                    new BigDecimal(seconds.plain()).movePointRight(3).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new JsonException("no time: " + seconds.plain());
        }
    }

    private static void line(int depth, String line, StringBuilder text) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
    }
}
