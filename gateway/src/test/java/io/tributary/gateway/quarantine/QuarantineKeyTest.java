package io.tributary.gateway.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.model.Tenant;
import io.tributary.testkit.SeededCases;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuarantineKeyTest {
    private static final Tenant SHOP =
            new Tenant(UUID.fromString("6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10"), "shop");
    private static final UUID CLUSTER = UUID.fromString("0f0e0d0c-0b0a-3908-8706-050403020100");
    private static final UUID AGENT = UUID.fromString("11111111-2222-4333-8444-555555555555");

    /// Reckoned by Python's `hashlib` and `uuid`.
    @Test
    void within_isAsWritten() {
        assertThat(new QuarantineKey(CLUSTER, Optional.empty(), "incident-7").within(SHOP))
                .isEqualTo(
                        new Tenant(
                                UUID.fromString("e050a33f-dae9-82e8-8d13-1ee5dc4e859c"),
                                "shop/quarantine/incident-7"));
        assertThat(new QuarantineKey(CLUSTER, Optional.of(AGENT), "incident-7").within(SHOP).id())
                .isEqualTo(UUID.fromString("a1079c64-8c7f-8e5c-8f8d-f4736693ca68"));
    }

    @Test
    void within_ofAnyKey_isNobodyElses() {
        Set<UUID> ids = new HashSet<>();
        SeededCases.run(
                1_000,
                random -> {
                    UUID agent = new UUID(random.nextLong(), random.nextLong());
                    String name = "q" + random.between(0, 1_000_000);
                    Tenant owner = new Tenant(new UUID(random.nextLong(), random.nextLong()), name);
                    for (Optional<UUID> of : Set.of(Optional.of(agent), Optional.<UUID>empty())) {
                        Tenant kept = new QuarantineKey(agent, of, name).within(owner);

                        assertThat(ids.add(kept.id())).isTrue();
                        assertThat(QuarantineKey.isTaken(kept.id())).isTrue();
                        assertThat(kept.id().variant()).isEqualTo(2);
                        assertThat(ObjectName.problem("tenant", kept.name())).isPresent();
                    }
                });
        assertThat(QuarantineKey.isTaken(UUID.randomUUID())).isFalse();
        assertThat(QuarantineKey.isTaken(UUID.nameUUIDFromBytes(new byte[] {1}))).isFalse();
    }

    /// The names of owners do not matter: a tenant that is renamed keeps what it has.
    @Test
    void within_ofATenantThatIsRenamed_isTheSame() {
        QuarantineKey key = new QuarantineKey(CLUSTER, Optional.empty(), "q");
        assertThat(key.within(new Tenant(SHOP.id(), "store")).id())
                .isEqualTo(key.within(SHOP).id());
    }
}
