package io.tributary.promql.engine.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What replicas are together, case by case and by its properties.
class ReplicaMergeTest {
    private static final long FROM = Long.MIN_VALUE;

    /// Of what is scraped once in 100.
    private static final long INTERVAL = 100;

    @Test
    void together_bothWell_isTheFirst() {
        Copies copies = Copies.of(2).at(0, 100, 200, 300, 400, 500).at(1, 160, 260, 360, 460, 560);
        assertThat(copies.together(FROM)).isEqualTo(copies.alone(0));
    }

    @Test
    void together_ofOneThatDiesAndReturns_hasTheOthersMeanwhile() {
        Copies copies =
                Copies.of(2)
                        .at(0, 100, 200, 300, 400, 800, 900)
                        .at(1, 170, 270, 370, 470, 570, 670, 770, 870, 970);
        assertThat(copies.together(FROM).keySet())
                .containsExactly(100L, 200L, 300L, 400L, 570L, 670L, 770L, 900L);
    }

    @Test
    void together_markerOfOne_makesNoHole() {
        Copies copies =
                Copies.of(2).at(0, 100, 200, 300).ending(0, 400).at(1, 150, 250, 350, 450, 550);
        assertThat(copies.together(FROM).keySet()).containsExactly(100L, 200L, 300L, 450L, 550L);
    }

    @Test
    void together_markersOfBoth_endTheSeriesAtTheLast() {
        Copies first = Copies.of(2).at(0, 100, 200).ending(0, 300).at(1, 150, 250).ending(1, 350);
        assertThat(first.together(FROM))
                .containsEntry(350L, SampleBits.STALE_NAN)
                .doesNotContainKey(300L)
                .hasSize(3);
        Copies second = Copies.of(2).at(0, 100, 200).ending(0, 300).at(1, 50, 150).ending(1, 250);
        assertThat(second.together(FROM)).containsEntry(300L, SampleBits.STALE_NAN);
        Copies atOnce = Copies.of(2).at(0, 100, 200).ending(0, 300).at(1, 100, 200).ending(1, 300);
        assertThat(atOnce.together(FROM)).isEqualTo(atOnce.alone(0));
    }

    @Test
    void together_markerOfTheOnlyOneLeft_endsTheSeries() {
        Copies copies = Copies.of(2).at(0, 100, 200, 300).at(1, 150, 250, 350, 450).ending(1, 550);
        assertThat(copies.together(FROM)).containsEntry(550L, SampleBits.STALE_NAN);
    }

    @Test
    void together_newSeries_doesNotCountTwoFirstScrapes() {
        Copies copies = Copies.of(2).at(0, 101, 201, 301).at(1, 100, 200, 300);
        assertThat(copies.together(FROM).keySet()).containsExactly(100L, 201L, 301L);
    }

    @Test
    void together_sameTimes_areThereOnce() {
        Copies copies = Copies.of(3).at(0, 100, 200).at(1, 100, 200, 300).at(2, 100, 200, 300, 400);
        assertThat(copies.together(FROM)).isEqualTo(Definition.together(copies));
    }

    @Test
    void together_isAsDefined() {
        SeededCases.run(
                400,
                random -> {
                    Copies copies = anything(random);
                    assertThat(copies.together(FROM)).isEqualTo(Definition.together(copies));
                });
    }

    @Test
    void together_ofOneOnly_isThatOne() {
        SeededCases.run(
                100,
                random -> {
                    Copies one = anything(random);
                    int lone = random.between(0, one.replicas().size() - 1);
                    for (int i = 0; i < one.replicas().size(); i++) {
                        if (i != lone) {
                            one.replicas().get(i).clear();
                        }
                    }
                    assertThat(one.together(FROM)).isEqualTo(one.alone(lone));
                });
    }

    @Test
    void together_afterOneDied_isTheOther() {
        SeededCases.run(
                100,
                random -> {
                    Copies copies = scrapes(random, 2, 200, 1_000, 5);
                    long death = random.between(20, 60) * INTERVAL;
                    copies.replicas().getFirst().tailMap(death).clear();
                    long after = death + 2 * INTERVAL;
                    assertThat(copies.together(after)).isEqualTo(after(copies.alone(1), after));
                });
    }

    @Test
    void together_bothWellWithSomeJitter_isTheFirst() {
        SeededCases.run(
                100,
                random -> {
                    Copies copies = scrapes(random, random.between(2, 4), 100, 1_000, 5);
                    long after = 3 * INTERVAL;
                    assertThat(copies.together(after)).isEqualTo(after(copies.alone(0), after));
                });
    }

    /// What is read more, before or behind, changes nothing of what is asked for.
    @Test
    void together_whereTwoQuestionsOverlap_isTheSame() {
        SeededCases.run(
                200,
                random -> {
                    Copies copies = anything(random);
                    SortedMap<Long, Long> all = copies.together(FROM);
                    TreeSet<Long> times = new TreeSet<>();
                    copies.replicas().forEach(replica -> times.addAll(replica.keySet()));
                    for (int i = 0; i < 10 && !times.isEmpty(); i++) {
                        long from = random.between(times.getFirst() - 1, times.getLast());
                        long to = random.between(from, times.getLast());
                        assertThat(copies.until(to).together(Replicas.readFrom(from), from))
                                .isEqualTo(after(all, from).headMap(to + 1));
                    }
                });
    }

