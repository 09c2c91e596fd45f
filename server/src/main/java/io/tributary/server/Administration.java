package io.tributary.server;

import io.tributary.gateway.admin.Enrolments;
import io.tributary.gateway.admin.WriteExplainer;
import io.tributary.gateway.pki.enroll.Approvals;
import io.tributary.gateway.registry.Registry;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.Disk;
import io.tributary.server.admin.AdminApi;
import io.tributary.server.admin.ExplainApi;
import io.tributary.server.admin.FrozenApi;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.backup.BackupRoutes;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.enroll.Authority;
import io.tributary.server.enroll.AuthorityRoutes;
import io.tributary.server.enroll.AuthoritySettings;
import io.tributary.server.enroll.EnrollRoutes;
import java.io.IOException;
import java.util.Optional;

/// All by which who there is is seen to: the registry's API, what would become of their series,
/// backups, and where there is an authority, enrolment and what is done to it.
record Administration(
        AdminApi registry,
        ExplainApi explain,
        FrozenApi frozen,
        BackupRoutes backup,
        Optional<OfAuthority> authority) {
    /// What there is besides where there is an authority.
    private record OfAuthority(
            Authority authority,
            Registry registry,
            EnrollRoutes enrolling,
            AuthorityRoutes routes) {}

    /// @throws ConfigException if the authority is not set as it can be
    static Administration of(
            Config config, Entrance entrance, Gate gate, AuditTrail trail, Clock clock)
            throws ConfigException {
        Registry registry = entrance.registry();
        Optional<Authority> authority = entrance.certificates().authority();
        Optional<AuthoritySettings> own = AuthoritySettings.of(config);
        Optional<OfAuthority> routes =
                authority.isEmpty() || own.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new OfAuthority(
                                        authority.get(),
                                        registry,
                                        new EnrollRoutes(
                                                gate, registry, trail, own.get().renewExpired()),
                                        new AuthorityRoutes(
                                                gate, authority.get(), registry, trail)));
        return new Administration(
                new AdminApi(entrance.admin()),
                new ExplainApi(
                        gate,
                        new WriteExplainer(
                                registry,
                                authority.map(Authority::enrolments).orElse(Enrolments.NONE),
                                trail,
                                clock)),
                new FrozenApi(gate, entrance.frozen()),
                new BackupRoutes(gate, registry, authority, config, clock, trail),
                routes);
    }

    void addTo(GuardedRoutes routes) {
        registry.addTo(routes);
        explain.addTo(routes);
        frozen.addTo(routes);
        backup.addTo(routes);
        authority.ifPresent(own -> {
            own.enrolling().addTo(routes);
            own.routes().addTo(routes);
        });
    }

    /// Has agents enrol from now on.
    ///
    /// @throws IOException if the files of tokens, agents and approvals cannot be read
    void open(Disk disk, Clock clock) throws IOException {
        if (authority.isEmpty()) {
            return;
        }
        OfAuthority own = authority.get();
        Approvals approvals = own.authority().approvals(disk, clock);
        own.enrolling().open(own.authority().enrolment(disk, own.registry(), clock), approvals);
        own.routes().open(approvals);
    }
}
