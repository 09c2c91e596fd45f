package io.tributary.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.model.flow.WriteResult.Value;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whatever texts come from outside, a line is one line, bounded, well-formed JSON, and read back
/// as it was.
class AuditLinesTest {
    private static final List<String> STRANGE =
            List.of(
                    "",
                    "\"",
                    "\\",
                    "\\u0041",
                    "\n",
                    "\r\n",
                    "\0",
                    "\u001b[31m",
                    "\u2028",
                    "\ud800",
                    "\udc00",
                    "😀",
                    "\u007f",
                    "é",
                    "},{",
                    "null",
                    "\"}\n{\"type\":\"event\",\"kind\":\"admin\"",
                    "\ufeff",
                    "a".repeat(300),
                    "😀".repeat(3_000));

    @Test
    void event_ofStrangeTexts_isOneLineAndReadBack() {
        SeededCases.run(
                3_000,
                random -> {
                    Origin origin =
                            new Origin(
                                    text(random),
                                    text(random),
                                    random.oneIn(3)
                                            ? Optional.empty()
                                            : Optional.of(
                                                    new Tenant(UUID.randomUUID(), text(random))),
                                    text(random),
                                    text(random),
                                    text(random));
                    AuditEvent event =
                            new AuditEvent(
                                    random.nextLong() >>> 20,
                                    random.pick(List.of(Kind.values())),
                                    origin,
                                    text(random),
                                    text(random),
                                    finding(random));
                    Line line = AuditLines.event(event);
                    check(line, event);
                });
    }

    private static void check(Line line, AuditEvent event) {
        byte[] bytes = line.bytes();
        assertThat(bytes.length).isLessThanOrEqualTo(AuditLines.LINE_BYTES_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
        Json json = JsonReader.read(text.strip());
        AuditLine read = AuditLineReader.read(bytes, 0, bytes.length - 1).orElseThrow();
        assertThat(read.type()).isEqualTo(AuditLine.Type.EVENT);
        assertThat(read.fromMillis()).isEqualTo(event.timeMillis());
        assertThat(read.toMillis()).isEqualTo(event.timeMillis());
        read.texts()
                .forEach((name, value) -> assertThat(json.member(name).text()).isEqualTo(value));
        read.numbers()
                .forEach((name, value) ->
                        assertThat(json.member(name).text()).isEqualTo(Long.toString(value)));
        assertThat(read.text("principal")).isEqualTo(whole(event.origin().principal()));
        assertThat(read.text("detail")).isEqualTo(whole(event.detail()));
        assertThat(read.text("kind")).isEqualTo(event.kind().word());
        assertThat(read.series().isPresent()).isEqualTo(event.finding().isPresent());
        if (event.finding().isPresent() && !json.members().containsKey("seriesCut")) {
            Labels.Builder labels = new Labels.Builder();
            Labels told = event.finding().get().series();
            for (int i = 0; i < told.size(); i++) {
                labels.set(whole(told.name(i)), whole(told.value(i)));
            }
            assertThat(read.series()).contains(labels.build());
        }
    }

    /// Half a pair of surrogates cannot be written in UTF-8.
    private static String whole(String text) {
        return new String(
                text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c).toArray(),
                0,
                (int) text.codePoints().count());
    }

    private static String text(SeededCases.Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.between(0, 3);
        for (int i = 0; i < parts; i++) {
            text.append(random.pick(STRANGE));
        }
        return text.toString();
    }

    private static Optional<Finding> finding(SeededCases.Random random) {
        if (random.oneIn(3)) {
            return Optional.empty();
        }
        Labels.Builder labels = new Labels.Builder();
        int count = random.oneIn(10) ? 1_000 : random.between(0, 8);
        for (int i = 0; i < count; i++) {
            labels.set("n" + i + whole(text(random)), text(random));
        }
        return Optional.of(
                random.oneIn(2)
                        ? new Finding.Late(labels.build(), random.nextLong(), 0, 1)
                        : new Finding.Conflict(
                                labels.build(),
                                random.nextLong(),
                                new Value.FloatBits(random.nextLong()),
                                new Value.HistogramDigest(random.nextLong(), 0)));
    }

    /// Pieces and mixtures of lines are no lines, or are such.
    @Test
    void reader_ofDamagedLines_neverThrows() {
        SeededCases.run(
                5_000,
                random -> {
                    AuditEvent event =
                            new AuditEvent(
                                    1,
                                    Kind.LATE,
                                    Origin.unknown("::1", "/x\n"),
                                    "late",
                                    "é\\",
                                    Optional.of(new Finding.Late(Labels.of("a", "b"), 1, 2, 3)));
                    byte[] bytes = AuditLines.event(event).bytes();
                    int changes = random.between(1, 4);
                    for (int i = 0; i < changes; i++) {
                        bytes[random.between(0, bytes.length - 1)] = (byte) random.nextLong();
                    }
                    int from = random.oneIn(2) ? 0 : random.between(0, bytes.length - 1);
                    int length = random.between(0, bytes.length - from);
                    Optional<AuditLine> read = AuditLineReader.read(bytes, from, length);
                    read.ifPresent(line -> assertThat(line.type()).isNotNull());
                });
    }

    @Test
    void cut_sparesPairsOfSurrogates() {
        assertThat(BoundedText.cut("abc", 3)).isEqualTo("abc");
        assertThat(BoundedText.cut("abcd", 3)).isEqualTo("ab…");
        assertThat(BoundedText.cut("a😀bcd", 3)).isEqualTo("a…");
    }

    @Test
    void kinds_areFoundByTheirWords() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.of(kind.word())).contains(kind);
        }
        assertThat(Kind.of("Conflict")).isEmpty();
    }
}
