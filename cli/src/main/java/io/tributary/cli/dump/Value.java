package io.tributary.cli.dump;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.text.GoFloat;
import java.util.Optional;

/// A sample's value in words that give its bits back: as Prometheus writes it, `stale` for the
/// marker, and beside another NaN than Prometheus' own its bits.
///
/// @param bits 16 hexadecimal digits, where `text` does not tell them
record Value(String text, Optional<String> bits) {
    static Value of(SampleColumn samples, int index) {
        if (samples.isHistogram(index)) {
            return new Value("histogram", Optional.empty());
        }
        double value = samples.value(index);
        if (SampleBits.isStale(value)) {
            return new Value("stale", Optional.empty());
        }
        long bits = Double.doubleToRawLongBits(value);
        boolean isTold = !Double.isNaN(value) || bits == SampleBits.NORMAL_NAN;
        return new Value(
                GoFloat.format(value, GoFloat.Form.SAMPLE),
                isTold ? Optional.empty() : Optional.of("%016x".formatted(bits)));
    }
}
