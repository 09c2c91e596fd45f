package io.tributary.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.json.JsonReader;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// One answer in every form.
class FormsTest {
    private static final String VECTOR =
            """
            {"resultType":"vector","result":[
              {"metric":{"__name__":"up","job":"node","instance":"vm"},"value":[1700000000.5,"1"]},
              {"metric":{"__name__":"up","job":"a,\\"b\\""},"value":[1700000000.5,"12.25"]}]}\
            """;

    private static final String MATRIX =
            """
            {"resultType":"matrix","result":[
              {"metric":{"job":"node","mode":"idle"},"values":[[1700000000,"1"],[1700000015,"2"],[1700000060,"20"]]},
              {"metric":{"job":"node","mode":"user"},"values":[[1700000000,"10"],[1700000030,"NaN"]]}]}\
            """;

    @Test
    void table_vector_hasAColumnALabel() throws Exception {
        assertThat(table(VECTOR))
                .isEqualTo(
                        """
                        METRIC  instance  job    VALUE
                        up      vm        node       1
                        up                a,"b"  12.25
                        """);
    }

    @Test
    void table_matrix_hasAColumnASeries() throws Exception {
        assertThat(table(MATRIX))
                .isEqualTo(
                        """
                        {job="node"}
                        TIME                 {mode="idle"}  {mode="user"}
                        2023-11-14 22:13:20              1             10
                        2023-11-14 22:13:35              2
                        2023-11-14 22:13:50                           NaN
                        2023-11-14 22:14:20             20
                        """);
    }

    @Test
    void table_others_arePlain() throws Exception {
        assertThat(table("{\"resultType\":\"scalar\",\"result\":[1,\"2.5\"]}")).isEqualTo("2.5\n");
        assertThat(table("{\"resultType\":\"string\",\"result\":[1,\"a\\u001bb\"]}"))
                .isEqualTo("a\uFFFDb\n");
        assertThat(table("{\"resultType\":\"vector\",\"result\":[]}")).isEqualTo("no series\n");
        assertThat(
                        table(
                                "{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"histogram\":[1,{\"count\":\"3\",\"sum\":\"4.5\",\"buckets\":[]}]}]}"))
                .isEqualTo("VALUE\ncount=3 sum=4.5\n");
    }

    @Test
    void csv_anyAnswer_isThatOfTheRfc() throws Exception {
        assertThat(Csv.text(answer(VECTOR)))
                .isEqualTo(
                        "__name__,instance,job,timestamp,value\r\nup,vm,node,1700000000.5,1\r\nup,,\"a,\"\"b\"\"\",1700000000.5,12.25\r\n");
        assertThat(Csv.text(answer(MATRIX)))
                .startsWith("job,mode,timestamp,value\r\nnode,idle,1700000000,1\r\n");
    }

    @Test
    void plot_severalSeries_areToldApartBySymbols() throws Exception {
        assertThat(new Plot(44, false, ZoneOffset.UTC).text(answer(MATRIX)))
                .isEqualTo(
                        """
                        20 ┤                                       ●
                           │
                           │
                           │
                        15 ┤
                           │
                           │
                           │
                        10 ┤■
                           │
                           │
                         5 ┤
                           │
                           │
                           │  ●●●●●●●●●
                         0 ┤●●
                           └┬───────────────┬───────────────┬───────
                            22:13:20        22:13:44        22:14:08
                          {job="node"}
                          ● {mode="idle"}
                          ■ {mode="user"}
                        """);
    }

    @Test
    void plot_oneSeries_isInBraille() throws Exception {
        String plot =
                new Plot(60, false, ZoneOffset.UTC)
                        .text(
                                answer(
                                        "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"m\"},\"values\":[[0,\"0\"],[30,\"24684084000\"],[60,\"0\"]]}]}"));

        assertThat(plot).contains("30G ┤").contains(" 0G ┤⡠⠊").contains("  ● m\n");
        assertThat(plot).doesNotContain("\u001b");
        assertThat(plot.lines().mapToInt(String::length).max().orElse(0)).isEqualTo(60);
    }

    @Test
    void plot_onATerminal_hasColours() throws Exception {
        assertThat(new Plot(60, true, ZoneOffset.UTC).text(answer(MATRIX)))
                .contains("\u001b[34m")
                .contains("\u001b[33m■\u001b[0m {mode=\"user\"}");
    }

    @Test
    void plot_nothingFinite_saysSo() throws Exception {
        assertThat(
                        new Plot(60, true, ZoneOffset.UTC)
                                .text(answer("{\"resultType\":\"matrix\",\"result\":[]}")))
                .isEqualTo("nothing to draw: no series with floats\n");
    }

    @Test
    void error_parseError_isMarked() {
        assertThat(
                        ErrorText.of(
                                "invalid parameter \"query\": 2:5: parse error: unexpected <op:->>",
                                "sum(\nüb(- )"))
                .isEqualTo(
                        """
                        invalid parameter "query": 2:5: parse error: unexpected <op:->>
                          üb(- )
                             ^\
                        """);
        assertThat(ErrorText.of("query timed out", "up")).isEqualTo("query timed out");
        assertThat(ErrorText.of("9:9: parse error: x", "up")).isEqualTo("9:9: parse error: x");
        assertThat(ErrorText.of("a: parse error: x", "up")).isEqualTo("a: parse error: x");
    }

    private static String table(String data) throws Exception {
        return new Table(ZoneOffset.UTC).text(answer(data));
    }

    private static Answer answer(String data) throws Exception {
        return Answer.of(JsonReader.read(data));
    }
}
