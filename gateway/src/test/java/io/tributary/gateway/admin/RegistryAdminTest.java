package io.tributary.gateway.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.secret.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryAdminTest extends AdminFixture {
    @Test
    void put_objects_areInForceAndFoundAgain() throws Exception {
        List<RegistrySnapshot> told = new ArrayList<>();
        registry.onChange(told::add);

        assertThat(done(put(SITE, tenant("shop"), "displayName: The shop"))).isEqualTo(1);
        done(
                put(
                        SITE,
                        cluster("eu-1"),
                        "{\"tenant\": \"shop\", \"labels\": {\"region\": \"eu\"}}"));
        assertThat(done(put(SITE, cluster("eu-1"), "{tenant: shop, labels: {region: eu}}")))
                .as("as it is")
                .isEqualTo(2);

        assertThat(told).hasSize(2);
        assertThat(registry.current().cluster("eu-1").orElseThrow().tenant()).isEqualTo("shop");
        reopen();
        assertThat(registry.current().tenant("shop").orElseThrow().displayName())
                .isEqualTo("The shop");
        assertThat(shown(SITE, cluster("eu-1")))
                .isEqualTo(
                        new Shown(
                                cluster("eu-1"),
                                "{\"name\":\"eu-1\",\"tenant\":\"shop\",\"labels\":{\"region\":\"eu\"}}",
                                "api",
                                2,
                                Optional.empty()));
        assertThat(witnessed).extracting(HistoryEntry::who).containsExactly("site", "site");
        assertThat(admin.history(SITE, entry -> true, 9))
                .extracting(entry -> entry.action().word() + " " + entry.key())
                .containsExactly("create cluster eu-1", "create tenant shop");
    }

    @Test
    void importUntil_isGivenForAWhileAndNotLonger() throws Exception {
        done(put(SITE, tenant("shop"), "{}"));
        Instant now = Instant.now();
        String form = "{roles: writer, tenants: shop, importUntil: '%s'}";

        done(put(SITE, credential("x"), form.formatted(now.plus(Duration.ofDays(29)))));
        assertThat(
                        problems(
                                put(
                                        SITE,
                                        credential("y"),
                                        form.formatted(now.plus(Duration.ofDays(31))))))
                .singleElement()
                .asString()
                .contains("y: found importUntil")
                .endsWith("expected at most 30 days from now");

        assertThat(registry.current().credential("x").orElseThrow().imports(now)).isTrue();
        reopen();
        assertThat(registry.current().credential("x").orElseThrow().imports(now)).isTrue();
    }

    @Test
    void change_thatDoesNotGoWithTheRest_isRefusedWhole() throws Exception {
        done(put(SITE, tenant("shop"), "aliases: [store]"));
        done(put(SITE, cluster("eu-1"), "tenant: shop"));

        assertThat(problems(put(SITE, cluster("eu-2"), "tenant: nobody")))
                .singleElement()
                .asString()
                .isEqualTo("api: eu-2: its tenant nobody is not registered");
        assertThat(problems(put(SITE, tenant("bank"), "aliases: [store]")))
                .singleElement()
                .asString()
                .contains("found the name or alias store, which is that of tenant shop (api)");
        assertThat(problems(admin.delete(SITE, tenant("shop"), NONE)))
                .singleElement()
                .asString()
                .contains("its tenant shop is not registered");
        assertThat(problems(put(SITE, tenant("bank"), "alias: [x]\ndisplayName: [y]")))
                .anyMatch(problem -> problem.startsWith("request:1:1: alias: found an unknown key"))
                .anyMatch(problem -> problem.startsWith("request:2:14: displayName: found a list"));
        assertThat(problems(put(SITE, tenant("bank"), "name: other")))
                .containsExactly("request:1:7: name: found other, expected that of the path: bank");
        assertThat(
                        problems(
                                apply(
                                        SITE,
                                        bytes("tenants: [{name: a}, {name: b, aliases: [a]}]"),
                                        false)))
                .hasSize(1);
        assertThat(registry.current().tenant("a")).isEmpty();
        assertThat(registry.version()).isEqualTo(2);
        assertThat(admin.delete(SITE, tenant("none"), NONE).outcome())
                .isEqualTo(new Outcome.NotFound("tenant none is not registered"));
    }

    @Test
    void apply_document_isOneChangeAndATrialIsNone() throws Exception {
        String document =
                """
                tenants: [{name: shop}, {name: bank}]
                clusters: [{name: eu-1, tenant: shop}]
                credentials:
                  - {name: w, roles: writer, cluster: eu-1}
                """;
        Answer trial = apply(SITE, bytes(document), true);
        assertThat(trial.tokens()).isEmpty();
        assertThat(((Outcome.Done) trial.outcome()).changes()).hasSize(4);
        assertThat(registry.current().tenant("shop")).isEmpty();
        assertThat(witnessed).isEmpty();

        Answer answer = apply(SITE, bytes(document), false);
        assertThat(done(answer)).isEqualTo(1);
        AccessToken token = requireNonNull(answer.tokens().get("w"));
        assertThat(registry.current().credentialOfToken(token.id()).orElseThrow().name())
                .isEqualTo("w");
        assertThat(done(apply(SITE, bytes(document), false))).as("as it is").isEqualTo(1);
    }

    @Test
    void credential_token_isMadeOnceAndItsHashNeverShown() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        Answer made = put(SITE, credential("r"), "{roles: [reader], tenants: [shop]}");
        AccessToken first = requireNonNull(made.tokens().get("r"));
        String json = shown(SITE, credential("r")).json();
        assertThat(json)
                .contains("\"token\":{\"id\":\"" + first.id() + "\",\"hash\":\"argon2id\"}")
                .doesNotContain("$argon2id");

        Answer changed =
                put(
                        SITE,
                        credential("r"),
                        json.replace("[\"shop\"]", "[\"shop\"],\"disabled\":true"));
        assertThat(changed.tokens()).isEmpty();
        assertThat(registry.current().credentialOfToken(first.id()).orElseThrow().disabled())
                .isTrue();
        assertThat(admin.history(SITE, entry -> true, 1).getFirst().fields())
                .containsExactly("disabled");

        Answer rotated = admin.rotate(SITE, "r", NONE);
        AccessToken second = requireNonNull(rotated.tokens().get("r"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(registry.current().credentialOfToken(first.id())).isEmpty();
        assertThat(registry.current().credentialOfToken(second.id())).isPresent();
        assertThat(
                        problems(
                                put(
                                        SITE,
                                        credential("n"),
                                        "{roles: reader, tenants: shop, token: {hash: argon2id}}")))
                .singleElement()
                .asString()
                .contains("stands for the hash that is kept of it: there is none");
    }

    @Test
    void precondition_thatDoesNotHold_isStale() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        done(put(SITE, tenant("bank"), ""));

        assertThat(put(SITE, tenant("shop"), "displayName: x", new Precondition.Absent()))
                .extracting(Answer::outcome)
                .isEqualTo(new Outcome.Stale("tenant shop: it is there, of version 1"));
        assertThat(put(SITE, tenant("shop"), "displayName: x", new Precondition.Version(2)))
                .extracting(Answer::outcome)
                .isEqualTo(new Outcome.Stale("tenant shop: it is of version 1, not 2"));
        assertThat(done(put(SITE, tenant("shop"), "displayName: x", new Precondition.Version(1))))
                .isEqualTo(3);
        assertThat(admin.delete(SITE, tenant("none"), new Precondition.Exists()).outcome())
                .isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void history_ofManyTenants_isForThoseWhoSeeAll() throws Exception {
        StringBuilder document = new StringBuilder("tenants:\n");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            document.append("  - name: t").append(i).append('\n');
            names.append(i == 0 ? "" : ",").append("t").append(i);
        }
        document.append("credentials: [{name: r, roles: reader, tenants: [%s]}]".formatted(names));
        done(apply(SITE, bytes(document.toString()), false));

        assertThat(admin.history(SITE, entry -> true, 1).getFirst().tenants()).containsExactly("*");
        AdminCaller all =
                admin("all", Set.of(Role.TENANT_ADMIN), List.of(names.toString().split(",", -1)));
        assertThat(admin.find(all, credential("r"))).isPresent();
        assertThat(admin.history(all, entry -> true, 99)).hasSize(21);
    }

    @Test
    void diskFull_change_isNotInForce() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        disk.limitBytes(200);

        assertThatIOException()
                .isThrownBy(() -> put(SITE, tenant("bank"), "displayName: " + "x".repeat(500)));
        assertThat(registry.current().tenant("bank")).isEmpty();
        disk.limitBytes(Long.MAX_VALUE);
        done(put(SITE, tenant("bank"), ""));
        reopen();
        assertThat(registry.current().tenants()).hasSize(2);
        assertThat(registry.current().tenant("bank").orElseThrow().displayName()).isEmpty();
    }
}
