package io.tributary.testkit.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.promqltest.EvalResult.Failed;
import io.tributary.testkit.promqltest.EvalResult.Matrix;
import io.tributary.testkit.promqltest.EvalResult.Notes;
import io.tributary.testkit.promqltest.EvalResult.Point;
import io.tributary.testkit.promqltest.EvalResult.Sample;
import io.tributary.testkit.promqltest.EvalResult.Scalar;
import io.tributary.testkit.promqltest.EvalResult.Series;
import io.tributary.testkit.promqltest.EvalResult.Text;
import io.tributary.testkit.promqltest.EvalResult.Unsupported;
import io.tributary.testkit.promqltest.EvalResult.Vector;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.ScriptReport.Verdict;
import io.tributary.testkit.promqltest.ShownHistogram.Bucket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptRunnerTest {
    private final ScriptedTarget target = new ScriptedTarget();

    private Verdict run(String script) {
        ScriptReport report = ScriptRunner.run(Script.parse("t.test", script), target);
        assertThat(report.outcomes()).hasSize(1);
        return report.outcomes().getFirst().verdict();
    }

    private void assertPasses(String script) {
        assertThat(run(script)).isEqualTo(new Verdict.Passed());
    }

    private void assertFails(String script, String why) {
        assertThat(run(script))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class, failed -> assertThat(failed.why()).contains(why));
    }

    private static LabelSet labels(String text) {
        return new TextCursor(text).metric();
    }

    private static SampleValue value(String text) {
        return PointSequence.values(new TextCursor(text)).getFirst().orElseThrow();
    }

    private static Sample sample(String labels, String value) {
        return new Sample(labels(labels), value(value));
    }

    private static Vector vector(Sample... samples) {
        return new Vector(List.of(samples), Notes.NONE);
    }

    private void answerBoth(String expression, EvalResult result) {
        target.answer(expression, result);
        target.answer(expression + " @ 60.000", result);
    }

    @Test
    void run_instant_isAskedPinnedAndAsRangeToo() {
        answerBoth("m", vector(sample("m{a=\"b\"}", "1")));

        assertPasses("eval instant at 1m m\n  m{a=\"b\"} 1");
        assertThat(target.asked)
                .startsWith("clear", "m at 60000", "m from 0 to 120000 step 60000")
                .contains("m @ 60.000 at -600000", "m @ 60.000 from -660000 to -540000 step 60000")
                .contains("m @ 60.000 at 0", "m @ 60.000 at 12000", "m @ 60.000 at 600000")
                .hasSize(13);
    }

    @Test
    void run_rangeQueryDiffersFromInstant_isCaught() {
        answerBoth("m", vector(sample("m", "1")));
        target.answerRange(
                "m",
                (start, end) ->
                        new Matrix(
                                List.of(
                                        new Series(
                                                labels("m"),
                                                List.of(new Point(60_000, new Real(2))))),
                                Notes.NONE));

        assertFails("eval instant at 1m m\n  m 1", "as a range query");
    }

    @Test
    void run_pinnedAnswerMovesWithTime_isCaught() {
        answerBoth("m", vector(sample("m", "1")));
        target.answerInstant(
                "m @ 60.000", (t, end) -> vector(sample("m", t == 600_000 ? "2" : "1")));

        assertFails("eval instant at 1m m\n  m 1", "m @ 60.000 at 600000 ms");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true", "1, 1.0000019, true", "1, 1.0000021, false", "NaN, NaN, true",
        "NaN, 1, false", "0, 1e-300, false", "Inf, Inf, true", "Inf, -Inf, false",
        "stale, NaN, false", "stale, stale, true", "1, {{count:1}}, false", "{{count:1}}, 1, false"
    })
    void run_vectorValue_isComparedWithTolerance(String wanted, String found, boolean passes) {
        answerBoth("m", vector(sample("m", found)));

        assertThat(run("eval instant at 1m m\n  m " + wanted) instanceof Verdict.Passed)
                .isEqualTo(passes);
    }

    @Test
    void run_staleBitsInANumber_areNotAnyNan() {
        double stale = Double.longBitsToDouble(SampleValue.STALE_BITS);
        answerBoth("m", vector(new Sample(labels("m"), new Real(stale))));

        assertPasses("eval instant at 1m m\n  m stale");
        assertFails("eval instant at 1m m\n  m NaN", "want Real[value=NaN]");
    }

    @Test
    void run_seriesMissingOrTooMany_areCaught() {
        answerBoth("m", vector(sample("m{a=\"1\"}", "1")));

        assertFails(
                "eval instant at 1m m\n  m{a=\"1\"} 1\n  m{a=\"2\"} 1", "want series m{a=\"2\"}");
        assertFails("eval instant at 1m m", "unexpected series m{a=\"1\"}");
        assertFails("eval instant at 1m m\n  1", "got vector");
    }

    @Test
    void run_seriesTwiceInAnswer_isCaught() {
        answerBoth("m", vector(sample("m", "1"), sample("m", "1")));

        assertFails("eval instant at 1m m\n  m 1", "stands twice");
    }

    @Test
    void run_orderedExpectation_holdsOnlyInOrder() {
        answerBoth("sort(m)", vector(sample("{a=\"1\"}", "1"), sample("{a=\"2\"}", "2")));
        target.answer("sort(m @ 60.000)", target.instant("sort(m)", 0));

        assertPasses("eval_ordered instant at 1m sort(m)\n  {a=\"1\"} 1\n  {a=\"2\"} 2");
        assertFails(
                "eval instant at 1m sort(m)\n expect ordered\n  {a=\"2\"} 2\n  {a=\"1\"} 1",
                "at position 2, got it at 1");
        assertPasses("eval instant at 1m sort(m)\n  {a=\"2\"} 2\n  {a=\"1\"} 1");
    }

    @Test
    void run_scalarAndString_areCompared() {
        target.answer("1+1", new Scalar(2, Notes.NONE));
        target.answer("\"x\"", new Text("x", Notes.NONE));

        assertPasses("eval instant at 1m 1+1\n  2");
        assertFails("eval instant at 1m 1+1\n  3", "got scalar 2.0");
        assertFails("eval instant at 1m 1+1\n  {} 2", "got scalar 2.0");
        assertPasses("eval instant at 1m \"x\"\n  expect string `x`");
        assertFails("eval instant at 1m \"x\"\n  expect string \"y\"", "got string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expect fail | true",
                "expect fail msg: bad thing | true",
                "expect fail msg:bad | false",
                "expect fail regex: b.d | true",
                "expect fail regex: ^d | false",
                "expect no_warn | false"
            })
    void run_failure_mustBeTheOneExpected(String expectation, boolean passes) {
        answerBoth("m", new Failed("bad thing"));

        assertThat(run("eval instant at 1m m\n  " + expectation) instanceof Verdict.Passed)
                .isEqualTo(passes);
    }

    @Test
    void run_olderFailForms_areStillRead() {
        answerBoth("m", new Failed("bad thing"));

        assertPasses("eval_fail instant at 1m m");
        assertPasses("eval_fail instant at 1m m\n  expected_fail_message bad thing");
        assertPasses("eval_fail range from 0 to 1m step 1m m\n  expected_fail_regexp b.d");
        assertFails("eval_fail instant at 1m m\n  expected_fail_message bad", "bad thing");
    }

    @Test
    void run_answerWhereFailureIsWanted_isCaught() {
        answerBoth("m", vector());

        assertFails("eval instant at 1m m\n  expect fail", "want a failure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expect warn | true",
                "expect warn msg: w1 (1:1) | false",
                "expect warn regex: ^w[12]$ | true",
                "expect warn regex: w[12] .1:2 | false",
                "expect warn regex: w[12] | true",
                "expect warn msg: w3 (1:1) | false",
                "expect no_warn | false",
                "expect no_info | true",
                "expect info | false",
                "{} 1 | false"
            })
    void run_warnings_mustMatchAllWays(String expectation, boolean passes) {
        Notes notes = new Notes(List.of("w1 (1:1)", "w2 (1:1)"), List.of());
        answerBoth("m", new Vector(List.of(), notes));

        assertThat(run("eval instant at 1m m\n  " + expectation) instanceof Verdict.Passed)
                .isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"w (1:7), true", "w (1:8), false", "w, true", "v, false"})
    void run_positionOfAWarning_isComparedWhereStated(String message, boolean passes) {
        answerBoth("m", new Vector(List.of(), new Notes(List.of("w (1:7)"), List.of())));

        assertThat(run("eval instant at 1m m\n  expect warn msg: " + message))
                .extracting(verdict -> verdict instanceof Verdict.Passed)
                .isEqualTo(passes);
    }

    @Test
    void run_olderAnnotationForms_wantAtLeastOne() {
        answerBoth("m", new Vector(List.of(), new Notes(List.of("w"), List.of())));

        assertPasses("eval_warn instant at 1m m");
        assertFails("eval_info instant at 1m m", "want a info, got none");
    }

    @Test
    void run_range_comparesPointsTimesAndGaps() {
        Series series =
                new Series(
                        labels("m"),
                        List.of(new Point(0, new Real(1)), new Point(120_000, new Real(3))));
        target.answerRange("m", (start, end) -> new Matrix(List.of(series), Notes.NONE));

        assertPasses("eval range from 0 to 2m step 1m m\n  m 1 _ 3");
        assertFails(
                "eval range from 0 to 2m step 1m m\n  m 1 3", "want Real[value=3.0] at 60000 ms");
        assertFails("eval range from 0 to 2m step 1m m\n  m 1 _ 3 4", "more than the times");
        assertFails("eval range from 0 to 3m step 1m m\n  m 1 _ 3 4", "want 3 points of m{}");
        assertFails("eval range from 0 to 2m step 1m m\n  m 1", "want 1 points of m{}, got 2");
    }

    @Test
    void run_rangeUnsorted_isCaught() {
        Point point = new Point(0, new Real(1));
        target.answerRange(
                "m",
                (start, end) ->
                        new Matrix(
                                List.of(
                                        new Series(labels("m{a=\"2\"}"), List.of(point)),
                                        new Series(labels("m{a=\"1\"}"), List.of(point))),
                                Notes.NONE));

        assertFails(
                "eval range from 0 to 0 step 1m m\n  m{a=\"1\"} 1\n  m{a=\"2\"} 1",
                "not in order of labels");
    }

    @Test
    void run_rangeVectorAtAnInstant_comparesItsTimes() {
        Matrix matrix =
                new Matrix(
                        List.of(
                                new Series(
                                        labels("m"),
                                        List.of(
                                                new Point(50_000, new Real(1)),
                                                new Point(60_000, new Real(2))))),
                        Notes.NONE);
        target.answerInstant("m[20s]", (t, end) -> matrix);
        target.answerInstant("m[20s] @ 60.000", (t, end) -> matrix);
        String eval =
                "eval instant at 1m m[20s]\n  expect range vector from %s to 1m step 10s\n  m 1 2";

        assertPasses(eval.formatted("50s"));
        assertFails(eval.formatted("40s"), "want Real[value=1.0] at 40000 ms");
    }

    @Test
    void run_histogram_isComparedByValueAndByStatedHint() {
        String found = "{{schema:1 count:4 sum:2 buckets:[0 1 0 3] counter_reset_hint:gauge}}";
        answerBoth("m", vector(sample("m", found)));
        String eval = "eval instant at 1m m\n  m ";

        assertPasses(eval + found);
        assertPasses(eval + "{{schema:1 count:4 sum:2 buckets:[1 0 3] offset:1}}");
        assertFails(eval + "{{schema:1 count:4 sum:2 buckets:[1 0 3]}}", "want NativeHistogram");
        assertFails(eval + "{{schema:0 count:4 sum:2 buckets:[0 1 0 3]}}", "want NativeHistogram");
        assertFails(
                eval + "{{schema:1 count:4 sum:2 buckets:[0 1 0 3] counter_reset_hint:unknown}}",
                "want NativeHistogram");
        assertFails(eval + "{{schema:1 count:4 sum:3 buckets:[0 1 0 3]}}", "want NativeHistogram");
    }

    @Test
    void run_shownHistogram_isComparedByWhatIsShown() {
        Bucket low = new Bucket(0, 1, Math.sqrt(2), 1);
        Bucket high = new Bucket(0, 2, 2 * Math.sqrt(2), 3);
        answerBoth("m", vector(shown(4, low, high)));
        String eval = "eval instant at 1m m\n  m ";
        String wanted = "{{schema:1 count:4 sum:NaN buckets:[0 1 0 3]}}";

        assertPasses(eval + wanted);
        assertPasses(eval + wanted.replace("}}", " counter_reset_hint:gauge}}"));
        assertFails(eval + wanted.replace("schema:1", "schema:2"), "want NativeHistogram");
        assertFails(eval + wanted.replace("0 1 0 3", "0 1 0 2"), "want NativeHistogram");
        assertFails(eval + wanted.replace("0 1 0 3", "0 1 0 3 1"), "want NativeHistogram");
        assertFails(eval + wanted.replace("count:4", "count:5"), "want NativeHistogram");
        assertFails(eval + wanted.replace("sum:NaN", "sum:1"), "want NativeHistogram");
        assertFails(eval + "4", "want Real");

        answerBoth("m", vector(shown(4, low, new Bucket(3, 2, 2 * Math.sqrt(2), 3))));
        assertFails(eval + wanted, "want NativeHistogram");
    }

    private static Sample shown(double count, Bucket... buckets) {
        return new Sample(labels("m"), new ShownHistogram(count, Double.NaN, List.of(buckets)));
    }

    @Test
    void run_unsupported_isNeitherPassedNorFailed() {
        answerBoth("m", new Unsupported("native histograms"));

        assertThat(run("eval instant at 1m m\n  expect fail"))
                .isEqualTo(new Verdict.Unsupported("native histograms"));
        assertThat(run("eval range from 0 to 1m step 1m m"))
                .isEqualTo(new Verdict.Unsupported("native histograms"));
    }

    @Test
    void run_report_namesScriptLineAndExpression() {
        answerBoth("m", vector(sample("m", "1")));
        ScriptReport report =
                ScriptRunner.run(
                        Script.parse(
                                "t.test",
                                "# a comment\n\neval instant at 1m m\n  m 2\n\neval instant at 1m m\n m 1"),
                        target);

        assertThat(report.passed()).isEqualTo(1);
        assertThat(report.failed()).hasSize(1);
        assertThat(report.toString())
                .startsWith("2 evals: 1 passed, 1 failed, 0 unsupported\n  t.test:3: m: ");
    }

    @Test
    void run_loadAndClear_reachTheTargetInOrder() {
        target.answer("1", new Scalar(1, Notes.NONE));
        ScriptRunner.run(
                Script.parse(
                        "t",
                        "load 1m\n a 1\n\nclear\n\nload 30s\n b 1x2\n\neval instant at 0 1\n 1"),
                target);

        assertThat(target.loaded).hasSize(1);
        assertThat(target.loaded.getFirst().labels())
                .isEqualTo(LabelSet.of(Map.of("__name__", "b")));
        assertThat(target.loaded.getFirst().points())
                .extracting(ScriptTarget.LoadedPoint::tMillis)
                .containsExactly(0L, 30_000L, 60_000L);
        assertThat(value("{{}}")).isInstanceOf(NativeHistogram.class);
    }
}
