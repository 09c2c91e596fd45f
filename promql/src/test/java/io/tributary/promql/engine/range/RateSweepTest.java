package io.tributary.promql.engine.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.select.Moments;
import io.tributary.testkit.SeededCases;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RateSweepTest {
    private static final Map<String, RangeFunction> WINDOW_BY_WINDOW =
            Map.of("rate", Rates::rate, "increase", Rates::increase, "delta", Rates::delta);

    private static final List<Double> ODD =
            List.of(Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, -1e308, 1e308, -5.0);

    @Test
    void sweep_anySeries_isWindowByWindowToTheBit() {
        SeededCases.run(
                4_000,
                random -> {
                    String name = random.pick(List.of("rate", "increase", "delta"));
                    long range = 5_000L * random.between(1, 40);
                    Grid grid = new Grid(100_000, 2_500L * random.between(1, 30), random.size(200));
                    OptionalLong at =
                            random.oneIn(8)
                                    ? OptionalLong.of(random.between(0, 400_000))
                                    : OptionalLong.empty();
                    Moments moments =
                            new Moments(grid, at, 7_000L * random.between(-1, 1), StepCounts.OFF);
                    SampleColumn samples = samples(random);
                    Column swept = new Column(grid.count());

                    RateSweep.of(name).sweep(samples, moments, range, swept);

                    Column wanted = new Column(grid.count());
                    windowByWindow(name, samples, moments, range, wanted);
                    assertThat(swept.presence()).isEqualTo(wanted.presence());
                    for (int step = 0; step < grid.count(); step++) {
                        assertThat(Double.doubleToLongBits(swept.value(step)))
                                .as("%s at step %d", name, step)
                                .isEqualTo(Double.doubleToLongBits(wanted.value(step)));
                    }
                });
    }

    /// Counters and gauges: in step or not, with gaps, resets and odd values.
    private static SampleColumn samples(SeededCases.Random random) {
        SampleColumn samples = new SampleColumn();
        boolean even = random.oneIn(2);
        boolean odd = random.oneIn(4);
        long time = random.between(0, 120_000);
        double value = random.between(0, 50);
        int count = random.size(300);
        for (int i = 0; i < count; i++) {
            samples.add(time, odd && random.oneIn(10) ? random.pick(ODD) : value);
            time += even ? 5_000 : random.between(1, 9_000);
            time += random.oneIn(30) ? random.between(1, 100) * 1_000 : 0;
            value = random.oneIn(20) ? 0 : value + random.fraction() * random.between(0, 3);
        }
        return samples;
    }

    private static void windowByWindow(
            String name, SampleColumn samples, Moments moments, long range, Column into) {
        RangeFunction function = Objects.requireNonNull(WINDOW_BY_WINDOW.get(name));
        for (int step = 0; step < into.steps(); step++) {
            Window window = new Window();
            window.reset(samples);
            window.endMillis = moments.time(step);
            window.startMillis = window.endMillis - range;
            for (int i = 0; i < samples.size(); i++) {
                window.from += samples.time(i) <= window.startMillis ? 1 : 0;
                window.to += samples.time(i) <= window.endMillis ? 1 : 0;
                boolean falls = i > 0 && samples.value(i) < samples.value(i - 1);
                if (falls && samples.time(i) <= window.endMillis) {
                    window.lastDecrease = i;
                }
            }
            if (window.size() > 0 && function.apply(window)) {
                into.set(step, window.result);
            }
        }
    }
}
