package io.tributary.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// An answer is the same, and so is what is said about it, however many of its steps are evaluated
/// at a time.
///
/// `-Dfuzz.slices=200000` asks more.
class SlicesTest {
    private static final int EXPRESSIONS = 3_000;
    private static final Semantics EARLY = new Semantics(false, false, false);
    private static final ReadScope SCOPE = new ReadScope(List.of());
    private static final double TOLERANCE = 1e-9;

    /// @param annotations in no order
    private record Answer(List<Outcome.Series> series, Set<String> annotations) {}

    @Test
    void queries_atRandom_inSlices_areAnsweredAlike() throws IOException {
        int equal = 0;
        int failed = 0;
        int count = Integer.getInteger("fuzz.slices", EXPRESSIONS) / 2;
        for (long seed = 1; seed <= count; seed++) {
            for (Trial trial : List.of(Trials.of(seed), Trials.withHistograms(seed))) {
                if (!(trial.when() instanceof Trial.When.Range range)
                        || !Slicing.isPossible(trial.expr(), request(trial, range), EARLY)) {
                    continue;
                }
                int widest = 1 + (int) (seed % 4);
                if (isAlike(trial, range, widest)) {
                    equal++;
                } else {
                    failed++;
                }
            }
        }
        System.out.printf("slices: %d answered alike, %d refused alike%n", equal, failed);
        assertThat(equal).isGreaterThan(count / 8);
    }

    /// Fails unless both are answered, and equal, or both fail; whether they are answered.
    private static boolean isAlike(Trial trial, Trial.When.Range range, int widest)
            throws IOException {
        String where = "%s %s, %d at a time".formatted(trial.query(), range, widest);
        Answer whole;
        try {
            whole = answer(trial, range, Integer.MAX_VALUE);
        } catch (EvaluationException e) {
            try {
                answer(trial, range, widest);
            } catch (EvaluationException alike) {
                return false;
            }
            throw new AssertionError("not refused: " + where, e);
        }
        Answer sliced = answer(trial, range, widest);
        assertThat(sliced.annotations()).as(where).isEqualTo(whole.annotations());
        assertThat(sliced.series()).as(where).hasSameSizeAs(whole.series());
        for (int i = 0; i < whole.series().size(); i++) {
            Outcome.Series one = whole.series().get(i);
            Outcome.Series other = sliced.series().get(i);
            assertThat(other.labels()).as(where).isEqualTo(one.labels());
            assertEqual(one.samples(), other.samples(), where);
        }
        return true;
    }

    private static void assertEqual(SampleColumn one, SampleColumn other, String where) {
        assertThat(other.size()).as(where).isEqualTo(one.size());
        for (int i = 0; i < one.size(); i++) {
            assertThat(other.time(i)).as(where).isEqualTo(one.time(i));
            assertThat(other.isHistogram(i)).as(where).isEqualTo(one.isHistogram(i));
            if (one.isHistogram(i)) {
                assertEqual(one.histogram(i).sum(), other.histogram(i).sum(), where);
                assertEqual(one.histogram(i).count(), other.histogram(i).count(), where);
            } else {
                assertEqual(one.value(i), other.value(i), where);
            }
        }
    }

    private static void assertEqual(double one, double other, String where) {
        boolean alike =
                Double.compare(one, other) == 0
                        || Math.abs(one - other)
                                <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
        assertThat(alike).as("%s: %s, want %s", where, other, one).isTrue();
    }

    private static Request request(Trial trial, Trial.When.Range range) {
        return Request.range(
                trial.query(),
                range.startMillis(),
                range.endMillis(),
                range.stepMillis(),
                300_000,
                60_000);
    }

    /// Without what counts samples: those that two slices look at are counted by both.
    private static String uncounted(String annotation) {
        return annotation
                .replaceAll(", over \\d+ samples from \\S+ to \\S+", "")
                .replaceAll(" \\(\\d+ occurrences\\)", "");
    }

    private static Answer answer(Trial trial, Trial.When.Range range, int widest)
            throws IOException {
        Expr expr = trial.expr();
        QueryContext context =
                new QueryContext(() -> {}, new ReadBudget(1 << 28), Long.MAX_VALUE, EARLY);
        Outcome outcome =
                Evaluation.run(
                        expr,
                        request(trial, range),
                        Trials.source(trial.data()),
                        SCOPE,
                        context,
                        StepCounts.OFF,
                        widest);
        assertThat(context.heldBytes()).isZero();
        Set<String> said = new TreeSet<>();
        context.annotations().warnings(Integer.MAX_VALUE).forEach(w -> said.add(uncounted(w)));
        context.annotations().infos(Integer.MAX_VALUE).forEach(i -> said.add(uncounted(i)));
        return outcome instanceof Outcome.Matrix(var series)
                ? new Answer(new ArrayList<>(series), said)
                : new Answer(List.of(), said);
    }
}
