package io.tributary.cli.dump;

import io.tributary.cli.dump.Finding.Fact;
import io.tributary.tsdb.losses.Loss;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.losses.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The losses of a directory as lines: those on record, which say when they were noticed, then
/// those that no server has met yet.
final class LossFindings {
    private LossFindings() {}

    static List<Finding> of(Losses losses) {
        List<Finding> all = new ArrayList<>();
        for (Loss loss : losses.recorded()) {
            List<Fact> facts = facts(loss);
            facts.add(new Fact.Count("noticedMillis", loss.noticedMillis()));
            all.add(new Finding(true, where(loss.place()), facts));
        }
        for (Loss loss : losses.noticed()) {
            all.add(new Finding(true, where(loss.place()), facts(loss)));
        }
        return all;
    }

    private static String where(Place place) {
        return place.directory().name().toLowerCase(Locale.ROOT);
    }

    private static List<Fact> facts(Loss loss) {
        Place place = loss.place();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.Words("file", file(place)));
        facts.add(new Fact.Count("fromOffset", place.fromOffset()));
        facts.add(new Fact.Count("toOffset", place.toOffset()));
        switch (loss.lost()) {
            case Lost.Frames(long first, long count, long samples) -> {
                facts.add(new Fact.Count("firstFrame", first));
                facts.add(new Fact.Count("frames", count));
                facts.add(new Fact.Count("samplesBehind", samples));
            }
            case Lost.Batches(long count, long series, long samples) -> {
                facts.add(new Fact.Count("batches", count));
                facts.add(new Fact.Count("seriesWithoutLabels", series));
                facts.add(new Fact.Count("samplesWithoutLabels", samples));
            }
            case Lost.Stretch() -> {}
            case Lost.Chunk chunk -> add(facts, chunk);
        }
        facts.add(new Fact.Words("reason", loss.reason()));
        return facts;
    }

    private static void add(List<Fact> facts, Lost.Chunk chunk) {
        facts.add(new Fact.Words("tenant", chunk.tenant()));
        facts.add(new Fact.Words("series", chunk.series()));
        facts.add(new Fact.Count("ref", chunk.ref()));
        facts.add(new Fact.Count("fromMillis", chunk.fromMillis()));
        facts.add(new Fact.Count("toMillis", chunk.toMillis()));
        if (chunk.samples() >= 0) {
            facts.add(new Fact.Count("samples", chunk.samples()));
        }
    }

    private static String file(Place place) {
        return switch (place.directory()) {
            case WAL, SERIES, LOSSES -> "%08d".formatted(place.file());
            case CHUNKS -> "%06d".formatted(place.file());
        };
    }
}
