package io.tributary.gateway.admin;

import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ChangeProposal;
import io.tributary.gateway.registry.RegistryView;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A change that somebody asks the API for, held against their rights. Used once.
final class ObjectEdits implements ChangeProposal {
    /// Most tokens that are made by one request: each is hashed, which takes time on purpose.
    static final int TOKENS_MAX = 100;

    /// What is wanted of an object.
    sealed interface Wanted {
        ObjectKey key();

        /// It is to be this.
        record Whole(ObjectKey key, YamlNode.Section object) implements Wanted {}

        /// It is to go.
        record Gone(ObjectKey key) implements Wanted {}

        /// It is to have a new token.
        record Rotated(ObjectKey key) implements Wanted {}
    }

    private final AdminCaller caller;
    private final List<Wanted> wanted;
    private final Precondition precondition;
    private final boolean trial;
    private final CredentialMint mint;
    private final Settings ofClusters;
    private final Enrolments enrolments;
    private final FrozenTenants frozen;
    private final boolean force;
    private final Map<String, AccessToken> made = new LinkedHashMap<>();

    /// @param force whether what is frozen may change
    ObjectEdits(
            AdminCaller caller,
            List<Wanted> wanted,
            Precondition precondition,
            boolean trial,
            CredentialMint mint,
            Settings ofClusters,
            Enrolments enrolments,
            FrozenTenants frozen,
            boolean force) {
        this.caller = caller;
        this.wanted = wanted;
        this.precondition = precondition;
        this.trial = trial;
        this.mint = mint;
        this.ofClusters = ofClusters;
        this.enrolments = enrolments;
        this.frozen = frozen;
        this.force = force;
    }

    /// The tokens that were made, by the credential they are of.
    Map<String, AccessToken> made() {
        return made;
    }

    @Override
    public String who() {
        return caller.name();
    }

    @Override
    public String from() {
        return caller.from();
    }

    @Override
    public boolean isTrial() {
        return trial;
    }

    @Override
    public Plan plan(RegistryView now) {
        AdminRights rights = new AdminRights(caller.caller(), now, enrolments);
        List<Edit> edits = new ArrayList<>();
        for (Wanted one : wanted) {
            Optional<Declared> before = now.find(one.key());
            Optional<Outcome> obstacle = obstacle(one, before, rights);
            if (obstacle.isPresent()) {
                return new Plan.Stop(obstacle.get());
            }
            switch (edit(one, before, rights)) {
                case Plan.Stop stop -> {
                    return stop;
                }
                case Plan.Go(var more) -> edits.addAll(more);
            }
        }
        return new Plan.Go(edits);
    }

    @Override
    public Optional<Outcome> objection(RegistryView now, List<Declared> next) {
        AdminRights rights = new AdminRights(caller.caller(), now, enrolments);
        for (Declared object : next) {
            Optional<String> why = rights.objection(now.find(object.key()), object, ofClusters);
            if (why.isPresent()) {
                return Optional.of(new Outcome.Forbidden(why.get()));
            }
            if (object.entry() instanceof AgentEntry agent) {
                Optional<String> wrong = rights.agents().with(agent, object).contradiction();
                if (wrong.isPresent()) {
                    return Optional.of(new Outcome.Refused(List.of(wrong.get()), false));
                }
            }
            if (object.entry() instanceof TenantEntry tenant && !force) {
                List<String> wrong = frozen.objections(now.find(object.key()), tenant);
                if (!wrong.isEmpty()) {
                    return Optional.of(new Outcome.Refused(wrong, false));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> obstacle(Wanted one, Optional<Declared> before, AdminRights rights) {
        boolean mayBeNew = one instanceof Wanted.Whole;
        if (!rights.mayTouch(one.key(), before)
                || (before.isEmpty() && !mayBeNew && !rights.isOfAll())) {
            return Optional.of(new Outcome.Forbidden(rights.refusal(one.key())));
        }
        if (before.isEmpty() && !mayBeNew) {
            return Optional.of(new Outcome.NotFound(one.key() + " is not registered"));
        }
        if (before.isPresent() && before.get().isOfFile()) {
            return Optional.of(
                    new Outcome.Conflict(
                            "%s is declared in a file, and changed only there%s"
                                    .formatted(
                                            one.key(),
                                            rights.isOfAll()
                                                    ? ": " + before.get().entry().source()
                                                    : "")));
        }
        return precondition
                .failure(before)
                .map(why -> new Outcome.Stale("%s: %s".formatted(one.key(), why)));
    }

    private Plan edit(Wanted one, Optional<Declared> before, AdminRights rights) {
        return switch (one) {
            case Wanted.Gone(var key) -> new Plan.Go(List.of(new Edit(key, Optional.empty())));
            case Wanted.Rotated(var key) -> rotated(key, before.orElseThrow());
            case Wanted.Whole(var key, var object) ->
                    key.kind() == ObjectKind.CREDENTIAL
                            ? credential(key, object, before, rights)
                            : new Plan.Go(List.of(new Edit(key, Optional.of(object))));
        };
    }

    private Plan rotated(ObjectKey key, Declared before) {
        YamlNode.Section object =
                CanonicalJson.read("object", before.json(), new Problems()).orElseThrow();
        if (object.find("password").isPresent()) {
            return stop(key + " is a password, which nobody but its owner can choose");
        }
        return take(key, CredentialForm.withToken(object, mint));
    }

    private Plan credential(
            ObjectKey key, YamlNode.Section object, Optional<Declared> before, AdminRights rights) {
        Problems problems = new Problems();
        boolean makes =
                before.isEmpty()
                        && object.find("token").isEmpty()
                        && object.find("password").isEmpty();
        if (makes && made.size() == TOKENS_MAX) {
            return stop("expected at most %d tokens to be made at once".formatted(TOKENS_MAX));
        }
        Optional<CredentialForm> form =
                CredentialForm.complete(object, before.map(Declared::json), mint, problems);
        if (form.isEmpty()) {
            return new Plan.Stop(new Outcome.Refused(problems.all(), false));
        }
        if (form.get().isGiven() && object.find("token").isPresent() && !rights.isOfAll()) {
            return stop("token: expected none, so that one is made, or a password");
        }
        return take(key, form.get());
    }

    private Plan take(ObjectKey key, CredentialForm form) {
        form.made().ifPresent(token -> made.put(key.name(), token));
        return new Plan.Go(List.of(new Edit(key, Optional.of(form.object()))));
    }

    private static Plan stop(String problem) {
        return new Plan.Stop(new Outcome.Refused(List.of(problem), false));
    }
}
