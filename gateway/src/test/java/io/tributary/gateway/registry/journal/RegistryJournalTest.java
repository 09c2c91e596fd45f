package io.tributary.gateway.registry.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegistryJournalTest {
    private static final Path DIRECTORY = Path.of("registry");
    private static final Path FILE = DIRECTORY.resolve("changes.log");
    private static final Path DOCUMENT = Path.of("docs", "registry-journal.md");
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectKey SHOP = new ObjectKey(ObjectKind.TENANT, "shop");
    private static final ObjectKey AGENT =
            new ObjectKey(ObjectKind.AGENT, "00000000-0000-1003-8000-000000000003");
    private static final ObjectKey EU = new ObjectKey(ObjectKind.CLUSTER, "eu-1");

    @Test
    void append_changes_areFoundAgainWithTheirHistory() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            assertThat(disk.exists(DIRECTORY)).as("nothing before the first change").isFalse();
            assertThat(journal.version()).isZero();
            journal.append(set(put(SHOP, "{\"name\":\"shop\"}"), put(EU, "{\"name\":\"eu-1\"}")));
            journal.append(set(put(SHOP, "{\"name\":\"shop\",\"displayName\":\"Shop\"}")));
            journal.append(set(new Change.Delete(EU, List.of("shop"))));
        }
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            assertThat(journal.version()).isEqualTo(3);
            assertThat(journal.objects())
                    .containsExactly(
                            Map.entry(
                                    SHOP,
                                    new StoredObject(
                                            2, "{\"name\":\"shop\",\"displayName\":\"Shop\"}")));
            assertThat(journal.warnings()).isEmpty();
            List<HistoryEntry> history = journal.history(entry -> true, 10);
            assertThat(history).extracting(HistoryEntry::version).containsExactly(3L, 2L, 1L, 1L);
            assertThat(history.get(1))
                    .isEqualTo(
                            new HistoryEntry(
                                    2,
                                    TIME,
                                    "alice",
                                    "192.0.2.1",
                                    HistoryEntry.Action.CHANGE,
                                    SHOP,
                                    List.of("shop"),
                                    List.of("displayName")));
            assertThat(journal.history(entry -> entry.key().equals(EU), 1)).hasSize(1);
        }
    }

    @Test
    void open_twice_isRefused() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            journal.append(set(put(SHOP, "{}")));

            assertThatIOException()
                    .isThrownBy(() -> RegistryJournal.open(disk, DIRECTORY))
                    .withMessageContaining("another process has it");
        }
    }

    /// The machine stops before each step of a life of changes, folding among them, and what it
    /// finds is what was answered for, or one change more.
    @Test
    void crash_beforeAnyStep_losesNothingThatWasAnsweredFor() throws Exception {
        int crashes = 0;
        for (int seed = 0; seed < 12; seed++) {
            for (int step = 1; ; step++) {
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.stopBefore(step);
                List<Map<ObjectKey, StoredObject>> answered = live(disk);
                Map<ObjectKey, StoredObject> last = answered.getLast();
                SimulatedDisk found = disk.crash();
                try (RegistryJournal journal = RegistryJournal.open(found, DIRECTORY, 300)) {
                    String how = "seed %d, step %d".formatted(seed, step);
                    long version = journal.version();
                    assertThat(version)
                            .as(how)
                            .isBetween(answered.size() - 1L, (long) answered.size());
                    assertThat(journal.objects()).as(how).isEqualTo(expected((int) version));
                    journal.append(set(put(SHOP, "{\"after\":\"it\"}")));
                    assertThat(shop(journal)).isEqualTo("{\"after\":\"it\"}");
                }
                try (RegistryJournal again = RegistryJournal.open(found, DIRECTORY, 300)) {
                    assertThat(shop(again)).isEqualTo("{\"after\":\"it\"}");
                    assertThat(again.objects())
                            .hasSizeGreaterThanOrEqualTo(Math.max(1, last.size() - 1));
                }
                if (answered.size() - 1 == CHANGES) {
                    break;
                }
                crashes++;
            }
        }
        assertThat(crashes).isGreaterThan(500);
    }

    private static final int CHANGES = 12;

    /// What was there after each change that was answered for, nothing first.
    private static List<Map<ObjectKey, StoredObject>> live(SimulatedDisk disk) {
        List<Map<ObjectKey, StoredObject>> answered = new ArrayList<>();
        answered.add(Map.of());
        // Not closed: the machine stops.
        try {
            RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY, 300);
            for (int version = 1; version <= CHANGES; version++) {
                journal.append(set(change(version)));
                answered.add(journal.objects());
            }
        } catch (IOException e) {
            // The step before which it stopped.
        }
        return answered;
    }

    private static Change change(int version) {
        ObjectKey key = new ObjectKey(ObjectKind.TENANT, "t" + version % 5);
        return version % 4 == 0
                ? new Change.Delete(
                        new ObjectKey(ObjectKind.TENANT, "t" + (version - 1) % 5), List.of())
                : put(
                        key,
                        "{\"name\":\"%s\",\"displayName\":\"%d\"}".formatted(key.name(), version));
    }

    private static Map<ObjectKey, StoredObject> expected(int versions) {
        Map<ObjectKey, StoredObject> objects = new LinkedHashMap<>();
        for (int version = 1; version <= versions; version++) {
            switch (change(version)) {
                case Change.Put(var key, _, var json) ->
                        objects.put(key, new StoredObject(version, json));
                case Change.Delete(var key, _) -> objects.remove(key);
            }
        }
        return objects;
    }

    @Test
    void append_failed_isNotInForceAndTheNextOneMendsTheFile() throws Exception {
        for (int nth = 1; nth <= 2; nth++) {
            SimulatedDisk disk = new SimulatedDisk(nth);
            try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
                journal.append(set(put(SHOP, "{\"n\":\"1\"}")));
                disk.failSync(nth);
                assertThatIOException()
                        .isThrownBy(() -> journal.append(set(put(SHOP, "{\"n\":\"2\"}"))));
                assertThat(journal.version()).isEqualTo(1);
                assertThat(shop(journal)).isEqualTo("{\"n\":\"1\"}");

                journal.append(set(put(EU, "{}")));
            }
            try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
                assertThat(journal.version()).isEqualTo(2);
                assertThat(shop(journal)).isEqualTo("{\"n\":\"1\"}");
                assertThat(journal.history(entry -> true, 10)).hasSize(2);
            }
        }
    }

    @Test
    void open_lastLineTorn_isCutAndTold() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        byte[] bytes = written(disk);
        int end = bytes.length;
        for (int cut = 2; cut < 40; cut += 7) {
            truncate(disk, end - cut);
            try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
                assertThat(journal.version()).isEqualTo(2);
                assertThat(journal.warnings())
                        .singleElement()
                        .asString()
                        .contains("had not been written to its end")
                        .contains("were cut off");
            }
            try (RegistryJournal again = RegistryJournal.open(disk, DIRECTORY)) {
                assertThat(again.warnings()).isEmpty();
            }
            write(disk, bytes);
        }
        truncate(disk, end - 1);
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            assertThat(journal.version()).as("only its end was missing").isEqualTo(3);
        }
        assertThat(read(disk)).isEqualTo(bytes);
    }

    /// Each bit of the file turned over: it is told, or says the same as before.
    @Test
    void open_anyBitTurned_isTold() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        byte[] bytes = written(disk);
        Map<ObjectKey, StoredObject> objects;
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            objects = journal.objects();
        }
        int told = 0;
        for (int at = 0; at < bytes.length; at++) {
            disk.flipBit(FILE, at, at % 8);
            try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
                assertThat(journal.objects()).as("bit of %d", at).isEqualTo(objects);
                assertThat(journal.version()).isEqualTo(3);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("changes.log: line ");
                told++;
            }
            write(disk, bytes);
        }
        assertThat(told).isGreaterThan(bytes.length - 10);
    }

    @Test
    void open_lineMissing_isTold() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        String text = new String(written(disk), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        write(disk, (lines.get(0) + "\n" + lines.get(2) + "\n").getBytes(StandardCharsets.UTF_8));

        assertThatIOException()
                .isThrownBy(() -> RegistryJournal.open(disk, DIRECTORY))
                .withMessageContaining(
                        "line 2: found version 3 behind version 1: lines are missing");
    }

    @Test
    void fold_manyChanges_keepsObjectsAndTheNewestHistory() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        int count = JournalState.HISTORY_MAX + 50;
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY, 200_000)) {
            for (int from = 0; from < count; from += 2_500) {
                List<Change> changes =
                        IntStream.range(from, Math.min(count, from + 2_500))
                                .mapToObj(i ->
                                        put(
                                                new ObjectKey(ObjectKind.TENANT, "t" + i % 3_000),
                                                "{\"i\":\"" + i + "\"}"))
                                .toList();
                journal.append(new ChangeSet(TIME, "alice", "192.0.2.1", changes));
            }
        }
        assertThat(new String(read(disk), StandardCharsets.UTF_8))
                .contains("\"parts\":3,\"state\":");
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            assertThat(journal.objects()).hasSize(3_000);
            assertThat(journal.history(entry -> true, count)).hasSize(JournalState.HISTORY_MAX);
            assertThat(journal.history(entry -> true, 1).getFirst().key().name())
                    .isEqualTo("t" + (count - 1) % 3_000);
        }
    }

    /// The example of the document; `-Dupdate` writes it anew.
    @Test
    void document_example_isWhatIsWritten() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        byte[] bytes = written(disk);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf("```journal\n") + "```journal\n".length();
        int end = document.indexOf("```", start);
        if (System.getProperty("update") != null) {
            Files.writeString(
                    DOCUMENT, document.substring(0, start) + text + document.substring(end));
            return;
        }
        assertThat(document.substring(start, end)).isEqualTo(text);
    }

    private static String shop(RegistryJournal journal) {
        return requireNonNull(journal.objects().get(SHOP)).json();
    }

    private static byte[] written(SimulatedDisk disk) throws Exception {
        try (RegistryJournal journal = RegistryJournal.open(disk, DIRECTORY)) {
            journal.append(
                    set(
                            put(
                                    SHOP,
                                    "{\"name\":\"shop\",\"limits\":{\"max_label_names_per_series\":40}}"),
                            put(EU, "{\"name\":\"eu-1\",\"tenant\":\"shop\"}")));
            journal.append(
                    set(
                            put(
                                    SHOP,
                                    "{\"name\":\"shop\",\"displayName\":\"The \\\"shop\\\"\\u000a\"}"),
                            put(
                                    AGENT,
                                    "{\"id\":\"%s\",\"cluster\":\"eu-1\",\"state\":\"revoked\"}"
                                            .formatted(AGENT.name()))));
            journal.append(
                    set(
                            new Change.Delete(AGENT, List.of("shop")),
                            new Change.Delete(EU, List.of("shop"))));
        }
        return read(disk);
    }

    private static ChangeSet set(Change... changes) {
        return new ChangeSet(TIME, "alice", "192.0.2.1", List.of(changes));
    }

    private static Change put(ObjectKey key, String json) {
        return new Change.Put(key, List.of("shop"), json);
    }

    private static byte[] read(Disk disk) throws IOException {
        try (DiskFile file = disk.open(FILE, Disk.Mode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    private static void write(Disk disk, byte[] bytes) throws IOException {
        try (DiskFile file = disk.open(FILE, Disk.Mode.WRITE)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private static void truncate(Disk disk, int size) throws IOException {
        try (DiskFile file = disk.open(FILE, Disk.Mode.WRITE)) {
            file.truncate(size);
        }
    }
}
