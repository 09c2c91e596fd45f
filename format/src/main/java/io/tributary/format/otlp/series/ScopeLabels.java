package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.protobuf.TextRange;
import java.nio.charset.StandardCharsets;

/// What a scope gives all its series, in place of what points say: `job` and `instance` of its
/// resource, and `otel_scope_…` where scopes are promoted. Once a scope; reused; owned by one
/// thread at a time.
public final class ScopeLabels {
    private static final byte[] PREFIX = "otel_scope_".getBytes(StandardCharsets.US_ASCII);

    private final Texts texts;
    private final AttributeList attributes;
    private final LabelSet ofAttributes = new LabelSet();
    private final LabelSet labels = new LabelSet();
    private final TextRange name = new TextRange();
    private final TextRange version = new TextRange();
    private final TextRange schema = new TextRange();
    private OtlpRefusal fault = OtlpRefusal.NONE;

    ScopeLabels(Texts texts) {
        this.texts = texts;
        this.attributes = new AttributeList(texts);
    }

    /// A scope of which nothing is known.
    public void clear() {
        attributes.clear();
        name.clear();
        version.clear();
        schema.clear();
    }

    /// To be filled before `settle`.
    public AttributeList attributes() {
        return attributes;
    }

    /// To be read before `settle`, as are version and schema.
    public TextRange name() {
        return name;
    }

    public TextRange version() {
        return version;
    }

    public TextRange schema() {
        return schema;
    }

    /// Looks at what was set.
    ///
    /// @param promoted whether the scope itself becomes labels: one without a name never does
    void settle(boolean promoted, ResourceLabels resource, Vocabulary words, SeriesWriter writer) {
        fault = OtlpRefusal.NONE;
        boolean own = promoted && name.length() > 0;
        if (own) {
            fault = attributes.isTooDeep() ? OtlpRefusal.TOO_DEEP : addAttributes(words);
        }
        labels.begin(words.labels());
        resource.setIdentity(words, labels);
        if (own && fault == OtlpRefusal.NONE) {
            for (int i = 0; i < ofAttributes.count(); i++) {
                if (ofAttributes.length(i) > 0) {
                    labels.set(
                            ofAttributes.name(i), ofAttributes.offset(i), ofAttributes.length(i));
                }
            }
            labels.set(words.scopeName(), name.offset(), name.length());
            labels.set(words.scopeVersion(), version.offset(), version.length());
            labels.set(words.scopeSchema(), schema.offset(), schema.length());
        }
        writer.addSymbols(labels);
    }

    /// Why no point of the scope can be translated.
    OtlpRefusal fault() {
        return fault;
    }

    /// One without a value takes that of a point away.
    LabelSet labels() {
        return labels;
    }

    private OtlpRefusal addAttributes(Vocabulary words) {
        ofAttributes.begin(words.labels());
        for (int i = 0; i < attributes.count(); i++) {
            int start = texts.end();
            texts.put(PREFIX);
            texts.put(texts.bytes(), attributes.keyOffset(i), attributes.keyLength(i));
            Word label = words.labels().ofAttribute(texts.bytes(), start, texts.end() - start, i);
            if (label == Word.NONE) {
                return words.noLabel();
            }
            ofAttributes.set(label, attributes.valueOffset(i), attributes.valueLength(i));
        }
        return OtlpRefusal.NONE;
    }
}
