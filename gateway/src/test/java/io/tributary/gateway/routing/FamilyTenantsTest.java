package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FamilyTenantsTest {
    private static final int NAMES_MAX = 10;

    private final AtomicLong names = new AtomicLong();
    private final FamilyTenants families = new FamilyTenants(NAMES_MAX, names);

    @Test
    void tenants_ofAFamily_areThoseOfItsParts() {
        learn("x_bucket", "a");
        learn("x_count", "b");
        learn("x_bucket", "c");
        learn("xy", "d");

        assertThat(tenants("x")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(tenants("x_bucket")).containsExactlyInAnyOrder("a", "c");
        assertThat(tenants("y")).isEmpty();
    }

    /// What is sent regularly stays; what is not goes, and is in the count no more.
    @Test
    void learn_moreNamesThanThereMayBe_forgetsThoseThatDoNotComeAgain() {
        learn("once", "a");
        for (int i = 0; i < 10 * NAMES_MAX; i++) {
            learn("always", i == 0 ? "a" : "b");
            learn("n" + i, "a");
            assertThat(families.size()).isLessThanOrEqualTo(2 * NAMES_MAX);
            assertThat(names.get()).isEqualTo(families.size());
        }

        assertThat(tenants("once")).isEmpty();
        assertThat(tenants("always")).containsExactly("a", "b");
        assertThat(tenants("n99")).containsExactly("a");
    }

    /// As a request does that began before its sender was forgotten.
    @Test
    void learn_afterItsNamesLeft_isKnownAndNotCounted() {
        learn("x", "a");
        families.leave();
        learn("y", "b");

        assertThat(tenants("y")).containsExactly("b");
        assertThat(names.get()).isZero();
        for (int i = 0; i < 2 * NAMES_MAX; i++) {
            learn("n" + i, "a");
        }
        assertThat(names.get()).isZero();
    }

    /// Names whose hashes are the same are two names.
    @Test
    void tenants_ofNamesWithEqualHashes_areTheirOwn() {
        learn("Aa", "a");
        learn("BB", "b");

        assertThat(tenants("Aa")).containsExactly("a");
        assertThat(tenants("BB")).containsExactly("b");
    }

    private void learn(String metric, String tenant) {
        byte[] name = metric.getBytes(StandardCharsets.UTF_8);
        Route route =
                new Route(
                        1,
                        new Tenant(new UUID(0, 1), tenant),
                        Dialect.SYMBOLS,
                        false,
                        0,
                        RoutePolicy.NONE);
        families.learn(
                new ByteName().set(name, 0, name.length), List.of(new Target(0, route, tenant)));
    }

    private List<String> tenants(String family) {
        byte[] name = ("  " + family).getBytes(StandardCharsets.UTF_8);
        return families.tenants(name, 2, name.length - 2, new Choice());
    }
}
