package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.model.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a tenant-admin sees, does, and may not.
class TenantAdminTest extends AdminFixture {
    @BeforeEach
    void declare() throws Exception {
        apply(
                SITE,
                bytes(
                        """
                        tenants:
                          - {name: shop, aliases: [store]}
                          - {name: azure}
                          - {name: front, view: [{tenants: azure}]}
                        clusters: [{name: eu-1, tenant: shop}, {name: azure-1, tenant: azure}]
                        credentials:
                          - {name: shop-admin, roles: tenant-admin, tenants: store}
                          - {name: azure-key, roles: writer, cluster: azure-1}
                          - {name: both, roles: reader, tenants: [shop, azure]}
                          - {name: root, roles: platform-admin}
                          - {name: shop-key, roles: writer, cluster: eu-1}
                        """),
                false);
        enrol("eu-1");
        enrol("azure-1");
    }

    @Test
    void lists_andHistory_holdNoWordOfOthers() throws Exception {
        for (ObjectKind kind : ObjectKind.values()) {
            String all = admin.list(SHOP_ADMIN, kind, Optional.empty()).toString();
            assertThat(all).doesNotContain("azure").doesNotContain("root").contains("shop");
        }
        assertThat(admin.history(SHOP_ADMIN, entry -> true, 100).toString())
                .doesNotContain("azure")
                .doesNotContain("site")
                .contains("shop-key");
        AdminCaller front = admin("f", Set.of(Role.TENANT_ADMIN), List.of("front"));
        assertThat(shown(front, tenant("front")).json()).isEqualTo("{\"name\":\"front\"}");
    }

    @Test
    void objects_ofOthers_areAnsweredAsThoseThatAreNot() throws Exception {
        for (ObjectKey foreign :
                List.of(
                        tenant("azure"),
                        tenant("none"),
                        cluster("azure-1"),
                        credential("azure-key"),
                        credential("both"),
                        credential("root"),
                        credential("shop-admin"),
                        tenant("shop"))) {
            Outcome no = new Outcome.Forbidden("shop-admin may not see to " + foreign);
            assertThat(put(SHOP_ADMIN, foreign, "{}").outcome()).isEqualTo(no);
            assertThat(admin.delete(SHOP_ADMIN, foreign, NONE).outcome()).isEqualTo(no);
        }
        assertThat(admin.find(SHOP_ADMIN, cluster("azure-1"))).isEmpty();
        assertThat(
                        admin.unseen(SHOP_ADMIN, cluster("azure-1"))
                                .toString()
                                .replace("azure-1", "none"))
                .isEqualTo(admin.unseen(SHOP_ADMIN, cluster("none")).toString());
        assertThat(refused).isNotEmpty();
    }

    @Test
    void changes_beyondItsOwn_areForbidden() throws Exception {
        forbidden(cluster("x"), "tenant: azure");
        forbidden(cluster("x"), "tenant: none");
        forbidden(cluster("eu-1"), "tenant: azure");
        forbidden(cluster("x"), "{tenant: shop, limits: {max_label_names_per_series: 1000}}");
        forbidden(cluster("x"), "{tenant: shop, id: 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10}");
        forbidden(credential("x"), "{roles: reader, tenants: [shop, azure]}");
        forbidden(credential("x"), "{roles: reader, tenants: '*'}");
        forbidden(credential("x"), "{roles: writer, cluster: azure-1}");
        forbidden(credential("x"), "{roles: writer, cluster: none}");
        forbidden(credential("x"), "{roles: [reader, tenant-admin], tenants: shop}");
        forbidden(credential("x"), "{roles: platform-admin}");
        forbidden(credential("x"), "{roles: auditor, tenants: shop}");
        forbidden(credential("x"), "{roles: writer, tenants: shop, backlog: true}");
        forbidden(
                credential("x"),
                "{roles: writer, tenants: shop, importUntil: 2001-01-01T00:00:00Z}");
        for (String routing :
                List.of(
                        "tenants: [azure]",
                        "tenants: [none]",
                        "default: [shop, azure]",
                        "replicate: azure",
                        "anyTenant: true",
                        "tenantPrefixes: shop")) {
            forbidden(cluster("x"), "{tenant: shop, routing: {%s}}".formatted(routing));
            forbidden(
                    credential("x"),
                    "{roles: writer, tenants: shop, routing: {%s}}".formatted(routing));
        }
        assertThat(
                        problems(
                                put(
                                        SHOP_ADMIN,
                                        credential("x"),
                                        "{roles: reader, tenants: shop, token: {id: a, hash: b}}")))
                .containsExactly("token: expected none, so that one is made, or a password");
    }

