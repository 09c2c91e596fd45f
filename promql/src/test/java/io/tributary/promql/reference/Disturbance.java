package io.tributary.promql.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What no answer may depend on: the order of series where none is promised, and the last bits of
/// numbers that are rounded anyway.
///
/// An answer that changes when these are disturbed is upstream's to change at any time: it cannot
/// be compared. Numbers that any order of additions gives exactly (few binary digits) are left
/// alone.
interface Disturbance {
    /// Makes seeds in a row unlike, which `Random` does not.
    long SCRAMBLE = 0x9e3779b97f4a7c15L;

    double number(double number);

    <T> List<T> order(List<T> list);

    static Disturbance none() {
        return new Disturbance() {
            @Override
            public double number(double number) {
                return number;
            }

            @Override
            public <T> List<T> order(List<T> list) {
                return list;
            }
        };
    }

    static Disturbance seeded(long seed) {
        Random random = new Random(seed * SCRAMBLE);
        return new Disturbance() {
            @Override
            public double number(double number) {
                return isShort(number) || Double.isNaN(number) || Double.isInfinite(number)
                        ? number
                        : number * (1 + (random.nextInt(65) - 32) * 0x1p-52);
            }

            @Override
            public <T> List<T> order(List<T> list) {
                List<T> shuffled = new ArrayList<>(list);
                Collections.shuffle(shuffled, random);
                return shuffled;
            }
        };
    }

    private static boolean isShort(double number) {
        double scaled = number * 0x1p16;
        return Math.abs(scaled) < 0x1p45 && scaled == Math.rint(scaled);
    }
}
