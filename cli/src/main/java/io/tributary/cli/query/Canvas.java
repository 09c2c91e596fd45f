package io.tributary.cli.query;

import java.util.Arrays;

/// Dots on a grid of characters, two by four in each, as braille has them.
///
/// ```
/// dots of a character    1 4      bits  0 3
///                        2 5            1 4
///                        3 6            2 5
///                        7 8            6 7
/// ```
final class Canvas {
    static final int DOTS_ACROSS = 2;
    static final int DOTS_DOWN = 4;

    /// Of a cell that nobody has drawn in.
    static final int NOBODY = -1;

    private static final char BLANK = '\u2800';
    private static final int[][] BITS = {{0, 1, 2, 6}, {3, 4, 5, 7}};

    private final int columns;
    private final int[] dots;
    private final int[] owners;

    Canvas(int columns, int rows) {
        this.columns = columns;
        this.dots = new int[columns * rows];
        this.owners = new int[columns * rows];
        Arrays.fill(owners, NOBODY);
    }

    /// Draws a line between two dots, both included; `y` counts from the top.
    void line(int fromX, int fromY, int toX, int toY, int owner) {
        int steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
        for (int i = 0; i <= steps; i++) {
            double part = steps == 0 ? 0 : (double) i / steps;
            dot(
                    (int) Math.round(fromX + part * (toX - fromX)),
                    (int) Math.round(fromY + part * (toY - fromY)),
                    owner);
        }
    }

    /// Who drew last in a cell, or {@link #NOBODY}.
    int owner(int column, int row) {
        return owners[row * columns + column];
    }

    /// The dots of a cell as a character.
    char braille(int column, int row) {
        return (char) (BLANK + dots[row * columns + column]);
    }

    private void dot(int x, int y, int owner) {
        int cell = y / DOTS_DOWN * columns + x / DOTS_ACROSS;
        dots[cell] |= 1 << BITS[x % DOTS_ACROSS][y % DOTS_DOWN];
        owners[cell] = owner;
    }
}
