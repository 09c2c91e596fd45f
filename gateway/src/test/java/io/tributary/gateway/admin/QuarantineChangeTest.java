package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.RegistrySnapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Quarantines by the API: in force at once, through a restart, and told in the history.
class QuarantineChangeTest extends AdminFixture {
    @Test
    void quarantine_declaredByTheApi_isInForceAndTold() throws Exception {
        done(put(SITE, tenant("shop"), "{aliases: [store]}"));
        done(put(SITE, cluster("eu-1"), "{tenant: shop}"));
        assertThat(held()).isEmpty();

        done(put(SHOP_ADMIN, cluster("eu-1"), quarantined("held")));
        assertThat(held()).isPresent();
        assertThat(witnessed.getLast().fields()).containsExactly("quarantines");
        assertThat(witnessed.getLast().who()).isEqualTo("shop-admin");

        reopen();
        assertThat(held()).isPresent();
        done(put(SITE, cluster("eu-1"), quarantined("released")));
        assertThat(held()).isEmpty();
        RegistrySnapshot now = registry.current();
        assertThat(now.released(now.tenant("shop").orElseThrow())).hasSize(1);
        assertThat(problems(put(SITE, cluster("eu-1"), quarantined("gone"))))
                .allMatch(problem -> problem.contains("expected held, released or dropped"));
        assertThat(List.copyOf(now.clusters())).hasSize(1);
    }

    private static String quarantined(String state) {
        return "{tenant: shop, quarantines: [{name: incident-7, state: %s}]}".formatted(state);
    }

    private Optional<QuarantineKey> held() {
        ClusterEntry cluster = registry.current().cluster("eu-1").orElseThrow();
        return registry.current().held(cluster, Optional.empty());
    }
}