    @Test
    void labelPolicy_ofItsOwn_isHandedOn() throws Exception {
        AdminCaller part =
                new AdminCaller(
                        new Caller(
                                "part",
                                false,
                                Set.of(Role.TENANT_ADMIN),
                                new Granted.Listed(List.of("shop")),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(new Matcher(Matcher.Type.EQUAL, "app", "web")),
                                false,
                                Optional.empty()),
                        "192.0.2.1");
        assertThat(put(part, credential("x"), "{roles: reader, tenants: shop}").outcome())
                .isInstanceOf(Outcome.Forbidden.class);
        done(put(part, credential("x"), "{roles: reader, tenants: shop, match: app=web}"));
    }

    /// What who sees to the site gave a cluster stays, as long as it is left alone; a credential
    /// that leads to others is not its to change, as its secret would be.
    @Test
    void routing_beyondItsOwn_isKeptAndNotChanged() throws Exception {
        String routing = "routing: {labels: [team], tenants: [azure]}";
        done(put(SITE, cluster("eu-3"), "{tenant: shop, %s}".formatted(routing)));
        done(
                put(
                        SITE,
                        credential("wide"),
                        "{roles: writer, tenants: shop, %s}".formatted(routing)));

        done(
                put(
                        SHOP_ADMIN,
                        cluster("eu-3"),
                        "{tenant: shop, onDifference: refuse, %s}".formatted(routing)));
        forbidden(cluster("eu-3"), "{tenant: shop, routing: {labels: [app], tenants: [azure]}}");
        forbidden(cluster("eu-3"), "{tenant: shop, routing: {labels: [app], default: [shop]}}");
        forbidden(cluster("eu-3"), "{tenant: shop}");
        forbidden(credential("wide"), "{roles: writer, tenants: shop, %s}".formatted(routing));
        assertThat(admin.rotate(SHOP_ADMIN, "wide", NONE).outcome())
                .isInstanceOf(Outcome.Forbidden.class);
        done(
                put(
                        SHOP_ADMIN,
                        cluster("eu-1"),
                        "{tenant: shop, routing: {labels: [app], default: [shop]}}"));
    }

    @Test
    void clustersAndCredentials_ofItsOwn_areItsToMake() throws Exception {
        done(put(SHOP_ADMIN, cluster("eu-2"), "{tenant: store, labels: {region: eu}}"));
        assertThat(
                        put(SHOP_ADMIN, credential("eu-2-key"), "{roles: writer, cluster: eu-2}")
                                .tokens())
                .containsKey("eu-2-key");
        done(admin.rotate(SHOP_ADMIN, "eu-2-key", NONE));
        assertThat(problems(admin.delete(SHOP_ADMIN, cluster("eu-2"), NONE)).getFirst())
                .startsWith("it does not go together");
        done(admin.delete(SHOP_ADMIN, credential("eu-2-key"), NONE));
        done(admin.delete(SHOP_ADMIN, cluster("eu-2"), NONE));
    }

    private void forbidden(ObjectKey key, String body) throws IOException {
        assertThat(put(SHOP_ADMIN, key, body).outcome())
                .as(body)
                .isInstanceOf(Outcome.Forbidden.class)
                .extracting(Object::toString)
                .asString()
                .doesNotContain("azure");
    }
}
