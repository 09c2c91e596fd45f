package io.tributary.gateway.admin;

import io.tributary.gateway.admin.WriteExplanation.Admitted;
import io.tributary.gateway.admin.WriteExplanation.InTenant;
import io.tributary.gateway.admin.WriteExplanation.Owner;
import io.tributary.gateway.admin.WriteExplanation.Refused;
import io.tributary.gateway.admin.WriteExplanation.Routing;
import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Callers;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.RegistryView;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.routing.Destination;
import io.tributary.gateway.routing.Router;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.clock.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says what would become of a series, if a sender wrote it now: by asking the very parts that a
/// write passes, in their order. Nothing is written, made, counted or learned by it.
///
/// Rates, sizes of requests, times and values of samples are not looked at, nor the memory for new
/// series. Who asks sees senders as they see the registry's objects; of a tenant that they do not
/// see to, only that a series goes there. Safe from any thread.
public final class WriteExplainer {
    private static final int BAD_REQUEST = 400;
    private static final LabelAdmission ADMISSION = new LabelAdmission((_, _, _) -> {});

    private final Registry registry;
    private final Enrolments enrolments;
    private final AdminWitness witness;
    private final Clock clock;

    public WriteExplainer(
            Registry registry, Enrolments enrolments, AdminWitness witness, Clock clock) {
        this.registry = registry;
        this.enrolments = enrolments;
        this.witness = witness;
        this.clock = clock;
    }

    /// Who writes.
    public sealed interface Sender {
        /// A credential by its name, or an agent by its id, alone or behind its cluster's name and
        /// a slash.
        record Named(String name) implements Sender {}

        /// Somebody whom a token of others makes a writer of a cluster.
        record OfCluster(String name) implements Sender {}

        /// Whoever comes, while nobody is asked who they are.
        record Anybody() implements Sender {}
    }

    /// What is asked.
    ///
    /// @param headers by which the sender chooses a tenant
    /// @param series its labels as they are sent, in that order
    public record Question(Sender sender, TenantHeaders headers, List<Label> series) {
        public Question {
            series = List.copyOf(series);
        }
    }

    /// What is answered.
    public sealed interface Answer {
        record Explained(WriteExplanation explanation) implements Answer {}

        /// There is no such sender, or none that who asks may know of.
        record Unknown(Outcome why) implements Answer {}
    }

    /// Who there is to be explained.
    private sealed interface Found {
        record Writer(Caller caller) implements Found {}

        /// Somebody who is let in nowhere.
        record Outside(String name, IdentityException why) implements Found {}

        record Nobody(ObjectKey key) implements Found {}
    }

    /// What would become of it.
    ///
    /// @param authorizer makes routes of senders
    /// @param usage says what there is room for
    public Answer explain(
            AdminCaller asker, Question question, Authorizer authorizer, SeriesUsage usage) {
        RegistryView view = registry.view();
        AdminRights rights = new AdminRights(asker.caller(), view, enrolments);
        return switch (find(question.sender(), rights)) {
            case Found.Nobody(var key) -> new Answer.Unknown(unknown(asker, rights, key));
            case Found.Outside(var name, var why) ->
                    new Answer.Explained(refused(Callers.withoutRights(name), why));
            case Found.Writer(var caller) ->
                    new Answer.Explained(
                            explain(caller, question, rights, view.snapshot(), authorizer, usage));
        };
    }

    private Outcome unknown(AdminCaller asker, AdminRights rights, ObjectKey key) {
        if (rights.isOfAll()) {
            return new Outcome.NotFound(
                    key.kind() == ObjectKind.CLUSTER
                            ? key + " is not registered"
                            : "%s is no credential that is registered, and no agent that has a certificate; who has a token of others is a sender of its cluster"
                                    .formatted(key.name()));
        }
        String why = rights.refusal(key);
        witness.refused(asker.name(), asker.from(), why);
        return new Outcome.Forbidden(why);
    }

    private Found find(Sender sender, AdminRights rights) {
        return switch (sender) {
            case Sender.Anybody _ -> new Found.Writer(Caller.OPEN);
            case Sender.OfCluster(var name) -> {
                Optional<ClusterEntry> cluster =
                        seen(rights, ObjectKind.CLUSTER, name)
                                .flatMap(_ -> rights.view().snapshot().cluster(name));
                yield cluster.isPresent()
                        ? new Found.Writer(
                                Callers.ofCluster(name, Set.of(Role.WRITER), cluster.get()))
                        : new Found.Nobody(new ObjectKey(ObjectKind.CLUSTER, name));
            }
            case Sender.Named(var name) -> {
                Optional<CredentialEntry> credential =
                        seen(rights, ObjectKind.CREDENTIAL, name)
                                .flatMap(_ -> rights.view().snapshot().credential(name));
                yield credential.isPresent()
                        ? credential(rights.view().snapshot(), credential.get())
                        : agent(name, rights);
            }
        };
    }

