package io.tributary.server.admin;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.admin.WriteExplanation;
import io.tributary.gateway.admin.WriteExplanation.Admitted;
import io.tributary.gateway.admin.WriteExplanation.InTenant;
import io.tributary.gateway.admin.WriteExplanation.Refused;
import io.tributary.gateway.admin.WriteExplanation.Routing;
import io.tributary.gateway.admin.WriteExplanation.Step;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.routing.NameTemplate;
import io.tributary.gateway.routing.RoutingFault;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.gateway.routing.Way;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What would become of a series, as `docs/reference/admin-api.md` has it. Stateless.
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(JsonWriter json, WriteExplanation explanation) throws IOException {
        json.beginObject().name("sender");
        write(json, explanation.sender());
        if (explanation.refused().isPresent()) {
            write(json, explanation.refused().get());
        }
        text(json, "home", explanation.home().stream());
        if (explanation.routing().isPresent()) {
            json.name("routing");
            write(json, explanation.routing().get());
        }
        json.name("tenants").beginArray();
        for (InTenant tenant : explanation.tenants()) {
            write(json, tenant);
        }
        json.endArray().endObject();
    }

    private static void write(JsonWriter json, Caller sender) throws IOException {
        json.beginObject().name("name").htmlSafe(sender.name());
        texts(json, "roles", sender.roles().stream().map(Role::word).sorted().toList());
        texts(
                json,
                "tenants",
                switch (sender.tenants()) {
                    case Granted.Every _ -> List.of(Granted.EVERY);
                    case Granted.Listed(var names) -> names;
                });
        text(json, "cluster", sender.cluster().stream());
        text(json, "defaultTenant", sender.defaultTenant().stream());
        json.endObject();
    }

    private static void write(JsonWriter json, Routing routing) throws IOException {
        RoutingPolicy policy = routing.policy();
        json.beginObject();
        texts(json, "labels", policy.labels());
        text(json, "template", policy.template().stream().map(NameTemplate::text));
        json.name("take").string(word(policy.take()));
        json.name("prefix").htmlSafe(policy.prefix());
        texts(json, "tenants", policy.granted().names());
        texts(json, "tenantPrefixes", policy.granted().prefixes());
        json.name("anyTenant").bool(policy.granted().any());
        texts(json, "default", policy.defaults());
        texts(json, "replicate", policy.replicate());
        json.name("unknown").string(word(policy.unknown()));
        json.name("missing").string(word(policy.missing()));
        json.name("remove").bool(policy.remove());
        Way way = routing.way();
        json.name("names").beginArray();
        for (Way.Name name : way.names()) {
            json.beginObject().name("name").htmlSafe(name.text());
            if (!name.by().equals(Way.Name.TEMPLATE)) {
                json.name("label").htmlSafe(name.by());
            }
            text(json, "fault", name.fault().stream().map(RoutingFault::word));
            json.endObject();
        }
        json.endArray();
        texts(json, "refused", way.refused().stream().map(RoutingFault::word).toList());
        texts(json, "dropped", way.dropped().stream().map(RoutingFault::word).toList());
        json.name("why").htmlSafe(way.detail()).endObject();
    }

    private static void write(JsonWriter json, InTenant tenant) throws IOException {
        json.beginObject().name("tenant").htmlSafe(tenant.tenant());
        text(json, "quarantine", tenant.quarantine().stream());
        if (tenant.admitted().isPresent()) {
            Admitted admitted = tenant.admitted().get();
            json.name("steps").beginArray();
            for (Step step : admitted.steps()) {
                write(json, step);
            }
            json.endArray().name("labels");
            write(json, admitted.labels());
            if (admitted.refused().isPresent()) {
                write(json, admitted.refused().get());
            }
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Step step) throws IOException {
        json.beginObject().name("step");
        switch (step) {
            case Step.Removed(var label) -> {
                json.string("remove");
                write(json, label);
            }
            case Step.Relabeled(var owner, var number, var rule, var before, var after) -> {
                json.string("relabel").name("of").string(owner.word());
                json.name("rule").number(number);
                json.name("action").string(rule.action().word());
                json.name("changed").bool(!before.equals(after));
                json.name("labels");
                write(json, after);
            }
            case Step.Stamped(var label, var given) -> {
                json.string("stamp");
                write(json, label);
                json.name("given").string(given);
            }
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Label label) throws IOException {
        json.name("label").string(label.name()).name("value").string(label.value());
    }

    private static void write(JsonWriter json, Labels labels) throws IOException {
        json.beginObject();
        for (Label label : labels.asList()) {
            json.name(label.name()).string(label.value());
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Refused refused) throws IOException {
        json.name("refused").beginObject().name("status").number(refused.status());
        json.name("reason").string(refused.reason());
        json.name("why").htmlSafe(refused.why()).endObject();
    }

    /// One member for each text there is: none, or one.
    private static void text(JsonWriter json, String name, Stream<String> text) throws IOException {
        for (String one : text.toList()) {
            json.name(name).htmlSafe(one);
        }
    }

    private static void texts(JsonWriter json, String name, List<String> texts) throws IOException {
        json.name(name).beginArray();
        for (String text : texts) {
            json.htmlSafe(text);
        }
        json.endArray();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
