package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
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
    private OtlpRefusal fault = OtlpRefusal.NONE;
    private int nameOffset;
    private int nameLength;
    private int versionOffset;
    private int versionLength;
    private int schemaOffset;
    private int schemaLength;

    ScopeLabels(Texts texts) {
        this.texts = texts;
        this.attributes = new AttributeList(texts);
    }

    /// A scope of which nothing is known.
    public void clear() {
        attributes.clear();
        nameLength = 0;
        versionLength = 0;
        schemaLength = 0;
    }

    /// To be filled before `settle`.
    public AttributeList attributes() {
        return attributes;
    }

    public void setName(int offset, int length) {
        nameOffset = offset;
        nameLength = length;
    }

    public void setVersion(int offset, int length) {
        versionOffset = offset;
        versionLength = length;
    }

    public void setSchema(int offset, int length) {
        schemaOffset = offset;
        schemaLength = length;
    }

    /// Looks at what was set.
    ///
    /// @param promoted whether the scope itself becomes labels: one without a name never does
    void settle(boolean promoted, ResourceLabels resource, Vocabulary words, SeriesWriter writer) {
        fault = OtlpRefusal.NONE;
        boolean own = promoted && nameLength > 0;
        if (own) {
            fault = attributes.isTooDeep() ? OtlpRefusal.TOO_DEEP : addAttributes(words);
        }
        labels.begin(words.labels());
        resource.setIdentity(words, labels);
        if (own) {
            for (int i = 0; i < ofAttributes.count(); i++) {
                if (ofAttributes.length(i) > 0) {
                    labels.set(
                            ofAttributes.name(i), ofAttributes.offset(i), ofAttributes.length(i));
                }
            }
            labels.set(words.scopeName(), nameOffset, nameLength);
            labels.set(words.scopeVersion(), versionOffset, versionLength);
            labels.set(words.scopeSchema(), schemaOffset, schemaLength);
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
            Word name = words.labels().ofAttribute(texts.bytes(), start, texts.end() - start, i);
            if (name == Word.NONE) {
                return words.labels().isFull()
                        ? OtlpRefusal.TOO_MANY_LABEL_NAMES
                        : OtlpRefusal.LABEL_NAME;
            }
            ofAttributes.set(name, attributes.valueOffset(i), attributes.valueLength(i));
        }
        return OtlpRefusal.NONE;
    }
}
