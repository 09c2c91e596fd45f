package io.tributary.promql.ast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import org.junit.jupiter.api.Test;

/// What a real Prometheus 3.14 printed for the same queries.
class PrettifierTest {
    private static final String LONG =
            "node_filesystem_avail_bytes{job=\"node\",mountpoint=\"/var\"}";

    @Test
    void print_ofWhatFits_staysOnOneLine() {
        String hundred = "m{l=\"" + "x".repeat(100 - 7) + "\"}";

        assertThat(pretty(hundred)).isEqualTo(hundred);
        assertThat(pretty("sum(" + hundred + ")")).isEqualTo("sum(\n  " + hundred + "\n)");
        assertThat(pretty("(m{l=\"" + "x".repeat(91) + "\"})")).doesNotContain("\n");
        assertThat(pretty("(m{l=\"" + "é".repeat(47) + "\"})")).contains("\n");
    }

    @Test
    void print_ofARowOfOperators_indentsEachOperandBeforeTheLast() {
        assertThat(pretty(LONG + " + a + on (job) group_left (x) " + LONG + " > bool 1"))
                .isEqualTo(
                        String.join(
                                "\n",
                                "    " + LONG + " + a",
                                "  + on (job) group_left (x)",
                                "    " + LONG,
                                "> bool",
                                "  1"));
    }

    @Test
    void print_ofCallsAndAggregations_putsEachArgumentOnALine() {
        assertThat(
                        pretty(
                                "topk by (job) (3, label_replace(sum by (job) (%s), \"a\", \"$1\", \"job\", \"%s\"))"
                                        .formatted(LONG, "x".repeat(60))))
                .isEqualTo(
                        """
                        topk by (job) (
                          3,
                          label_replace(
                            sum by (job) (node_filesystem_avail_bytes{job="node",mountpoint="/var"}),
                            "a",
                            "$1",
                            "job",
                            "%s"
                          )
                        )\
                        """
                                .formatted("x".repeat(60)));
    }

    @Test
    void print_ofASubquery_isIndentedOnlyWhereItIsSplit() {
        assertThat(pretty("max_over_time(sum_over_time(" + LONG + "[5m])[1h:1m] offset 1d)"))
                .isEqualTo(
                        """
                        max_over_time(
                        sum_over_time(node_filesystem_avail_bytes{job="node",mountpoint="/var"}[5m])[1h:1m] offset 1d
                        )\
                        """);
        assertThat(pretty("-max_over_time(sum(" + LONG + " + " + LONG + ")[1h:1m])"))
                .isEqualTo(
                        """
                        -max_over_time(
                          sum(
                              node_filesystem_avail_bytes{job="node",mountpoint="/var"}
                            +
                              node_filesystem_avail_bytes{job="node",mountpoint="/var"}
                          )[1h:1m]
                        )\
                        """);
    }

    @Test
    void print_ofMoreThanTheBound_isNothing() {
        String row = "aaaa" + " + aaaa".repeat(2_000);

        assertThat(Prettifier.print(Parser.parse(row, ParserOptions.ALL), 1_000_000)).isEmpty();
    }

    private static String pretty(String query) {
        return Prettifier.print(Parser.parse(query, ParserOptions.ALL), 1 << 20).orElseThrow();
    }
}
