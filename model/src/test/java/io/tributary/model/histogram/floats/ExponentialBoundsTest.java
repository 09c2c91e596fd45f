package io.tributary.model.histogram.floats;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExponentialBoundsTest {
    /// Prometheus' own bounds, some of which are not the nearest doubles.
    @Test
    void upper_ofExponents_isPrometheusBoundToTheBit() {
        assertThat(ExponentialBounds.upper(0, 0)).isEqualTo(1);
        assertThat(ExponentialBounds.upper(3, 0)).isEqualTo(8);
        assertThat(ExponentialBounds.upper(-2, -1)).isEqualTo(1.0 / 16);
        assertThat(ExponentialBounds.upper(-1, 1)).isEqualTo(0.7071067811865475);
        assertThat(ExponentialBounds.upper(-1, 2)).isEqualTo(0.8408964152537144);
        assertThat(ExponentialBounds.upper(-1, 3)).isEqualTo(0.9170040432046711);
        assertThat(ExponentialBounds.upper(1, 3)).isEqualTo(1.0905077326652577);
    }

    @Test
    void upper_ofEachSchema_growsByItsFactor() {
        for (int schema = -4; schema <= 8; schema++) {
            double factor = Math.pow(2, Math.pow(2, -schema));
            for (int index = -20; index < 20; index++) {
                double ratio =
                        ExponentialBounds.upper(index + 1, schema)
                                / ExponentialBounds.upper(index, schema);
                assertThat(ratio).isCloseTo(factor, Offset.offset(factor * 1e-14));
            }
        }
    }

    @Test
    void upper_ofTheLastFiniteBucket_isTheGreatestDouble() {
        assertThat(ExponentialBounds.upper(1024, 0)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper(1025, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ExponentialBounds.upper(64, -4)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper(1024 << 8, 8)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper(Integer.MAX_VALUE, -4)).isInfinite();
        assertThat(ExponentialBounds.upper(Integer.MIN_VALUE, -4)).isZero();
    }

    @Test
    void reduce_toACoarserSchema_findsTheBucketAround() {
        for (int index = -9; index < 9; index++) {
            int coarse = ExponentialBounds.reduce(index, 3, 1);
            assertThat(ExponentialBounds.upper(coarse, 1))
                    .isGreaterThanOrEqualTo(ExponentialBounds.upper(index, 3) * (1 - 1e-15));
            assertThat(ExponentialBounds.upper(coarse - 1, 1))
                    .isLessThanOrEqualTo(ExponentialBounds.upper(index - 1, 3) * (1 + 1e-15));
        }
    }
}
