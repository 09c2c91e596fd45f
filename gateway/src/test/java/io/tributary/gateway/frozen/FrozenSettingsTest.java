package io.tributary.gateway.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.frozen.Frozen.Difference;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Limits of labels stand for settings that freeze.
class FrozenSettingsTest {
    private static final Path DIRECTORY = Path.of("frozen");
    private static final Path DOCUMENT = Path.of("docs", "frozen-settings.md");
    private static final Tenant SHOP =
            new Tenant(UUID.fromString("6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10"), "shop");

    private static final Tenant BANK = new Tenant(new UUID(0x4000, Long.MIN_VALUE), "bank");
    private static final Config DEFAULTS = Config.defaults(LabelLimits.SETTINGS);

    private SimulatedDisk disk = new SimulatedDisk(7);

    @Test
    void inForce_beforeAndAfterTheFirst_isWhatIsDeclaredThen() throws Exception {
        FrozenSettings settings = open(disk);
        Config seven = declared("max_label_names_per_series: 7");
        Config eight = declared("max_label_names_per_series: 8");
        assertThat(settings.inForce(SHOP, seven)).isSameAs(seven);

        assertThat(settings.freeze(SHOP, seven)).isTrue();
        assertThat(settings.freeze(SHOP, eight)).as("too late").isFalse();
        assertThat(LabelLimits.of(settings.inForce(SHOP, eight)).namesPerSeries()).isEqualTo(7);
        assertThat(settings.inForce(SHOP, eight)).isSameAs(settings.inForce(SHOP, eight));
        assertThat(settings.inForce(BANK, eight)).isSameAs(eight);
        assertThat(settings.differences(SHOP, seven)).isEmpty();
        assertThat(settings.differences(SHOP, eight))
                .containsExactly(
                        new Difference(
                                "limits.max_label_names_per_series", "8", "r.yaml:1:38", "7"));
        assertThat(settings.differences(SHOP, DEFAULTS))
                .containsExactly(
                        new Difference("limits.max_label_names_per_series", "32", "default", "7"));
        assertThat(settings.find("shop").map(Frozen::tenant)).contains(SHOP);
        assertThat(settings.find("bank")).isEmpty();
    }

    /// As each request does: what is in force is made once, whoever asks whether it is.
    @Test
    void freeze_ofWhatIsInForce_makesNothingAnew() throws Exception {
        FrozenSettings settings = open(disk);
        Config seven = declared("max_label_names_per_series: 7");
        Config eight = declared("max_label_names_per_series: 8");
        settings.freeze(SHOP, seven);
        Config inForce = settings.inForce(SHOP, eight);

        assertThat(settings.freeze(SHOP, inForce)).isTrue();
        assertThat(settings.inForce(SHOP, eight)).isSameAs(inForce);

        settings.replace(SHOP, eight);
        assertThat(settings.freeze(SHOP, inForce)).as("replaced meanwhile").isFalse();
    }

    @Test
    void freeze_andReplace_areThereAfterACrash() throws Exception {
        FrozenSettings settings = open(disk);
        Config seven = declared("max_label_names_per_series: 7");
        Config eight = declared("max_label_names_per_series: 8");
        settings.freeze(SHOP, seven);
        settings.freeze(BANK, DEFAULTS);
        disk = disk.crash();
        settings = open(disk);
        assertThat(LabelLimits.of(settings.inForce(SHOP, eight)).namesPerSeries()).isEqualTo(7);
        assertThat(settings.all()).extracting(Frozen::tenant).containsExactly(BANK, SHOP);

        assertThat(settings.replace(SHOP, seven)).as("the same").isEmpty();
        assertThat(settings.replace(SHOP, eight)).hasSize(1);
        disk = disk.crash();
        settings = open(disk);
        assertThat(LabelLimits.of(settings.inForce(SHOP, seven)).namesPerSeries()).isEqualTo(8);
    }

    /// Whatever step of the disk a crash comes before, one of the two is there afterwards, and the
    /// new one where it was said to be.
    @Test
    void replace_crashBeforeEachStep_leavesOneOfTheTwo() throws Exception {
        Config seven = declared("max_label_names_per_series: 7");
        Config eight = declared("max_label_names_per_series: 8");
        boolean done = false;
        for (int step = 1; !done; step++) {
            assertThat(step).as("steps").isLessThan(100);
            disk = new SimulatedDisk(step);
            open(disk).freeze(SHOP, seven);
            FrozenSettings settings = open(disk);
            disk.stopBefore(step);
            try {
                settings.replace(SHOP, eight);
                done = true;
            } catch (IOException e) {
                assertThat(LabelLimits.of(settings.inForce(SHOP, eight)).namesPerSeries())
                        .isEqualTo(7);
            }
            disk = disk.crash();
            int found = LabelLimits.of(open(disk).inForce(SHOP, DEFAULTS)).namesPerSeries();
            assertThat(found).isIn(done ? new Integer[] {8} : new Integer[] {7, 8});
        }
    }

    @Test
    void open_fileThatIsDamagedOrHalfWritten_isToldOrPassedOver() throws Exception {
        FrozenSettings settings = open(disk);
        settings.freeze(SHOP, DEFAULTS);
        write(
                DIRECTORY.resolve(BANK.id() + ".new"),
                "tributary fro".getBytes(StandardCharsets.UTF_8));
        assertThat(open(disk).all()).hasSize(1);

        byte[] bytes = FrozenFile.bytes(settings.find(SHOP.id()).orElseThrow());
        for (int at : new int[] {0, bytes.length / 2, bytes.length - 2}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            write(DIRECTORY.resolve(SHOP.id().toString()), damaged);
            assertThatThrownBy(() -> open(disk))
                    .isInstanceOf(StoredStateException.class)
                    .hasMessageContaining(SHOP.id().toString());
        }
    }

    /// The example is what is written, and is read back.
    @Test
    void document_example_isWhatIsWritten() throws Exception {
        open(disk).freeze(SHOP, declared("max_label_names_per_series: 7"));
        String written =
                new String(
                        FrozenFile.bytes(open(disk).find(SHOP.id()).orElseThrow()),
                        StandardCharsets.UTF_8);

        assertThat(Files.readString(DOCUMENT)).contains("```frozen\n" + written + "```\n");
    }

    private void write(Path path, byte[] bytes) throws IOException {
        if (disk.exists(path)) {
            disk.delete(path);
        }
        try (DiskFile file = disk.open(path, Disk.Mode.CREATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private static FrozenSettings open(Disk disk) throws IOException {
        return FrozenSettings.open(
                disk,
                DIRECTORY,
                LabelLimits.SETTINGS,
                LabelLimits::of,
                new SimulatedClock(1_700_000_000_000L));
    }

    private static Config declared(String limits) {
        byte[] text = "limits: {%s}".formatted(limits).getBytes(StandardCharsets.UTF_8);
        Problems problems = new Problems();
        Config declared =
                YamlTree.read("r.yaml", text, text.length, problems)
                        .map(section -> DEFAULTS.overlaid(LabelLimits.SETTINGS, section, problems))
                        .orElseThrow();
        assertThat(problems.all()).isEmpty();
        return declared;
    }
}
