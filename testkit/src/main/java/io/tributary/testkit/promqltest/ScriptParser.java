package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.SampleValue.Written;
import io.tributary.testkit.promqltest.Script.Command;
import io.tributary.testkit.promqltest.ScriptTarget.LoadedPoint;
import io.tributary.testkit.promqltest.ScriptTarget.LoadedSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Splits a script into commands; an empty line or a comment ends the lines of a command.
final class ScriptParser {
    private final String name;
    private final List<String> lines;
    private int next;

    ScriptParser(String name, String text) {
        this.name = name;
        this.lines =
                text.lines()
                        .map(String::strip)
                        .map(line -> line.startsWith("#") ? "" : line)
                        .toList();
    }

    Script parse() {
        List<Command> commands = new ArrayList<>();
        while (next < lines.size()) {
            int line = next + 1;
            String text = lines.get(next++);
            if (text.isEmpty()) {
                continue;
            }
            try {
                commands.add(command(line, text));
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ":" + next + ": " + e.getMessage(), e);
            }
        }
        return new Script(name, commands);
    }

    private Command command(int line, String text) {
        String word = text.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        if (word.equals("clear")) {
            return new Script.Clear(line);
        }
        if (word.equals("load") || word.equals("load_with_nhcb")) {
            return load(line, text, word.equals("load_with_nhcb"));
        }
        if (word.startsWith("eval")) {
            EvalParser eval = new EvalParser(line, text);
            while (hasBodyLine() && eval.add(lines.get(next))) {
                next++;
            }
            return eval.finish();
        }
        throw new IllegalArgumentException("no command is called " + word);
    }

    private boolean hasBodyLine() {
        return next < lines.size() && !lines.get(next).isEmpty();
    }

    private Script.Load load(int line, String text, boolean withNative) {
        String[] words = text.split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("want: load[_with_nhcb] <step>");
        }
        long step = DurationText.parse(words[1]);
        Map<LabelSet, LoadedSeries> series = new LinkedHashMap<>();
        while (hasBodyLine()) {
            LoadedSeries one = series(step);
            series.put(one.labels(), one);
        }
        List<LoadedSeries> all = new ArrayList<>(series.values());
        if (withNative) {
            all.addAll(ClassicBuckets.toNative(series.values()));
        }
        return new Script.Load(line, all);
    }

    /// One series: its line of points, and before it perhaps one of start times.
    private LoadedSeries series(long step) {
        TextCursor cursor = new TextCursor(lines.get(next++));
        LabelSet labels = cursor.metric();
        if (!cursor.accept("@st")) {
            return new LoadedSeries(labels, points(step, PointSequence.values(cursor), List.of()));
        }
        List<Optional<Long>> starts = PointSequence.startOffsets(cursor);
        if (!hasBodyLine()) {
            throw new IllegalArgumentException("no line of samples after an @st line");
        }
        TextCursor samples = new TextCursor(lines.get(next++));
        if (!samples.metric().equals(labels)) {
            throw samples.wrong("want the series of the @st line above");
        }
        List<Optional<Written>> values = PointSequence.values(samples);
        if (values.size() != starts.size()) {
            throw samples.wrong(
                    values.size() + " samples, but " + starts.size() + " start times above");
        }
        return new LoadedSeries(labels, points(step, values, starts));
    }

    private static List<LoadedPoint> points(
            long step, List<Optional<Written>> values, List<Optional<Long>> starts) {
        List<LoadedPoint> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            long t = i * step;
            Optional<Long> start = starts.isEmpty() ? Optional.empty() : starts.get(i);
            long startMillis = start.map(offset -> t + offset).orElse(0L);
            values.get(i).ifPresent(v -> points.add(new LoadedPoint(t, startMillis, v)));
        }
        return points;
    }
}
