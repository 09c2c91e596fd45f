package io.tributary.server.collect;

import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The metrics of this process, as `/metrics` shows them.
record OwnSource(Metrics metrics) implements Source {
    private record Sample(String name, List<String> labels, double value) {}

    @Override
    public void read(Readings into) throws IOException {
        List<Sample> samples = new ArrayList<>();
        metrics.visit(
                (name, labels, value) -> samples.add(new Sample(name, List.of(labels), value)));
        for (Sample sample : samples) {
            into.add(sample.name, sample.value, sample.labels.toArray(String[]::new));
        }
    }
}
