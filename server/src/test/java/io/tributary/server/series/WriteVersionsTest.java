package io.tributary.server.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.format.remotewrite.RemoteWrite2Decoder;
import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.server.OpenScopes;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.server.WriteRequestBytes;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same series by both versions of remote write, through admission into the store: one series,
/// and what one has brought the other repeats or contradicts.
class WriteVersionsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String[] LABELS = {"__name__", "up", "instance", "a:1", "job", "j"};

    /// Unsorted, and with a label that has no value: to the store it is none.
    private static final String[] SPELLED = {
        "job", "j", "zone", "", "__name__", "up", "instance", "a:1"
    };

    private final WriteBatch batch = new WriteBatch();
    private Head head;

    @BeforeEach
    void open() throws IOException {
        head =
                Head.open(
                        new SimulatedDisk(1),
                        new SimulatedClock(NOW),
                        HeadSettings.defaults(),
                        new LabelAdmission((route, stamp, given) -> {}),
                        failure -> {
                            throw new UncheckedIOException(failure);
                        });
    }

    @AfterEach
    void close() throws IOException {
        head.close();
    }

    @Test
    void write_version2AfterVersion1_repeatsOrContradictsIt() throws MalformedRequestException {
        assertTaken(version1(NOW, 1, LABELS), 0);

        assertTaken(version2(NOW, 1, LABELS), 1);
        assertTaken(version2(NOW, 1, SPELLED), 1);
        assertConflict(version2(NOW, 2, LABELS), 1, 2);
        assertTaken(version2(NOW + 1, 2, LABELS), 0);
        assertThat(head.seriesCount()).isEqualTo(1);
    }

    @Test
    void write_version1AfterVersion2_repeatsOrContradictsIt() throws MalformedRequestException {
        assertTaken(version2(NOW, 1, LABELS), 0);

        assertTaken(version1(NOW, 1, LABELS), 1);
        assertTaken(version1(NOW, 1, SPELLED), 1);
        assertConflict(version1(NOW, 2, LABELS), 1, 2);
        assertTaken(version1(NOW + 1, 2, LABELS), 0);
        assertThat(head.seriesCount()).isEqualTo(1);
    }

    /// Equal in number, but not in bits.
    @Test
    void write_otherZero_isAConflict() throws MalformedRequestException {
        assertTaken(version1(NOW, 0.0, LABELS), 0);

        assertConflict(version2(NOW, -0.0, LABELS), 0.0, -0.0);
    }

    @Test
    void write_refThatNamesNothing_isRefusedAlone() throws MalformedRequestException {
        byte[] request =
                new WriteRequest2Bytes()
                        .series(LABELS)
                        .sample(NOW, 1)
                        .seriesOfRefs(1, 100)
                        .sample(NOW, 1)
                        .raw();
        WriteResult.Accepted accepted = append2(request);

        assertThat(accepted.samplesWritten()).isEqualTo(1);
        assertThat(accepted.refused()).isEqualTo(Map.of(Refusal.LABEL_INVALID, 1));
        assertThat(accepted.firstRefusal())
                .contains("a label refers to symbol 100, and the request has 7");
    }

    private static void assertTaken(WriteResult.Accepted accepted, int repeated) {
        assertThat(accepted.firstRefusal()).isEmpty();
        assertThat(accepted.samplesWritten()).isEqualTo(1);
        assertThat(accepted.samplesRepeated()).isEqualTo(repeated);
    }

    private static void assertConflict(WriteResult.Accepted accepted, double kept, double sent) {
        assertThat(accepted.samplesWritten()).isZero();
        assertThat(accepted.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 1));
        assertThat(accepted.findings())
                .isEqualTo(
                        List.of(
                                new WriteResult.Finding.Conflict(
                                        Labels.of(LABELS), NOW, bits(kept), bits(sent))));
    }

    private static WriteResult.Value bits(double value) {
        return new WriteResult.Value.FloatBits(Double.doubleToRawLongBits(value));
    }

    private WriteResult.Accepted version1(long timeMillis, double value, String... labels)
            throws MalformedRequestException {
        byte[] request = new WriteRequestBytes().sample(timeMillis, value, labels).raw();
        new RemoteWrite1Decoder().decode(request, 0, request.length, batch);
        return append(1, Dialect.REMOTE_WRITE_1);
    }

    private WriteResult.Accepted version2(long timeMillis, double value, String... labels)
            throws MalformedRequestException {
        return append2(new WriteRequest2Bytes().series(labels).sample(timeMillis, value).raw());
    }

    private WriteResult.Accepted append2(byte[] request) throws MalformedRequestException {
        new RemoteWrite2Decoder().decode(request, 0, request.length, batch);
        return append(2, Dialect.SYMBOLS);
    }

    private WriteResult.Accepted append(int route, Dialect dialect) {
        Tenant tenant = head.tenants().findOrCreate("t", 1).orElseThrow();
        WriteResult result =
                head.append(
                        new Route(route, tenant, dialect, true, 1_000, OpenScopes.policy()), batch);
        assertThat(result).isInstanceOf(WriteResult.Accepted.class);
        return (WriteResult.Accepted) result;
    }
}