    /// A scrape's time is when it was asked for, its values are from a little later.
    @Test
    void together_ofACounter_neverFalls() {
        SeededCases.run(
                300,
                random -> {
                    Copies copies =
                            scrapes(random, random.between(2, 4), 300, 1 + random.size(5), 5);
                    for (SortedMap<Long, Double> replica : copies.replicas()) {
                        replica.replaceAll(
                                (time, _) -> (double) time + random.between(0, INTERVAL * 2 / 5));
                    }
                    long before = Long.MIN_VALUE;
                    for (long bits : copies.together(FROM).values()) {
                        long value = (long) Double.longBitsToDouble(bits);
                        assertThat(value).isGreaterThanOrEqualTo(before);
                        before = value;
                    }
                });
    }

    /// As long as one is well, whichever, and however many scrapes the other loses.
    @Test
    void together_whileOneIsWell_hasNoHoles() {
        SeededCases.run(
                300,
                random -> {
                    Copies copies = scrapes(random, 2, 300, 1_000_000, 5);
                    SortedMap<Long, Double> lossy = copies.replicas().get(random.between(0, 1));
                    int kept = random.between(2, 6);
                    lossy.keySet().removeIf(_ -> random.oneIn(kept));
                    long last = 5 * INTERVAL;
                    for (long time : copies.together(last).keySet()) {
                        assertThat(time - last).isLessThan(3 * INTERVAL);
                        last = time;
                    }
                    assertThat(last).isGreaterThan(295 * INTERVAL);
                });
    }

    /// A hint is about the histogram before it, of the same replica.
    @Test
    void together_histogramBehindAnothersOne_hasNoHint() {
        ReplicaMerge merge = new ReplicaMerge(() -> {});
        for (long time : new long[] {100, 200, 300, 700, 800}) {
            add(merge.samples(0), time, ResetHint.NO_RESET);
        }
        for (long time : new long[] {150, 250, 350, 450, 550, 650, 750}) {
            add(merge.samples(1), time, time == 550 ? ResetHint.GAUGE : ResetHint.NO_RESET);
        }
        SampleColumn into = new SampleColumn();
        merge.merge(2, FROM, into);
        List<String> hints = new ArrayList<>();
        for (int i = 0; i < into.size(); i++) {
            hints.add(into.time(i) + " " + into.histogram(i).hint());
        }
        assertThat(hints)
                .containsExactly(
                        "100 NO_RESET",
                        "200 NO_RESET",
                        "300 NO_RESET",
                        "450 UNKNOWN",
                        "550 GAUGE",
                        "650 NO_RESET",
                        "700 UNKNOWN",
                        "800 NO_RESET");
    }

    private static void add(SampleColumn samples, long time, ResetHint hint) {
        samples.addHistogram(time, FloatHistogram.EMPTY.withHint(hint));
    }

    @Test
    void merge_onceWarm_allocatesNothing() {
        ReplicaMerge merge = new ReplicaMerge(() -> {});
        for (long time = 0; time < 3_600_000; time += 15_000) {
            merge.samples(0).add(time, 1);
            if (time / 600_000 % 2 == 0) {
                merge.samples(1).add(time + 5_000, 1);
            }
            merge.samples(2).add(time + 7_000, 1);
        }
        SampleColumn into = new SampleColumn();
        assertThat(AllocationProbe.bytes(() -> merge.merge(3, 600_000, into))).isZero();
    }

    /// Some replicas that scrape every {@link #INTERVAL}, each at its own phase.
    ///
    /// @param losses one scrape in so many is lost
    /// @param jitter how far from its moment a scrape may be
    private static Copies scrapes(
            SeededCases.Random random, int count, int scrapes, int losses, int jitter) {
        Copies copies = Copies.of(count);
        for (int i = 0; i < count; i++) {
            long phase = random.between(jitter, INTERVAL - jitter);
            for (int scrape = 0; scrape < scrapes; scrape++) {
                if (losses > 999 || !random.oneIn(losses + 1)) {
                    copies.at(
                            i, phase + (long) scrape * INTERVAL + random.between(-jitter, jitter));
                }
            }
        }
        return copies;
    }

    /// Replicas with losses, outages, markers, and moments in common, scraping at an interval
    /// between a second and ten minutes.
    private static Copies anything(SeededCases.Random random) {
        Copies copies = Copies.of(random.between(2, 3));
        long interval = random.pick(List.of(1_000L, 15_000L, 60_000L, 300_000L, 600_000L));
        long grid = random.pick(List.of(1L, 10L, interval / 4));
        for (SortedMap<Long, Double> replica : copies.replicas()) {
            long time = random.between(0, 2 * interval);
            int samples = random.size(80);
            for (int i = 0; i < samples; i++) {
                boolean marker = random.oneIn(12);
                replica.put(time / grid * grid, marker ? Copies.STALE : random.between(0, 9));
                time += interval * (random.oneIn(15) ? random.between(2, 20) : 1);
                time += random.between(0, interval / 10);
            }
        }
        return copies;
    }

    private static SortedMap<Long, Long> after(SortedMap<Long, Long> samples, long from) {
        return new TreeMap<>(samples).tailMap(from, false);
    }
}
