package io.tributary.promql.fuzz;

import io.tributary.model.flow.SeriesSource;
import io.tributary.promql.QuerySamples;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.fuzz.random.RandomData;
import io.tributary.promql.fuzz.random.RandomQuery;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.util.List;

/// Makes trials from seeds: the same from the same seed.
public final class Trials {
    /// How many queries are asked over one dataset.
    static final int QUERIES_PER_DATASET = 20;

    private static final int DEPTH_MAX = 4;
    private static final int STEPS_MAX = 12;

    private Trials() {}

    /// The trial of a seed. Seeds in a row share their data.
    public static Trial of(long seed) {
        RandomData data = new RandomData("");
        return of(seed, data, data.make(new Random(seed / QUERIES_PER_DATASET)), false);
    }

    /// The trial of a seed, of native histograms mostly.
    public static Trial withHistograms(long seed) {
        RandomData data = new RandomData("");
        Dataset made = data.makeWithHistograms(new Random(seed / QUERIES_PER_DATASET));
        return of(seed, data, made, true);
    }

    /// The trial of a seed over given data.
    ///
    /// @param names how the metrics are called there
    /// @param histograms whether it asks for native histograms, mostly
    public static Trial of(long seed, RandomData names, Dataset data, boolean histograms) {
        Random random = new Random(new Random(seed).nextLong());
        String query =
                new RandomQuery(random, names, histograms).make(random.between(1, DEPTH_MAX));
        return new Trial(data, query, when(random), random.oneIn(2));
    }

    /// Who answers trials.
    public interface Asked extends AutoCloseable {
        Told tell(Trial trial);

        @Override
        void close();
    }

    /// What the engine takes and reads for a trial.
    public static QuerySamples samples(Trial trial) throws IOException {
        try (EngineAnswers engine = new EngineAnswers()) {
            return engine.samples(trial);
        }
    }

    /// The engine, over the data of each trial.
    public static Asked engine() {
        return new EngineAnswers();
    }

    /// A dataset as engines read it.
    public static SeriesSource source(Dataset data) {
        return EngineAnswers.source(data);
    }

    private static When when(Random random) {
        long start = random.between(500, 2_500) * 1000L;
        start += random.oneIn(4) ? random.between(0, 999) : 0;
        if (random.oneIn(2)) {
            return new When.Instant(start);
        }
        long step =
                random.oneIn(3)
                        ? random.between(1_000, 200_000)
                        : random.pick(List.of(15_000L, 30_000L, 60_000L, 120_000L));
        long length = step * random.between(0, STEPS_MAX);
        length += random.oneIn(3) ? random.between(0, step - 1) : 0;
        return new When.Range(start, start + length, step);
    }
}
