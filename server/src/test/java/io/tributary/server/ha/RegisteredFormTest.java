package io.tributary.server.ha;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteredFormTest {
    private final RegisteredForm form = new RegisteredForm();

    @Test
    void labels_ofATenant_areItsOwnOrThoseOfAll() {
        Registered registered =
                form.parse(" __replica__ ;acme:prometheus_replica, site; beta:").orElseThrow();
        assertThat(registered.labels("acme")).isEqualTo(Set.of("prometheus_replica", "site"));
        assertThat(registered.labels("beta")).isEmpty();
        assertThat(registered.labels("gamma")).isEqualTo(Set.of("__replica__"));
        assertThat(form.print(registered))
                .isEqualTo("__replica__; acme: prometheus_replica, site; beta:");
        assertThat(form.parse(form.print(registered))).contains(registered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void nothing_registersNothing(String text) {
        assertThat(form.parse(text)).contains(Registered.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "a;",
                "a,",
                "a, a",
                "a b",
                ": a",
                "acme/x: a",
                "acme: a: b",
                "acme: a; acme: b",
                "a; b",
                "__name__",
                "acme: __tenant_id__",
                "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"
            })
    void whatIsWrong_isNone(String text) {
        assertThat(form.parse(text)).isEmpty();
    }
}
