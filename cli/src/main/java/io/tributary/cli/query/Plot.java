package io.tributary.cli.query;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// A span drawn with characters: values upwards, time to the right, a line a series.
///
/// With colours, or with one series alone, lines are drawn in braille dots. Several series without
/// colours are told apart by a symbol each, one a character.
final class Plot {
    /// Lines in one picture; more cannot be told apart.
    static final int SERIES_MAX = 8;

    private static final int ROWS = 16;
    private static final int STEPS = 4;
    private static final int COLUMNS_MIN = 40;
    private static final int COLUMNS_PER_MARK = 16;
    private static final String SYMBOLS = "●■▲◆○□△◇";
    private static final int[] COLOURS = {34, 33, 32, 31, 35, 36, 94, 92};
    private static final double DAY_SECONDS = 86_400;

    /// A gap of more than so many usual steps is left open.
    private static final double GAP_STEPS = 1.5;

    private final int columns;
    private final boolean colours;
    private final ZoneId zone;

    /// A picture that is `columns` wide, margins and all.
    Plot(int columns, boolean colours, ZoneId zone) {
        this.columns = Math.max(columns, COLUMNS_MIN);
        this.colours = colours;
        this.zone = zone;
    }

    String text(Answer answer) {
        List<Answer.Series> all = answer.series();
        List<Answer.Series> drawn = all.subList(0, Math.min(all.size(), SERIES_MAX));
        double[] values =
                drawn.stream().flatMapToDouble(Plot::values).filter(Double::isFinite).toArray();
        if (values.length == 0) {
            return "nothing to draw: no series with floats\n";
        }
        double[] times =
                drawn.stream()
                        .flatMapToDouble(
                                one -> one.points().stream().mapToDouble(Answer.Point::time))
                        .toArray();
        Ticks ticks =
                Ticks.of(
                        DoubleStream.of(values).min().orElse(0),
                        DoubleStream.of(values).max().orElse(0),
                        STEPS);
        List<String> labels = ticks.labels();
        int margin = labels.stream().mapToInt(String::length).max().orElse(0);
        int width = columns - margin - 2;
        Frame frame =
                new Frame(
                        DoubleStream.of(times).min().orElse(0),
                        DoubleStream.of(times).max().orElse(0),
                        ticks,
                        width);
        Canvas canvas = new Canvas(width, ROWS);
        for (int i = 0; i < drawn.size(); i++) {
            draw(canvas, frame, drawn.get(i), i);
        }
        StringBuilder text = new StringBuilder();
        appendRows(text, canvas, frame, labels, margin, drawn.size() == 1);
        appendTimes(text, frame, margin);
        appendLegend(text, drawn, all.size() - drawn.size());
        return text.toString();
    }

    /// What stands where.
    private record Frame(double from, double to, Ticks ticks, int width) {
        int x(double time) {
            double part = to == from ? 0 : (time - from) / (to - from);
            return (int) Math.round(part * (width * Canvas.DOTS_ACROSS - 1));
        }

        int y(double value) {
            double part = (value - ticks.low()) / (ticks.high() - ticks.low());
            return (int) Math.round((1 - part) * (ROWS * Canvas.DOTS_DOWN - 1));
        }
    }

    private static DoubleStream values(Answer.Series series) {
        return series.points().stream().mapToDouble(Answer.Point::number);
    }

    private static void draw(Canvas canvas, Frame frame, Answer.Series series, int owner) {
        List<Answer.Point> points =
                series.points().stream().filter(point -> Double.isFinite(point.number())).toList();
        double step = smallestStep(points);
        for (int i = 0; i < points.size(); i++) {
            Answer.Point to = points.get(i);
            Answer.Point from = i == 0 ? to : points.get(i - 1);
            if (to.time() - from.time() > GAP_STEPS * step) {
                from = to;
            }
            canvas.line(
                    frame.x(from.time()),
                    frame.y(from.number()),
                    frame.x(to.time()),
                    frame.y(to.number()),
                    owner);
        }
    }

    private static double smallestStep(List<Answer.Point> points) {
        double step = Double.MAX_VALUE;
        for (int i = 1; i < points.size(); i++) {
            step = Math.min(step, points.get(i).time() - points.get(i - 1).time());
        }
        return step;
    }

    private void appendRows(
            StringBuilder text,
            Canvas canvas,
            Frame frame,
            List<String> labels,
            int margin,
            boolean single) {
        String[] labelByRow = new String[ROWS];
        for (int i = 0; i < labels.size(); i++) {
            double value = frame.ticks.low() + i * frame.ticks.step();
            labelByRow[frame.y(value) / Canvas.DOTS_DOWN] = labels.get(i);
        }
        for (int row = 0; row < ROWS; row++) {
            String label = labelByRow[row];
            StringBuilder line = new StringBuilder();
            line.append(" ".repeat(margin - (label == null ? 0 : label.length())))
                    .append(label == null ? "" : label)
                    .append(label == null ? " │" : " ┤");
            for (int column = 0; column < frame.width; column++) {
                appendCell(line, canvas, column, row, single);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private void appendCell(
            StringBuilder line, Canvas canvas, int column, int row, boolean single) {
        int owner = canvas.owner(column, row);
        if (owner == Canvas.NOBODY) {
            line.append(' ');
        } else if (colours) {
            line.append(coloured(Character.toString(canvas.braille(column, row)), owner));
        } else {
            line.append(single ? canvas.braille(column, row) : SYMBOLS.charAt(owner));
        }
    }

    private void appendTimes(StringBuilder text, Frame frame, int margin) {
        boolean days = frame.to - frame.from > DAY_SECONDS;
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(days ? "MM-dd HH:mm" : "HH:mm:ss", Locale.ROOT);
        StringBuilder axis = new StringBuilder(" ".repeat(margin + 1)).append('└');
        StringBuilder marks = new StringBuilder(" ".repeat(margin + 2));
        for (int column = 0; column < frame.width; column++) {
            axis.append(column % COLUMNS_PER_MARK == 0 ? '┬' : '─');
        }
        for (int column = 0; column < frame.width; column += COLUMNS_PER_MARK) {
            double time = frame.from + (frame.to - frame.from) * column / frame.width;
            Instant instant = Instant.ofEpochMilli(Math.round(time * 1000));
            String mark = format.format(instant.atZone(zone));
            if (column + mark.length() <= frame.width) {
                marks.append(mark).append(" ".repeat(COLUMNS_PER_MARK - mark.length()));
            }
        }
        text.append(axis).append('\n').append(marks.toString().stripTrailing()).append('\n');
    }

    private void appendLegend(StringBuilder text, List<Answer.Series> drawn, int left) {
        SeriesNames names = SeriesNames.of(drawn);
        if (!names.common().isEmpty()) {
            text.append("  ").append(names.common()).append('\n');
        }
        for (int i = 0; i < drawn.size(); i++) {
            String symbol = Character.toString(SYMBOLS.charAt(i));
            text.append("  ").append(colours ? coloured(symbol, i) : symbol);
            text.append(' ').append(names.names().get(i)).append('\n');
        }
        if (left > 0) {
            text.append("  ").append(left).append(" more series are not drawn\n");
        }
    }

    private static String coloured(String text, int owner) {
        return "\u001b[" + COLOURS[owner] + "m" + text + "\u001b[0m";
    }
}
