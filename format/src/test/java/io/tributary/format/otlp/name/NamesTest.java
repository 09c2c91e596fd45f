package io.tributary.format.otlp.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NamesTest {
    private static final LabelNaming PREFIXED = new LabelNaming(true, true, true);
    private static final LabelNaming COLLAPSED = new LabelNaming(true, false, false);
    private static final LabelNaming AS_IT_IS = new LabelNaming(false, true, true);

    private static final MetricNaming SUFFIXED = new MetricNaming(true, true);
    private static final MetricNaming PLAIN = new MetricNaming(true, false);
    private static final MetricNaming UTF8_SUFFIXED = new MetricNaming(false, true);

    @Test
    void label_keepingUnderscores_replacesEachCharacter() {
        label("http.method", PREFIXED, "http_method");
        label("a..b", PREFIXED, "a__b");
        label("zürich", PREFIXED, "z_rich");
        label("4xx", PREFIXED, "key_4xx");
        label("_a", PREFIXED, "key_a");
        label(".a", PREFIXED, "key_a");
        label("__a", PREFIXED, "__a");
        label("..a..", PREFIXED, "__a__");
        label("a:b", PREFIXED, "a_b");
        label("_", PREFIXED, "key_");
        label("__", PREFIXED, "");
        label("", PREFIXED, "");
    }

    @Test
    void label_collapsingUnderscores_keepsThoseOfReservedNames() {
        label("a..b", COLLAPSED, "a_b");
        label("a_-_b", COLLAPSED, "a_b");
        label("__a", COLLAPSED, "_a");
        label("__a..b__", COLLAPSED, "__a_b__");
        label("é", COLLAPSED, "");
        label("____", COLLAPSED, "");
    }

    @Test
    void label_notUtf8_isReplacedByteByByte() {
        byte[] name = LabelNamer.name(new byte[] {'a', (byte) 0xC3, 'b', (byte) 0xFF}, PREFIXED);

        assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo("a_b_");
    }

    @Test
    void label_notEscaped_staysAsItIs() {
        label("http.method", AS_IT_IS, "http.method");
        label("___", AS_IT_IS, "___");
    }

    @Test
    void metric_withSuffixes_endsInUnitAndKind() {
        metric("http.server.duration", "s", MetricKind.HISTOGRAM, "http_server_duration_seconds");
        metric("http.requests", "1", MetricKind.COUNTER, "http_requests_total");
        metric("total.requests", "", MetricKind.COUNTER, "requests_total");
        metric("requests", "", MetricKind.UP_DOWN_COUNTER, "requests");
        metric("cpu", "1", MetricKind.GAUGE, "cpu_ratio");
        metric("ratio.cpu", "1", MetricKind.GAUGE, "cpu_ratio");
        metric("cpu", "1", MetricKind.UP_DOWN_COUNTER, "cpu");
        metric("disk.io", "By/s", MetricKind.COUNTER, "disk_io_bytes_per_second_total");
        metric("disk.bytes", "By", MetricKind.GAUGE, "disk_bytes");
        metric("calls", "{call}/min", MetricKind.GAUGE, "calls_per_min");
        metric("speed", "m/s", MetricKind.GAUGE, "speed_meters_per_second");
        metric("a", "x/", MetricKind.GAUGE, "a_x");
        metric("a", "/ä", MetricKind.GAUGE, "a");
        metric("a", "%", MetricKind.GAUGE, "a_percent");
        metric("a__b..c", "", MetricKind.GAUGE, "a_b_c");
        metric("ns:a", "", MetricKind.GAUGE, "ns:a");
        metric("2xx", "", MetricKind.GAUGE, "_2xx");
        metric("é", "", MetricKind.GAUGE, "");
        metric("", "s", MetricKind.GAUGE, "seconds");
    }

    @Test
    void metric_withoutSuffixes_isOnlyEscaped() {
        assertThat(MetricNamer.name("a__b..c", "s", MetricKind.COUNTER, PLAIN)).isEqualTo("a__b_c");
        assertThat(MetricNamer.name("___", "s", MetricKind.COUNTER, PLAIN)).isEqualTo("___");
        assertThat(MetricNamer.name("._.", "s", MetricKind.COUNTER, PLAIN)).isEmpty();
    }

    @Test
    void metric_notEscaped_getsWhatItDoesNotEndWith() {
        utf8("http.duration", "s", MetricKind.HISTOGRAM, "http.duration_seconds");
        utf8("http.duration.seconds", "s", MetricKind.HISTOGRAM, "http.duration.seconds");
        utf8("requests.total", "", MetricKind.COUNTER, "requests_total");
        utf8("disk.io", "By/s", MetricKind.COUNTER, "disk.io_bytes_per_second_total");
        utf8("cpu.ratio", "1", MetricKind.GAUGE, "cpu_ratio");
        utf8("total", "", MetricKind.COUNTER, "total_total");
    }

    @Test
    void unit_ofMetadata_isEscapedAndJoined() {
        assertThat(UnitNames.of("By/s").escaped().joined()).isEqualTo("bytes_per_second");
        assertThat(UnitNames.of("1/s").escaped().joined()).isEqualTo("per_second");
        assertThat(UnitNames.of("{call}").escaped().joined()).isEmpty();
        assertThat(UnitNames.of("a b/c-d").escaped().joined()).isEqualTo("a_b_per_c_d");
        assertThat(UnitNames.of(" s ").escaped().joined()).isEqualTo("seconds");
    }

    @Test
    void labelNames_twoAttributesOfOneName_areOneWord() {
        LabelNames names = new LabelNames(PREFIXED);

        assertThat(attribute(names, "a.b", 0)).isSameAs(attribute(names, "a_b", 1));
        assertThat(attribute(names, "a_b", 0)).isSameAs(names.ofLabel("a_b"));
        assertThat(attribute(names, "__", 0)).isSameAs(Word.NONE);
        assertThat(attribute(names, "x".repeat(LabelNames.NAME_BYTES_MAX + 1), 0))
                .isSameAs(Word.NONE);
    }

    @Test
    void labelNames_moreThanARequestMayBring_knowsNoNewOnes() {
        LabelNames names = new LabelNames(PREFIXED);
        names.begin();
        for (int i = 0; i < LabelNames.NAMES_MAX; i++) {
            attribute(names, "a" + i, 0);
        }

        assertThat(names.isFull()).isTrue();
        assertThat(attribute(names, "b", 0)).isSameAs(Word.NONE);
        assertThat(attribute(names, "a7", 0).text()).isEqualTo(bytes("a7"));
        names.begin();
        assertThat(names.isFull()).isFalse();
        assertThat(attribute(names, "b", 0).text()).isEqualTo(bytes("b"));
    }

    @Test
    void families_moreThanARequestMayBring_haveNoName() {
        Families families = new Families(SUFFIXED);
        families.begin();
        for (int i = 0; i < Families.FAMILIES_MAX; i++) {
            family(families, "m" + i);
        }

        assertThat(families.isFull()).isTrue();
        assertThat(family(families, "n").hasName()).isFalse();
        assertThat(family(families, "m7").bucket().text()).isEqualTo(bytes("m7_seconds_bucket"));
        families.begin();
        assertThat(family(families, "n").hasName()).isTrue();
    }

    private static Family family(Families families, String name) {
        byte[] text = bytes(name + "s");
        return families.of(text, 0, text.length - 1, text.length - 1, 1, MetricKind.HISTOGRAM);
    }

    private static Word attribute(LabelNames names, String name, int place) {
        byte[] text = bytes(name);
        return names.ofAttribute(text, 0, text.length, place);
    }

    private static void label(String attribute, LabelNaming naming, String want) {
        byte[] name = LabelNamer.name(bytes(attribute), naming);

        assertThat(new String(name, StandardCharsets.UTF_8)).as("%s", attribute).isEqualTo(want);
    }

    private static void metric(String name, String unit, MetricKind kind, String want) {
        assertThat(MetricNamer.name(latin(name), latin(unit), kind, SUFFIXED))
                .as("%s in %s", name, unit)
                .isEqualTo(want);
    }

    private static void utf8(String name, String unit, MetricKind kind, String want) {
        assertThat(MetricNamer.name(name, unit, kind, UTF8_SUFFIXED)).isEqualTo(want);
    }

    private static String latin(String text) {
        return new String(bytes(text), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
