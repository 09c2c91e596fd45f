package io.tributary.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAuthorizerTest {
    private final MapDirectory tenants = new MapDirectory();
    private final Authorizer authorizer = Authorizers.open(tenants, 300_000);

    @Test
    void writer_noHeader_isAnonymousWithEveryRight() throws IdentityException {
        Route route = authorizer.writer(Caller.OPEN, headers("", ""), Dialect.REMOTE_WRITE_1);

        assertThat(route.tenant().name()).isEqualTo("anonymous");
        assertThat(route.backlog()).isTrue();
        assertThat(route.futureMillis()).isEqualTo(300_000);
    }

    @Test
    void writer_sameTenant_isTheSameRoute() throws IdentityException {
        Route one = authorizer.writer(Caller.OPEN, headers("a", ""), Dialect.REMOTE_WRITE_1);
        Route two = authorizer.writer(Caller.OPEN, headers("", "a"), Dialect.REMOTE_WRITE_1);
        Route three = authorizer.writer(Caller.OPEN, headers("a", "a"), Dialect.REMOTE_WRITE_1);

        assertThat(two).isSameAs(one);
        assertThat(three).isSameAs(one);
    }

    @Test
    void writer_otherTenant_hasAnIdOfItsOwn() throws IdentityException {
        int one = authorizer.writer(Caller.OPEN, headers("a", ""), Dialect.REMOTE_WRITE_1).id();
        int two = authorizer.writer(Caller.OPEN, headers("b", ""), Dialect.REMOTE_WRITE_1).id();

        assertThat(two).isNotEqualTo(one);
    }

    @Test
    void writer_thousandTenants_refusesOneMoreButKnowsTheOthers() throws IdentityException {
        for (int i = 0; i < 1_000; i++) {
            authorizer.writer(Caller.OPEN, headers("t" + i, ""), Dialect.REMOTE_WRITE_1);
        }

        assertThatThrownBy(() ->
                        authorizer.writer(Caller.OPEN, headers("more", ""), Dialect.REMOTE_WRITE_1))
                .isInstanceOf(IdentityException.class)
                .hasMessage(
                        "tenant more is not known, and there are 1000 tenants already: no further one is made");
        assertThat(
                        authorizer
                                .writer(Caller.OPEN, headers("t999", ""), Dialect.REMOTE_WRITE_1)
                                .tenant()
                                .name())
                .isEqualTo("t999");
    }

    @Test
    void writer_severalTenants_isRefused() {
        assertRefused(
                "a|b",
                "tenant name \"a|b\" has a character that is not allowed: \"|\" (allowed: letters, digits and !-_.*'())");
    }

    @Test
    void writer_badNames_areRefusedNamingThem() {
        assertRefused("", "tenant name is empty");
        assertRefused(".", "tenant name may not be \".\"");
        assertRefused("..", "tenant name may not be \"..\"");
        assertRefused(
                "a/b",
                "tenant name \"a/b\" has a character that is not allowed: \"/\" (allowed: letters, digits and !-_.*'())");
        assertRefused(
                "ä",
                "tenant name \"ä\" has a character that is not allowed: \"ä\" (allowed: letters, digits and !-_.*'())");
        assertRefused(
                "x".repeat(151),
                "tenant name is longer than 150 bytes: \"" + "x".repeat(50) + "…\"");
        assertThat(tenants.all()).isEmpty();
    }

    @Test
    void writer_wholeAlphabet_isAccepted() throws IdentityException {
        String name = "azAZ09!-_.*'()";

        assertThat(
                        authorizer
                                .writer(Caller.OPEN, headers(name, ""), Dialect.REMOTE_WRITE_1)
                                .tenant()
                                .name())
                .isEqualTo(name);
        assertThat(
                        authorizer.writer(
                                Caller.OPEN, headers("x".repeat(150), ""), Dialect.REMOTE_WRITE_1))
                .isNotNull();
    }

    @Test
    void writer_headersThatDiffer_isRefused() {
        assertThatThrownBy(() ->
                        authorizer.writer(Caller.OPEN, headers("a", "b"), Dialect.REMOTE_WRITE_1))
                .hasMessage(
                        "X-Scope-OrgID and THANOS-TENANT name different tenants: send one of them");
    }

    @Test
    void reader_unknownTenant_seesNothingAndMakesNone() throws IdentityException {
        assertThat(authorizer.reader(Caller.OPEN, headers("nobody", "")).tenants()).isEmpty();
        assertThat(tenants.all()).isEmpty();
    }

    @Test
    void reader_severalTenants_seesThoseThatExistOnceEach() throws IdentityException {
        Tenant a = tenants.findOrCreate("a", 9).orElseThrow();
        Tenant b = tenants.findOrCreate("b", 9).orElseThrow();

        ReadScope scope = authorizer.reader(Caller.OPEN, headers("b|nobody|a|b", ""));

        assertThat(scope.tenants())
                .containsExactly(
                        new ReadScope.TenantScope(b, List.of()),
                        new ReadScope.TenantScope(a, List.of()));
    }

    @Test
    void reader_badOrTooManyNames_isRefused() {
        assertThatThrownBy(() -> authorizer.reader(Caller.OPEN, headers("a||b", "")))
                .hasMessage("tenant name is empty");
        StringBuilder many = new StringBuilder("t");
        for (int i = 0; i < 100; i++) {
            many.append("|t").append(i);
        }
        assertThatThrownBy(() -> authorizer.reader(Caller.OPEN, headers(many.toString(), "")))
                .hasMessage("more than 100 tenants chosen in one read");
    }

    private void assertRefused(String name, String message) {
        TenantHeaders chosen = new TenantHeaders(Optional.of(name), Optional.empty());
        assertThatThrownBy(() -> authorizer.writer(Caller.OPEN, chosen, Dialect.REMOTE_WRITE_1))
                .isInstanceOf(IdentityException.class)
                .hasMessage(message);
    }

    /// An empty text is a header that is not there.
    private static TenantHeaders headers(String orgId, String thanosTenant) {
        return new TenantHeaders(
                Optional.of(orgId).filter(text -> !text.isEmpty()),
                Optional.of(thanosTenant).filter(text -> !text.isEmpty()));
    }
}
