package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.runtime.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Files and the API together.
class TwoSourcesTest extends AdminFixture {
    @Test
    void files_objects_areReadOnlyAndGoTogetherWithThoseOfTheApi() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"),
                        "tenants:\n  - name: shop\nclusters:\n  - {name: of-file, tenant: late}\n");
        registry.close();
        assertThatThrownBy(() -> open(Optional.of(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("r.yaml:4:5: of-file: its tenant late is not registered");
        Files.writeString(file, "tenants:\n  - name: shop\n");
        open(Optional.of(file));

        assertThat(put(SITE, tenant("shop"), "displayName: x").outcome())
                .isEqualTo(
                        new Outcome.Conflict(
                                "tenant shop is declared in a file, and changed only there: "
                                        + file
                                        + ":2:5"));
        assertThat(admin.delete(SITE, tenant("shop"), NONE).outcome())
                .isInstanceOf(Outcome.Conflict.class);
        assertThat(shown(SITE, tenant("shop")))
                .isEqualTo(
                        new Shown(
                                tenant("shop"),
                                "{\"name\":\"shop\"}",
                                file + ":2:5",
                                0,
                                Optional.empty()));

        done(put(SITE, tenant("late"), "limits: {max_label_names_per_series: 7}"));
        done(put(SITE, cluster("of-api"), "tenant: shop"));
        Files.writeString(
                file,
                """
                tenants: [{name: shop, limits: {max_label_names_per_series: 5}}]
                clusters: [{name: of-file, tenant: late}]
                """);
        await(() -> registry.current().cluster("of-file").isPresent());
        assertThat(names("of-file")).as("of a tenant of the API").isEqualTo(7);
        assertThat(names("of-api")).as("of a tenant of the file").isEqualTo(5);

        done(put(SITE, tenant("late"), "limits: {max_label_names_per_series: 9}"));
        assertThat(names("of-file")).isEqualTo(9);

        Files.writeString(file, "tenants: [{name: shop}, {name: late}]\n");
        await(() -> !registry.warnings().isEmpty());
        assertThat(registry.warnings().getFirst())
                .contains("found tenant late again, expected it once");
        assertThat(registry.current().cluster("of-file")).isPresent();
        assertThat(problems(admin.delete(SITE, tenant("late"), NONE))).hasSize(1);
        Files.writeString(file, "tenants: [{name: shop}, {name: of-api-no-more}]\n");
        await(() -> registry.warnings().isEmpty());
        done(admin.delete(SITE, tenant("late"), NONE));
        assertThat(registry.current().tenant("late")).isEmpty();
    }

    @Test
    void file_wrongOnlyBesideTheApi_isTakenOnceThatGivesWay() throws Exception {
        registry.close();
        Path file = Files.writeString(directory.resolve("r.yaml"), "tenants: [{name: shop}]\n");
        open(Optional.of(file));
        done(put(SITE, tenant("bank"), ""));
        Files.writeString(file, "tenants: [{name: shop}, {name: bank, displayName: of file}]\n");
        await(() -> !registry.warnings().isEmpty());

        done(admin.delete(SITE, tenant("bank"), NONE));

        assertThat(registry.warnings()).isEmpty();
        assertThat(registry.current().tenant("bank").orElseThrow().displayName())
                .isEqualTo("of file");
    }

    private int names(String cluster) {
        return LabelLimits.of(registry.current().cluster(cluster).orElseThrow().config())
                .namesPerSeries();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("never").isLessThan(end);
            boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }
}
