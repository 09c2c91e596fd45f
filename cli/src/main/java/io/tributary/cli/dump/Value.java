package io.tributary.cli.dump;

import io.tributary.model.SampleBits;
import io.tributary.model.text.GoFloat;
import java.util.Optional;

/// A number in words that give its bits back: as Prometheus writes it, `stale` for the marker, and
/// beside another NaN than Prometheus' own its bits.
///
/// @param bits 16 hexadecimal digits, where `text` does not tell them
record Value(String text, Optional<String> bits) {
    static Value of(double value) {
        if (SampleBits.isStale(value)) {
            return new Value("stale", Optional.empty());
        }
        long bits = Double.doubleToRawLongBits(value);
        boolean isTold = !Double.isNaN(value) || bits == SampleBits.NORMAL_NAN;
        return new Value(
                GoFloat.format(value, GoFloat.Form.SAMPLE),
                isTold ? Optional.empty() : Optional.of(hex(bits)));
    }

    /// A number that is no sample's value, in one word: where a NaN is not Prometheus' own,
    /// `NaN(7ff800000000beef)`.
    static String word(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return Double.isNaN(value) && bits != SampleBits.NORMAL_NAN
                ? "NaN(" + hex(bits) + ")"
                : GoFloat.format(value, GoFloat.Form.SAMPLE);
    }

    /// The same of a number's bits.
    static String word(long bits) {
        return word(Double.longBitsToDouble(bits));
    }

    private static String hex(long bits) {
        return "%016x".formatted(bits);
    }
}
