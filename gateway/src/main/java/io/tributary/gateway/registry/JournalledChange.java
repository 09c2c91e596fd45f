package io.tributary.gateway.registry;

import io.tributary.gateway.registry.ChangeProposal.Edit;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.Change;
import io.tributary.gateway.registry.journal.ChangeSet;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One change by the API: from its edits to the journal, and into force.
record JournalledChange(PolicySettings settings, RegistryJournal journal, Clock clock) {
    /// Largest object, in bytes of its JSON.
    static final int OBJECT_BYTES_MAX = 64 * 1024;

    /// Most tenants that the history tells of one change; one about more is told to those who see
    /// all.
    static final int TENANTS_MAX = 20;

    /// @param publish takes the state that is in force from now on
    Outcome make(
            RegistryView now,
            List<Edit> wanted,
            ChangeProposal proposal,
            Consumer<RegistryView> publish)
            throws IOException {
        if (wanted.size() > ChangeSet.CHANGES_MAX) {
            return refused(
                    "found %d objects in one change, expected at most %d"
                            .formatted(wanted.size(), ChangeSet.CHANGES_MAX));
        }
        Optional<String> ofFile = ofFile(now, wanted);
        if (ofFile.isPresent()) {
            return new Outcome.Conflict(ofFile.get());
        }
        Problems problems = new Problems();
        long bytes = checkForms(wanted, problems);
        if (journal.isFullWith(bytes)) {
            return refused("all objects of the API together are too large to be kept");
        }
        List<Edit> edits = wanted.stream().filter(edit -> !isAsItIs(now, edit)).toList();
        Instant at = Instant.ofEpochMilli(clock.wallMillis());
        ApiObjects api = read(now, edits, at, problems);
        if (!problems.isEmpty()) {
            return new Outcome.Refused(problems.all(), false);
        }
        Optional<Outcome> objection = proposal.objection(now, declared(api, wanted));
        if (objection.isPresent()) {
            return objection.get();
        }
        RegistryFiles files = now.files().with(api.configs(), settings, problems);
        Optional<RegistrySnapshot> snapshot =
                WholeCheck.snapshot(
                        now.snapshot().version() + 1, files.objects().and(api.objects()), problems);
        if (snapshot.isEmpty()) {
            return new Outcome.Refused(problems.all(), true);
        }
        if (edits.isEmpty()) {
            return new Outcome.Done(journal.version(), List.of());
        }
        RegistryView next = new RegistryView(snapshot.get(), files, api);
        ChangeSet set =
                new ChangeSet(
                        at,
                        proposal.who(),
                        proposal.from(),
                        edits.stream().map(edit -> change(now, next, edit)).toList());
        if (proposal.isTrial()) {
            return new Outcome.Done(journal.version(), journal.preview(set));
        }
        List<HistoryEntry> entries = journal.append(set);
        publish.accept(next);
        return new Outcome.Done(journal.version(), entries);
    }

    /// What there would be; what is wrong with what is edited is noted.
    private ApiObjects read(RegistryView now, List<Edit> edits, Instant at, Problems problems) {
        long version = journal.version() + 1;
        ApiObjects next = now.api().with(edits, version, now.files().configs(), settings, problems);
        for (Declared object : declared(next, edits)) {
            if (object.entry() instanceof CredentialEntry credential) {
                credential.checkImport(at, problems);
            }
        }
        return next;
    }

    private static Optional<String> ofFile(RegistryView now, List<Edit> edits) {
        return edits.stream()
                .flatMap(edit -> now.find(edit.key()).stream())
                .filter(Declared::isOfFile)
                .findFirst()
                .map(object ->
                        "%s is declared in a file, and changed only there: %s"
                                .formatted(object.key(), object.entry().source()));
    }

    /// Whether each can be kept; their bytes.
    private static long checkForms(List<Edit> edits, Problems problems) {
        long all = 0;
        for (Edit edit : edits) {
            if (edit.object().isEmpty()) {
                continue;
            }
            YamlNode.Section object = edit.object().get();
            String json = CanonicalJson.of(object);
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            all += bytes;
            if (bytes > OBJECT_BYTES_MAX) {
                problems.add(
                        object.place(),
                        edit.key().toString(),
                        "found %d bytes, expected at most %d".formatted(bytes, OBJECT_BYTES_MAX));
            } else if (!CanonicalJson.read("", json, new Problems())
                    .filter(read -> CanonicalJson.isSame(read, object))
                    .isPresent()) {
                problems.add(
                        object.place(),
                        edit.key().toString(),
                        "found a key that is too long to be kept");
            }
        }
        return all;
    }

    private static boolean isAsItIs(RegistryView now, Edit edit) {
        Optional<String> before = now.find(edit.key()).map(Declared::json);
        return before.equals(edit.object().map(CanonicalJson::of));
    }

    private static List<Declared> declared(ApiObjects api, List<Edit> edits) {
        List<Declared> declared = new ArrayList<>();
        for (Edit edit : edits) {
            Declared object = api.declared().get(edit.key());
            if (object != null) {
                declared.add(object);
            }
        }
        return declared;
    }

    private static Change change(RegistryView now, RegistryView next, Edit edit) {
        Set<String> tenants = new LinkedHashSet<>();
        now.find(edit.key()).ifPresent(old -> tenants.addAll(now.tenantsOf(old.entry())));
        next.find(edit.key()).ifPresent(found -> tenants.addAll(next.tenantsOf(found.entry())));
        List<String> told =
                tenants.size() <= TENANTS_MAX ? List.copyOf(tenants) : List.of(Granted.EVERY);
        return edit.object().isPresent()
                ? new Change.Put(edit.key(), told, CanonicalJson.of(edit.object().get()))
                : new Change.Delete(edit.key(), told);
    }

    private static Outcome refused(String problem) {
        return new Outcome.Refused(List.of(problem), false);
    }
}