    private static Optional<Declared> seen(AdminRights rights, ObjectKind kind, String name) {
        return rights.view().find(new ObjectKey(kind, name)).filter(rights::sees);
    }

    private Found credential(RegistrySnapshot snapshot, CredentialEntry credential) {
        try {
            return new Found.Writer(
                    Callers.of(snapshot, credential, Instant.ofEpochMilli(clock.wallMillis())));
        } catch (IdentityException e) {
            return new Found.Outside(credential.name(), e);
        }
    }

    private static Found agent(String name, AdminRights rights) {
        Optional<KnownAgents.Known> agent =
                rights.agents()
                        .find(name.substring(name.indexOf('/') + 1))
                        .filter(rights::sees)
                        .filter(known -> isNamed(known, name));
        if (agent.isEmpty() || agent.get().enrolled().isEmpty()) {
            return new Found.Nobody(new ObjectKey(ObjectKind.CREDENTIAL, name));
        }
        try {
            return new Found.Writer(
                    Callers.ofAgent(
                            rights.view().snapshot(),
                            agent.get().enrolled().get().cluster(),
                            agent.get().id()));
        } catch (IdentityException e) {
            return new Found.Outside(name, e);
        }
    }

    private static boolean isNamed(KnownAgents.Known agent, String name) {
        return name.equals(agent.id().toString())
                || agent.cluster()
                        .filter(cluster -> name.equals(cluster.name() + "/" + agent.id()))
                        .isPresent();
    }

    private WriteExplanation explain(
            Caller caller,
            Question question,
            AdminRights rights,
            RegistrySnapshot snapshot,
            Authorizer authorizer,
            SeriesUsage usage) {
        Destination destination;
        try {
            caller.require(Permission.WRITE);
            destination = authorizer.foresee(snapshot, caller, question.headers(), Dialect.SYMBOLS);
        } catch (IdentityException e) {
            return refused(caller, e);
        }
        WriteBatch batch = LabelText.batch(question.series());
        Optional<Routing> routing = destination.router().map(router -> routing(router, batch));
        List<Route> routes =
                routing.map(found -> found.way().routes()).orElse(List.of(destination.home()));
        List<InTenant> tenants = new ArrayList<>();
        for (Route route : routes) {
            tenants.add(inTenant(route, caller, question.series(), batch, rights, usage));
        }
        return new WriteExplanation(
                caller,
                Optional.empty(),
                Optional.of(destination.home().tenant().name()),
                routing,
                tenants);
    }

    private static Routing routing(Router router, WriteBatch batch) {
        return new Routing(router.policy(), router.way(batch, 0));
    }

    private static InTenant inTenant(
            Route route,
            Caller caller,
            List<Label> series,
            WriteBatch batch,
            AdminRights rights,
            SeriesUsage usage) {
        RegistrySnapshot snapshot = rights.view().snapshot();
        Optional<ClusterEntry> cluster = caller.cluster().flatMap(snapshot::cluster);
        String tenant = route.tenant().name();
        return new InTenant(
                tenant,
                cluster.filter(_ -> route.isApart())
                        .flatMap(of -> snapshot.held(of, caller.agent()))
                        .map(QuarantineKey::name),
                rights.seesTenant(rights.view().ownName(tenant))
                        ? Optional.of(
                                admitted(
                                        route,
                                        series,
                                        batch,
                                        owners(snapshot.tenant(tenant), cluster),
                                        usage))
                        : Optional.empty());
    }

    private static Admitted admitted(
            Route route,
            List<Label> series,
            WriteBatch batch,
            List<Owner> owners,
            SeriesUsage usage) {
        Labels.Builder sent = new Labels.Builder();
        series.forEach(label -> sent.set(label.name(), label.value()));
        StepLog steps = new StepLog(sent.build(), owners);
        Verdict verdict = new Verdict();
        ADMISSION.admit(route, batch, 0, verdict, steps);
        Optional<Refused> refused =
                verdict.isRefused()
                        ? Optional.of(
                                new Refused(
                                        BAD_REQUEST, verdict.refusal().word(), verdict.detail()))
                        : usage.objection(route, verdict)
                                .map(no -> new Refused(BAD_REQUEST, no.reason().word(), no.why()));
        return new Admitted(steps.steps(), verdict.labels(), refused);
    }

    /// Whose the rules of a route's policy are: those that are empty are not among them.
    private static List<Owner> owners(
            Optional<TenantEntry> tenant, Optional<ClusterEntry> cluster) {
        List<Owner> owners = new ArrayList<>();
        if (tenant.filter(of -> !of.relabel().isEmpty()).isPresent()) {
            owners.add(Owner.TENANT);
        }
        if (cluster.filter(of -> !of.relabel().isEmpty()).isPresent()) {
            owners.add(Owner.CLUSTER);
        }
        return owners;
    }

    private static WriteExplanation refused(Caller caller, IdentityException why) {
        return new WriteExplanation(
                caller,
                Optional.of(
                        new Refused(
                                why.kind().status(),
                                why.reason(),
                                String.valueOf(why.getMessage()))),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
