package io.tributary.format.otlp;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.json.OtlpJson;
import io.tributary.format.otlp.point.MetricReader;
import io.tributary.format.otlp.rules.OtlpRefusals;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.series.ScopeLabels;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.flow.WriteBatch;

/// Reads an OTLP `ExportMetricsServiceRequest` into a batch whose series name symbols ({@link
/// io.tributary.model.flow.Dialect#SYMBOLS}), translated as Prometheus 3.14 does.
///
/// Resources and scopes are read before what is in them, wherever they stand. The request is copied
/// once: text that is made stands behind it in one array, which is the batch's, so the caller's
/// bytes are free after a decode; the batch is good until the next one.
///
/// Reused, which keeps names from request to request; owned by one thread at a time.
public final class OtlpDecoder {
    private static final String PROTOCOL = "OTLP";

    private static final int RESOURCE_METRICS = 1;

    private static final int RESOURCE = 1;
    private static final int SCOPE_METRICS = 2;

    private static final int RESOURCE_ATTRIBUTES = 1;

    private static final int SCOPE = 1;
    private static final int METRICS = 2;
    private static final int SCHEMA_URL = 3;

    private static final int SCOPE_NAME = 1;
    private static final int SCOPE_VERSION = 2;
    private static final int SCOPE_ATTRIBUTES = 3;

    private final OtlpJson json = new OtlpJson();
    private final ProtoCursor in = new ProtoCursor(PROTOCOL);
    private final Texts texts = new Texts();
    private final Translation translation = new Translation(texts);
    private final MetricReader metrics = new MetricReader(texts, translation);

    /// Decodes the protobuf message `bytes[offset .. offset + length)` into `into`, emptied first.
    ///
    /// @throws MalformedRequestException if the bytes are no such message; what `into` holds then
    ///   means nothing
    public void decode(byte[] bytes, int offset, int length, OtlpSettings settings, WriteBatch into)
            throws MalformedRequestException {
        texts.begin(bytes, offset, length);
        translation.begin(settings, into);
        metrics.begin();
        in.reset(texts.bytes(), 0, length);
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != RESOURCE_METRICS) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "ExportMetricsServiceRequest");
            decodeResource();
            in.leave(outer);
        }
        translation.end();
    }

    /// Decodes the same message in JSON.
    ///
    /// @throws MalformedRequestException if the bytes are no such JSON
    public void decodeJson(
            byte[] bytes, int offset, int length, OtlpSettings settings, WriteBatch into)
            throws MalformedRequestException {
        json.read(bytes, offset, length);
        decode(json.bytes(), 0, json.length(), settings, into);
    }

    /// What of the last request was not translated; until the next one.
    public OtlpRefusals refusals() {
        return translation.refusals();
    }

    private void decodeResource() throws MalformedRequestException {
        int start = in.position();
        translation.resourceAttributes().clear();
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != RESOURCE) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "ResourceMetrics");
            readAttributes(RESOURCE_ATTRIBUTES, translation.resourceAttributes(), "Resource");
            in.leave(outer);
        }
        translation.beginResource();
        in.moveTo(start);
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != SCOPE_METRICS) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "ResourceMetrics");
            decodeScope();
            in.leave(outer);
        }
        translation.endResource();
    }

    private void decodeScope() throws MalformedRequestException {
        int start = in.position();
        ScopeLabels scope = translation.scope();
        scope.clear();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case SCOPE -> {
                    int outer = in.enter(tag, "ScopeMetrics");
                    readScope(scope);
                    in.leave(outer);
                }
                case SCHEMA_URL -> scope.schema().read(in, tag, "ScopeMetrics");
                default -> in.skip(tag);
            }
        }
        translation.beginScope();
        in.moveTo(start);
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != METRICS) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "ScopeMetrics");
            metrics.read(in);
            in.leave(outer);
        }
    }

    private void readScope(ScopeLabels scope) throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case SCOPE_NAME -> scope.name().read(in, tag, "InstrumentationScope");
                case SCOPE_VERSION -> scope.version().read(in, tag, "InstrumentationScope");
                case SCOPE_ATTRIBUTES -> {
                    int outer = in.enter(tag, "InstrumentationScope");
                    scope.attributes().read(in);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void readAttributes(int field, AttributeList into, String message)
            throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != field) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, message);
            into.read(in);
            in.leave(outer);
        }
    }
}
