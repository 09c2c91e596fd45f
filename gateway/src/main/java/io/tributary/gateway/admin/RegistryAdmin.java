package io.tributary.gateway.admin;

import io.tributary.gateway.admin.ObjectEdits.Wanted;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.CredentialEntry.Proof;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistryView;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.SecretHash;
import io.tributary.runtime.yaml.Problems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The registry as its API shows and changes it, each caller within their rights.
///
/// What a caller may not see is answered as what is not there is answered to them. Hashes never
/// leave; a token does once, to who had it made. Safe from any thread.
public final class RegistryAdmin {
    /// Largest body of a request for one object, in bytes: its JSON, with white space.
    public static final int OBJECT_BODY_BYTES_MAX = 256 * 1024;

    /// Largest document that is applied, in bytes.
    public static final int DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;

    private static final String HIDDEN_NAME = "(another)";

    private final Registry registry;
    private final CredentialMint mint;
    private final AdminWitness witness;
    private final Enrolments enrolments;
    private final FrozenTenants frozen;

    /// @param enrolments asked for what is about agents, and only then
    /// @param frozen says what of tenants is not to change by the way
    public RegistryAdmin(
            Registry registry,
            CredentialMint mint,
            AdminWitness witness,
            Enrolments enrolments,
            FrozenTenants frozen) {
        this.registry = registry;
        this.mint = mint;
        this.witness = witness;
        this.enrolments = enrolments;
        this.frozen = frozen;
    }

    /// An object as it is shown.
    ///
    /// @param json its fields, without hashes
    /// @param source where it is declared: `api`, or a place in a file; `enrolment` for an agent
    ///   that nothing is declared of
    /// @param version of the change that made it what it is; 0 for one that the API did not declare
    /// @param agent what else is known of an agent; empty for all others
    public record Shown(
            ObjectKey key, String json, String source, long version, Optional<Agent> agent) {
        /// What is known of an agent beside its fields.
        ///
        /// @param state `revoked` where it is turned away for whatever reason
        /// @param tenants whose it is, by their own names
        /// @param certificate its newest; empty where it never had one, or none that can be renewed
        public record Agent(
                AgentEntry.State state, List<String> tenants, Optional<Certificate> certificate) {
            public Agent {
                tenants = List.copyOf(tenants);
            }
        }

        /// What the authority knows of an agent.
        ///
        /// @param cluster the name of the one that it is for; empty where that is not registered
        public record Certificate(Optional<String> cluster, Enrolments.Enrolled enrolled) {}
    }

    /// What a change came to.
    ///
    /// @param tokens that were made, by credential: to be told now or never
    /// @param isNew whether the object was not there before
    public record Answer(Outcome outcome, Map<String, AccessToken> tokens, boolean isNew) {
        public Answer {
            tokens = Map.copyOf(tokens);
        }
    }

    /// Objects of a kind, as a caller sees them.
    ///
    /// @param version of the newest change by the API
    public record Listed(long version, List<Shown> objects) {
        public Listed {
            objects = List.copyOf(objects);
        }
    }

    /// One object.
    ///
    /// @return empty where the caller may not see it, or it is not there
    public Optional<Shown> find(AdminCaller caller, ObjectKey key) {
        RegistryView view = registry.view();
        AdminRights rights = rights(caller, view);
        return key.kind() == ObjectKind.AGENT
                ? rights.agents()
                        .find(key.name())
                        .filter(rights::sees)
                        .map(agent -> KnownAgents.shown(agent, rights.isOfAll()))
                : view.find(key).filter(rights::sees).map(object -> shown(object, rights));
    }

    /// Why an object cannot be shown.
    public Outcome unseen(AdminCaller caller, ObjectKey key) {
        AdminRights rights = rights(caller, registry.view());
        return rights.isOfAll()
                ? new Outcome.NotFound(key + " is not registered")
                : forbidden(caller, rights.refusal(key));
    }

    /// The objects of a kind.
    ///
    /// @param tenant only those that are about it, where it is named
    public Listed list(AdminCaller caller, ObjectKind kind, Optional<String> tenant) {
        long version = registry.version();
        RegistryView view = registry.view();
        AdminRights rights = rights(caller, view);
        Optional<String> meant = tenant.map(view::ownName);
        if (kind == ObjectKind.AGENT) {
            return new Listed(
                    version,
                    rights.agents().all().stream()
                            .filter(rights::sees)
                            .filter(agent ->
                                    meant.isEmpty() || agent.tenants().contains(meant.get()))
                            .map(agent -> KnownAgents.shown(agent, rights.isOfAll()))
                            .toList());
        }
        return new Listed(
                version,
                view.all(kind).stream()
                        .filter(rights::sees)
                        .filter(object ->
                                meant.isEmpty()
                                        || view.tenantsOf(object.entry()).contains(meant.get()))
                        .map(object -> shown(object, rights))
                        .toList());
    }

    /// The newest changes that a caller may be told of, newest first.
    public List<HistoryEntry> history(AdminCaller caller, Predicate<HistoryEntry> of, int limit) {
        AdminRights rights = rights(caller, registry.view());
        return registry.history(of.and(rights::sees), limit).stream()
                .map(entry -> shown(entry, rights))
                .toList();
    }

    /// Makes an object, or another of it.
    ///
    /// @param body YAML or JSON
    /// @param force whether settings of a tenant that are frozen may change
    public Answer put(
            AdminCaller caller,
            ObjectKey key,
            byte[] body,
            Precondition precondition,
            boolean force)
            throws IOException {
        Problems problems = new Problems();
        Optional<Wanted> wanted = RequestObjects.one(key, body, problems);
        return wanted.isEmpty()
                ? refused(problems)
                : change(caller, List.of(wanted.get()), precondition, false, force);
    }

