package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadScope;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.memory.LongSlabs;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class SelectionTest {
    private static final List<String> PATTERNS =
            List.of("x", "x|y", "x.*", ".*", ".+", "", "up|", "(x|10)", "[^x]+", "ünï|long.*");

    @Test
    void select_withRandomMatchers_isWhatTestingEverySeriesGives() {
        int[] found = new int[1];
        SeededCases.run(
                200,
                random -> {
                    RandomSeries series = new RandomSeries(random);
                    for (int i = random.between(0, 300); i > 0; i--) {
                        series.add(series.tenant());
                    }
                    int slotCount = series.labels.size() - random.between(0, series.labels.size());
                    for (int query = 0; query < 20; query++) {
                        List<Matcher> matchers = matchers(random);
                        ReadScope scope = scope(random, series);
                        RoaringBitmap selected =
                                new Selection(
                                                series.directory,
                                                new Hash128(RandomSeries.HASH_KEY),
                                                slotCount)
                                        .select(scope, matchers);
                        assertThat(selected.toArray())
                                .as("%s in %s", matchers, scope)
                                .isEqualTo(filtered(series, scope, matchers, slotCount));
                        found[0] += selected.getCardinality();
                    }
                });
        assertThat(found[0]).as("series selected").isGreaterThan(1_000);
    }

    @Test
    void selectInOrder_ofAScopeThatNamesTenantsTwice_hasEachSlotOnceWithTheFirst() {
        int[] found = new int[1];
        SeededCases.run(
                200,
                random -> {
                    RandomSeries series = new RandomSeries(random);
                    for (int i = random.between(0, 300); i > 0; i--) {
                        series.add(series.tenant());
                    }
                    List<ReadScope.TenantScope> tenants =
                            new ArrayList<>(scope(random, series).tenants());
                    tenants.addAll(scope(random, series).tenants());
                    ReadScope scope = new ReadScope(tenants);
                    List<Matcher> matchers = matchers(random);
                    Selection selection =
                            new Selection(
                                    series.directory,
                                    new Hash128(RandomSeries.HASH_KEY),
                                    series.labels.size());

                    List<RoaringBitmap> parts = selection.selectInOrder(scope, matchers);

                    RoaringBitmap before = new RoaringBitmap();
                    for (int i = 0; i < tenants.size(); i++) {
                        RoaringBitmap all = selection.select(tenants.get(i), matchers);
                        all.andNot(before);
                        assertThat(parts.get(i)).as("part %d of %s", i, scope).isEqualTo(all);
                        before.or(all);
                        found[0] += all.getCardinality();
                    }
                    assertThat(parts).hasSize(tenants.size());
                    assertThat(before).isEqualTo(selection.select(scope, matchers));
                });
        assertThat(found[0]).as("series selected").isGreaterThan(500);
    }

    @Test
    void collect_ofRandomSlots_givesThoseBelowTheCount() {
        SeededCases.run(
                200,
                random -> {
                    LongSlabs owner = new LongSlabs(4);
                    owner.ensure(2);
                    Postings postings = new Postings();
                    List<TreeSet<Integer>> model = List.of(new TreeSet<>(), new TreeSet<>());
                    int slot = 0;
                    for (int i = random.size(500); i > 0; i--) {
                        slot += random.oneIn(3) ? random.between(1, 50) : 1;
                        int record = random.between(0, 1);
                        postings.add(owner, record, 0, slot);
                        model.get(record).add(slot);
                    }
                    int count = random.between(0, slot + 1);
                    for (int record = 0; record < 2; record++) {
                        RoaringBitmap into = new RoaringBitmap();
                        postings.collect(owner, record, 0, count, into);
                        assertThat(into.toArray())
                                .isEqualTo(
                                        model.get(record).headSet(count).stream()
                                                .mapToInt(Integer::intValue)
                                                .toArray());
                    }
                });
    }

    private static List<Matcher> matchers(Random random) {
        return random.list(
                random.between(0, 4),
                each -> {
                    Matcher.Type type = each.pick(List.of(Matcher.Type.values()));
                    String name = each.oneIn(10) ? "nobody" : each.pick(RandomSeries.NAMES);
                    String value =
                            type.isRegex()
                                    ? each.pick(PATTERNS)
                                    : each.oneIn(5) ? "" : each.pick(RandomSeries.VALUES);
                    return new Matcher(type, name, value);
                });
    }

    private static ReadScope scope(Random random, RandomSeries series) {
        List<ReadScope.TenantScope> tenants = new ArrayList<>();
        for (Tenant tenant : series.tenants) {
            if (random.oneIn(2)) {
                tenants.add(
                        new ReadScope.TenantScope(
                                tenant, random.oneIn(3) ? matchers(random) : List.of()));
            }
        }
        return new ReadScope(tenants);
    }

    private static int[] filtered(
            RandomSeries series, ReadScope scope, List<Matcher> matchers, int slotCount) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < slotCount; slot++) {
            int number = slot;
            boolean allowed =
                    scope.tenants().stream()
                            .filter(each -> each.tenant().equals(series.owners.get(number)))
                            .anyMatch(each -> passes(series, number, each.policy()));
            if (allowed && passes(series, slot, matchers)) {
                slots.add(slot);
            }
        }
        return slots.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean passes(RandomSeries series, int slot, List<Matcher> matchers) {
        return matchers.stream().allMatch(matcher -> matcher.matches(series.labels.get(slot)));
    }
}
