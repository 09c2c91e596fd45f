package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.admin.FrozenTenants.Answer;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.model.Tenant;
import io.tributary.runtime.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Limits of labels stand for settings that freeze.
class FrozenTenantsTest extends AdminFixture {
    private static final Tenant SHOP = new Tenant(new UUID(0x4000, Long.MIN_VALUE), "shop");
    private static final String SEVEN = "limits: {max_label_names_per_series: 7}";
    private static final String EIGHT = "limits: {max_label_names_per_series: 8}";

    @Test
    void put_settingThatIsFrozen_needsForceAndIsTold() throws Exception {
        done(put(SITE, tenant("shop"), SEVEN));
        freeze();

        assertThat(problems(put(SITE, tenant("shop"), EIGHT)))
                .singleElement()
                .asString()
                .startsWith(
                        "tenant shop: limits.max_label_names_per_series: found 8, expected 7, which is frozen since ")
                .endsWith("say force (--force, ?force=true)");
        assertThat(problems(apply(SITE, bytes("tenants: [{name: shop}]"), false))).hasSize(1);
        done(put(SITE, tenant("shop"), "{displayName: The shop, " + SEVEN + "}"));
        assertThat(inForce()).isEqualTo(7);
        assertThat(replaced).isEmpty();

        done(admin.put(SITE, tenant("shop"), bytes(EIGHT), NONE, true));
        assertThat(inForce()).isEqualTo(8);
        assertThat(replaced)
                .containsExactly(
                        "site 192.0.2.1 shop limits.max_label_names_per_series: before 7, after 8");
        assertThat(frozen.warnings(registry.current())).isEmpty();
        reopen();
        assertThat(inForce()).isEqualTo(8);
    }

    @Test
    void put_tenantThatComesBack_isHeldToWhatIsFrozen() throws Exception {
        done(put(SITE, tenant("shop"), SEVEN));
        freeze();
        done(admin.delete(SITE, tenant("shop"), NONE));

        assertThat(problems(put(SITE, tenant("shop"), EIGHT))).hasSize(1);
        done(put(SITE, tenant("shop"), SEVEN));
        assertThat(problems(put(SITE, tenant("other"), "{id: %s, %s}".formatted(SHOP.id(), EIGHT))))
                .as("the same tenant by its id")
                .isNotEmpty();
    }

    @Test
    void apply_forcedTrial_changesNothing() throws Exception {
        done(put(SITE, tenant("shop"), SEVEN));
        freeze();

        done(admin.apply(SITE, bytes("tenants: [{name: shop, %s}]".formatted(EIGHT)), true, true));
        assertThat(inForce()).isEqualTo(7);
        assertThat(replaced).isEmpty();
    }

    @Test
    void file_thatDeclaresSomethingElse_isWarnedOfUntilItIsForced() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"), "tenants: [{name: shop, " + SEVEN + "}]");
        registry.close();
        open(Optional.of(file));
        freeze();
        Files.writeString(file, "tenants: [{name: shop, " + EIGHT + "}]");
        registry.close();
        open(Optional.of(file));

        assertThat(frozen.warnings(registry.current()))
                .singleElement()
                .asString()
                .startsWith(file + ":1:")
                .contains(
                        "tenant shop: limits.max_label_names_per_series: found 8, expected 7, which is frozen since ")
                .endsWith("tributary tenants frozen shop --force");
        assertThat(inForce()).isEqualTo(7);
        assertThat(frozen.find(SHOP_ADMIN, "shop"))
                .isInstanceOfSatisfying(
                        Answer.No.class,
                        no -> assertThat(no.why()).isInstanceOf(Outcome.Forbidden.class));
        assertThat(frozen.replace(SITE, "nobody"))
                .isInstanceOfSatisfying(
                        Answer.No.class,
                        no -> assertThat(no.why()).isInstanceOf(Outcome.NotFound.class));
        assertThat(frozen.replace(SITE, "shop"))
                .isInstanceOfSatisfying(
                        Answer.Of.class, of -> assertThat(of.tenant().differences()).hasSize(1));
        assertThat(inForce()).isEqualTo(8);
        assertThat(frozen.warnings(registry.current())).isEmpty();
        assertThat(replaced).hasSize(1);
    }

    private void freeze() throws Exception {
        assertThat(frozen.settings().freeze(SHOP, config())).isTrue();
    }

    private int inForce() {
        return LabelLimits.of(frozen.settings().inForce(SHOP, config())).namesPerSeries();
    }

    private Config config() {
        return registry.current().tenant("shop").map(TenantEntry::config).orElseThrow();
    }
}