    public Answer delete(AdminCaller caller, ObjectKey key, Precondition precondition)
            throws IOException {
        return change(caller, List.of(new Wanted.Gone(key)), precondition, false, false);
    }

    /// Gives a credential a new token; the old one proves nothing from then on.
    public Answer rotate(AdminCaller caller, String name, Precondition precondition)
            throws IOException {
        ObjectKey key = new ObjectKey(ObjectKind.CREDENTIAL, name);
        return change(caller, List.of(new Wanted.Rotated(key)), precondition, false, false);
    }

    /// Makes all objects of a document, or others of them, together.
    ///
    /// @param trial whether it is only to be told what would become of it
    /// @param force as for {@link #put}
    public Answer apply(AdminCaller caller, byte[] body, boolean trial, boolean force)
            throws IOException {
        Problems problems = new Problems();
        List<Wanted> wanted = RequestObjects.all(body, problems);
        return problems.isEmpty()
                ? change(caller, wanted, new Precondition.None(), trial, force)
                : refused(problems);
    }

    private Answer change(
            AdminCaller caller,
            List<Wanted> wanted,
            Precondition precondition,
            boolean trial,
            boolean force)
            throws IOException {
        ObjectEdits edits =
                new ObjectEdits(
                        caller,
                        wanted,
                        precondition,
                        trial,
                        mint,
                        registry.settings().clusters(),
                        enrolments,
                        frozen,
                        force);
        Outcome outcome = registry.change(edits);
        AdminRights rights = rights(caller, registry.view());
        return switch (outcome) {
            case Outcome.Done done -> {
                if (!trial) {
                    done.changes().forEach(witness::changed);
                    if (force) {
                        replaceFrozen(caller, wanted);
                    }
                }
                yield new Answer(
                        done,
                        trial ? Map.of() : edits.made(),
                        done.changes().stream()
                                .anyMatch(entry -> entry.action() == HistoryEntry.Action.CREATE));
            }
            case Outcome.Forbidden(var why) -> answer(forbidden(caller, why));
            case Outcome.Refused(_, var ofTheWhole) when ofTheWhole && !rights.isOfAll() ->
                    answer(
                            new Outcome.Refused(
                                    List.of(
                                            "it does not go together with what else is registered: something refers to it, or it to something that cannot be meant"),
                                    false));
            case Outcome.Refused refused -> answer(refused);
            case Outcome.NotFound notFound -> answer(notFound);
            case Outcome.Conflict conflict -> answer(conflict);
            case Outcome.Stale stale -> answer(stale);
        };
    }

    private void replaceFrozen(AdminCaller caller, List<Wanted> wanted) throws IOException {
        for (Wanted one : wanted) {
            Optional<TenantEntry> tenant =
                    registry.view()
                            .find(one.key())
                            .map(Declared::entry)
                            .filter(TenantEntry.class::isInstance)
                            .map(TenantEntry.class::cast);
            if (tenant.isPresent()) {
                frozen.replace(caller, tenant.get());
            }
        }
    }

    private AdminRights rights(AdminCaller caller, RegistryView view) {
        return new AdminRights(caller.caller(), view, enrolments);
    }

    private Outcome forbidden(AdminCaller caller, String why) {
        witness.refused(caller.name(), caller.from(), why);
        return new Outcome.Forbidden(why);
    }

    private static Answer answer(Outcome outcome) {
        return new Answer(outcome, Map.of(), false);
    }

    private static Answer refused(Problems problems) {
        return answer(new Outcome.Refused(problems.all(), false));
    }

    private static Shown shown(Declared object, AdminRights rights) {
        String json = object.json();
        if (object.entry() instanceof CredentialEntry credential) {
            Optional<SecretHash> hash = hash(credential);
            if (hash.isPresent()) {
                json =
                        json.replace(
                                CanonicalJson.quote(hash.get().phc()),
                                CanonicalJson.quote(CredentialForm.HIDDEN));
            }
        }
        if (object.entry() instanceof TenantEntry tenant && !rights.seesView(tenant)) {
            json =
                    CanonicalJson.of(
                            CanonicalJson.read("object", json, new Problems())
                                    .orElseThrow()
                                    .without("view"));
        }
        String source = object.isOfFile() && !rights.isOfAll() ? "file" : object.entry().source();
        return new Shown(object.key(), json, source, object.version(), Optional.empty());
    }

    private static Optional<SecretHash> hash(CredentialEntry credential) {
        return switch (credential.proof()) {
            case Proof.Token(_, var hash) -> Optional.of(hash);
            case Proof.Password(var hash) -> Optional.of(hash);
            case Proof.Certificate _ -> Optional.empty();
        };
    }

    /// Who made a change is told where the caller knows them.
    private static HistoryEntry shown(HistoryEntry entry, AdminRights rights) {
        boolean isKnown =
                rights.isOfAll()
                        || entry.who().equals(rights.caller().name())
                        || rights.view()
                                .find(new ObjectKey(ObjectKind.CREDENTIAL, entry.who()))
                                .filter(rights::sees)
                                .isPresent();
        return isKnown
                ? entry
                : new HistoryEntry(
                        entry.version(),
                        entry.time(),
                        HIDDEN_NAME,
                        HIDDEN_NAME,
                        entry.action(),
                        entry.key(),
                        entry.tenants(),
                        entry.fields());
    }
}
