package io.tributary.runtime.tls;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE -----END CERTIFICATE-----",
                "-----BEGIN -----END",
            })
    void block_thatHasNoEndOfItsOwn_isRefused(String text) {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> Pem.certificates(text.getBytes(StandardCharsets.US_ASCII)))
                .withMessageContaining("does not end");
    }
}
